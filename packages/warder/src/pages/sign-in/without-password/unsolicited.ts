import { csrfField, hiddenField } from '../../form.ts'
import { html } from '../../html.ts'
import { sheet, type Frame } from '../../layout.ts'

export type UnsolicitedView = Frame & {
  csrf: string
  /** What the identity provider is called. */
  title: string
  action: string
  handle: string
  /** What its person knows the account by. */
  label: string
}

/** Asks whoever comes from an identity provider without having been sent there: posts `handle`. */
export function unsolicitedPage(view: UnsolicitedView): string {
  const { everyPage, signIn } = view.words
  return sheet(
    {
      ...view,
      title: everyPage.signIn,
      heading: signIn.signInWith(view.title),
      lead: signIn.unsolicited.lead(view.label),
    },
    html`<form class="stack" method="post" action="${view.action}">
        ${csrfField(view.csrf)}${hiddenField('ui_locales', view.ui_locales)}
        <input type="hidden" name="handle" value="${view.handle}" />
        <button class="button primary" type="submit">${everyPage.signIn}</button>
      </form>
      <div class="links">
        <p>${signIn.unsolicited.notYou('/login')}</p>
      </div>`,
  )
}
