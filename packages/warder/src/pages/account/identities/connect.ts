import { form, hiddenField, submit } from '../../form.ts'
import { html, outside } from '../../html.ts'
import { accountLayout, section, type AccountFrame } from '../layout.ts'

export type ConnectIdentityView = AccountFrame & {
  handle: string
  title: string
  /** What its person knows the account elsewhere by. */
  label: string
}

export const connectIdentityPath = '/account/security/identities/connect'

/** `/account/security/identities/connect`: posts `handle` to itself. Nothing is connected before that. */
export function connectIdentityPage(view: ConnectIdentityView): string {
  const { handle, title, label, user } = view
  return accountLayout(
    view,
    {
      path: '/account/security',
      title: `Connect ${title}?`,
      lead: 'Look whether both accounts are yours.',
    },
    html`${section(
      'What happens',
      html`<div class="pad stack">
        <p>
          <b>${outside(label)}</b> at ${outside(title)} will sign in to your account <b>${outside(user.email)}</b> here, from now
          on and without a password of ours.
        </p>
        ${form(connectIdentityPath, view, [hiddenField('handle', handle), submit(`Connect ${title}`)])}
      </div>`,
    )}
      <p><a href="/account/security">Cancel</a></p>`,
  )
}
