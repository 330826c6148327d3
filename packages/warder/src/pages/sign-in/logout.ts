import { form, hiddenField, submit, type FormView } from '../form.ts'
import { html } from '../html.ts'
import { sheet, type Frame } from '../layout.ts'
import { notice } from '../notice.ts'
import type { SignInWords } from '../words/sign-in/en.ts'

/** Why nobody is sent on afterwards, though the application asked for it. */
export type StaysBecause = keyof SignInWords['logout']['stays']

export type LogoutView = Frame &
  FormView & {
    /** The application that asked, when one did. */
    application?: string | undefined
    stays?: StaysBecause | undefined
    /** The rest of its request (`client_id`, `post_logout_redirect_uri`, `state`, …), sent back unchanged as hidden fields. */
    fields?: Readonly<Record<string, string>> | undefined
  }

/** `/logout`: a page with a button, so that a link from another site signs nobody out. */
export function logoutPage(view: LogoutView): string {
  const { logout } = view.words.signIn
  const lead = view.application ? logout.leadOf(view.application) : logout.lead

  return sheet(
    { ...view, title: logout.title, heading: logout.heading, lead },
    html`${view.stays && notice('warn', logout.stays[view.stays])}
      ${form('/logout', view, [
        Object.entries(view.fields ?? {}).map(([name, value]) => hiddenField(name, value)),
        submit(logout.title),
      ])}
      <div class="links"><a href="/account">${logout.stay}</a></div>`,
  )
}
