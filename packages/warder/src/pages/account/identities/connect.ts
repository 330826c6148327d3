import { form, hiddenField, submit } from '../../form.ts'
import { html } from '../../html.ts'
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
  const { identities, rows } = view.words.account
  return accountLayout(
    view,
    {
      path: '/account/security',
      title: identities.asked(title),
      lead: identities.askedLead,
    },
    html`${section(
      identities.happens,
      html`<div class="pad stack">
        <p>${identities.willSignIn(label, title, user.email)}</p>
        ${form(connectIdentityPath, view, [hiddenField('handle', handle), submit(identities.connect(title))])}
      </div>`,
    )}
      <p><a href="/account/security">${rows.cancel}</a></p>`,
  )
}
