import { applicationLogo, applicationTerms, type ApplicationAbout } from '../access/application.ts'
import { elsewhereButtons, type Elsewhere } from './without-password/elsewhere.ts'
import { checkbox, field, form, hiddenField, keepAim, submit, type FormView } from '../form.ts'
import { html, type Html } from '../html.ts'
import { sheet, type Frame } from '../layout.ts'
import { notice } from '../notice.ts'
import { ableField, passkeyButton } from '../passkeys/button.ts'
import { passkeyScriptTag } from '../passkeys/script.ts'

export type LoginView = Frame &
  FormView & {
    /** The name of the application that waits for the sign-in. */
    application?: string | undefined
    /** What it told of itself. */
    about?: ApplicationAbout | undefined
    /** Where the person goes afterwards when no application waits and it is not home. */
    return_to?: string | undefined
    email?: string | undefined
    /** Whether the box to stay signed in was ticked. */
    remember?: boolean
    /** Why the last attempt failed. It is about both fields: it must not tell which of them was right. */
    error?: string | undefined
    /** Accounts elsewhere that sign in. */
    providers?: readonly Elsewhere[]
    /** Whether anybody may make an account. */
    open?: boolean
    /** Pages that sign in by something else. */
    others?: readonly { href: string; label: string }[]
    /** What came of a sign-in elsewhere, which is about no field here. */
    said?: string | undefined
    /** Good news from the step before. */
    notice?: string | undefined
    /** Where the person goes on to who signs in with a passkey. */
    next: string
  }

/**
 * `/login`: posts `email`, `password`, `remember` when it is ticked, and `passkeys=1` from a browser that could keep one.
 * With a passkey the script signs in, and goes on to `next`.
 */
export function loginPage(view: LoginView): string {
  const { everyPage, signIn } = view.words
  const { login } = signIn
  const lead = view.application && signIn.continueTo(view.application)
  const about = view.error ? 'login-error' : undefined

  return sheet(
    { ...view, title: login.title, lead, failed: Boolean(view.error ?? view.said), head: passkeyScriptTag() },
    html`${applicationLogo(view.about ?? {})} ${view.notice && notice('good', view.notice)} ${view.said && notice('bad', view.said)} ${view.error && notice('bad', view.error, about)}
      ${form('/login', view, [
        hiddenField('return_to', view.return_to),
        field({
          name: 'email',
          label: everyPage.fields.email,
          type: 'email',
          autocomplete: 'username webauthn',
          value: view.email,
          required: true,
          autofocus: !view.email,
          describedBy: about,
          enterkeyhint: 'next',
        }),
        field({
          name: 'password',
          label: everyPage.fields.password,
          type: 'password',
          autocomplete: 'current-password',
          required: true,
          autofocus: Boolean(view.email),
          describedBy: about,
          enterkeyhint: 'go',
        }),
        checkbox({
          name: 'remember',
          label: everyPage.remember,
          ticked: view.remember ?? false,
        }),
        ableField(),
        submit(login.title),
      ])}
      ${passkeyButton({ words: view.words, does: 'sign-in', next: view.next, label: signIn.passkey, kind: 'plain' })}
      ${elsewhereButtons(view, view.providers ?? [])}
      <div class="links">
        ${view.others?.map(({ href, label }) => html`<a href="${href}">${label}</a> `)}
        <a href="${keepAim('/forgot-password', view)}">${login.forgot}</a>
        ${view.open && html`<p>${login.register(keepAim('/register', view))}</p>`}
        ${applicationTerms(view.words, view.application ?? '', view.about ?? {})}
      </div>
      ${view.application && wayBack(view, view.application)}`,
  )
}

/** For whoever does not want to sign in after all. */
const wayBack = ({ words, csrf, interaction }: LoginView, application: string): Html =>
  form('/consent', { csrf, interaction }, [
    html`<button class="button" type="submit" name="decision" value="leave"><span>${words.signIn.login.back(application)}</span></button>`,
  ])
