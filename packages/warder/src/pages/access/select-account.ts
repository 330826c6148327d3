import { applicationLogo, applicationTerms, type ApplicationAbout } from './application.ts'
import { form, type FormView } from '../form.ts'
import { html, outside } from '../html.ts'
import { sheet, type Frame } from '../layout.ts'

export type SelectAccountView = Frame &
  FormView & {
    /** The name of the application that wants the person to choose. */
    application: string
    /** What it told of itself. */
    about?: ApplicationAbout
    account: { name: string; email: string }
  }

/** `/select-account`: posts `interaction` and `account=this|other`. */
export function selectAccountPage(view: SelectAccountView): string {
  const { name, email } = view.account
  const { title, here, goOnAs, other } = view.words.access.chooseAccount

  return sheet(
    { ...view, title, lead: view.words.signIn.continueTo(view.application) },
    html`${applicationLogo(view.about ?? {})}
      <dl class="facts">
        <div>
          <dt>${here}</dt>
          <dd>${outside(name)}<br /><small>${outside(email)}</small></dd>
        </div>
      </dl>
      ${form('/select-account', view, [
        html`<button class="button primary" type="submit" name="account" value="this">
          <span>${goOnAs(name)}</span>
        </button>`,
        html`<button class="button" type="submit" name="account" value="other">${other}</button>`,
      ])}
      ${applicationTerms(view.words, view.application, view.about ?? {})}`,
  )
}
