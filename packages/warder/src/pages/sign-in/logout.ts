import { form, hiddenField, submit, type FormView } from '../form.ts'
import { html, outside } from '../html.ts'
import { sheet, type Frame } from '../layout.ts'
import { notice } from '../notice.ts'

/** Why nobody is sent on afterwards, though the application asked for it. */
const reasons = {
  'not proved': 'The request to sign you out is not valid: it came with a token that is not ours.',
  'not named': 'The request to sign you out does not say which application it is from.',
  'not registered':
    'The request to sign you out is not valid: the application has not registered the address it wants you to go to.',
} as const

export type StaysBecause = keyof typeof reasons

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
  const lead = view.application
    ? html`<b>${outside(view.application)}</b> asks to sign you out of this browser.`
    : 'You will be signed out of this browser.'

  return sheet(
    { ...view, title: 'Sign out', heading: 'Sign out?', lead },
    html`${view.stays && notice('warn', `${reasons[view.stays]} You will stay here.`)}
      ${form('/logout', view, [
        Object.entries(view.fields ?? {}).map(([name, value]) => hiddenField(name, value)),
        submit('Sign out'),
      ])}
      <div class="links"><a href="/account">Stay signed in</a></div>`,
  )
}
