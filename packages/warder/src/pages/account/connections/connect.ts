import { form, submit } from '../../form.ts'
import { html, outside } from '../../html.ts'
import { accountLayout, section, type AccountFrame } from '../layout.ts'
import { connectPath } from './list.ts'

export type ConnectView = AccountFrame & {
  name: string
  title: string
  /** Where the person signs in, so that they know where they should be. */
  host: string
  scopes: readonly string[]
}

/** `/api/vault/connections/{provider}/connect`: posts to itself, which leads to the service. */
export function connectPage(view: ConnectView): string {
  const { name, title, host, scopes } = view
  return accountLayout(
    view,
    {
      path: '/account/connections',
      title: `Connect ${title}`,
      lead: 'You sign in there, and see there what you allow. Your password stays between you and that service.',
    },
    html`${section(
      'What happens',
      html`<div class="pad stack">
        <p>
          You go to <b>${outside(host)}</b>. ${
            scopes.length > 0 &&
            html`There you are asked for: ${scopes.map((scope) => html`<code>${scope}</code> `)}`
          }
        </p>
        <p>No program uses the connection before you say which.</p>
        ${form(connectPath(name), view, submit(`Go to ${title}`))}
      </div>`,
    )}
      <p><a href="/account/connections">Cancel</a></p>`,
  )
}
