import { form, hiddenField, submit, type FormView } from '../form.ts'
import { html, outside } from '../html.ts'
import { sheet, type Frame } from '../layout.ts'

export type LogoutView = Frame &
  FormView & {
    /** The application that asked, when one did. */
    application?: string | undefined
    /** The rest of its request (`client_id`, `post_logout_redirect_uri`, `state`, …), sent back unchanged as hidden fields. */
    fields?: Readonly<Record<string, string>> | undefined
  }

/** `/logout`: a page with a button, so that a link from another site signs nobody out. */
export function logoutPage(view: LogoutView): string {
  const lead = view.application
    ? html`<b>${outside(view.application)}</b> asks to sign you out of this browser.`
    : 'You will be signed out of this browser.'

  return sheet(
    { ...view, title: 'Sign out', heading: 'Sign out?', lead },
    html`${form('/logout', view, [
      Object.entries(view.fields ?? {}).map(([name, value]) => hiddenField(name, value)),
      submit('Sign out'),
    ])}
      <div class="links"><a href="/account">Stay signed in</a></div>`,
  )
}
