import { form, submit } from '../../form.ts'
import { html } from '../../html.ts'
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
  const { name, title, host, scopes, words } = view
  const { cancel, connections } = words.account
  const said = connections.new
  return accountLayout(
    view,
    {
      path: '/account/connections',
      title: connections.connectIt(title),
      lead: said.lead,
    },
    html`${section(
      said.happens,
      html`<div class="pad stack">
        <p>
          ${said.goTo(host)} ${
            scopes.length > 0 && html`${said.asked} ${scopes.map((scope) => html`<code>${scope}</code> `)}`
          }
        </p>
        <p>${said.noProgram}</p>
        ${form(connectPath(name), view, submit(said.submit(title)))}
      </div>`,
    )}
      <p><a href="/account/connections">${cancel}</a></p>`,
  )
}
