import type { Seconds } from '@warder/protocol'
import { html, outside, type Html } from '../../html.ts'
import { icon } from '../../icons.ts'
import { time } from '../../times.ts'
import { accountLayout, nothing, section, type AccountFrame } from '../layout.ts'

export type ConnectionRow = {
  id: string
  title: string
  status: 'active' | 'reconnect_required'
  connected_at: Seconds
  last_used_at: Seconds | null
  programs: readonly unknown[]
}

export type ConnectionsView = AccountFrame & {
  connections: readonly ConnectionRow[]
  /** The services that can be connected and are not yet. */
  offered: readonly { name: string; title: string }[]
}

/** `/account/connections`: leads to the page of each connection, and to the page that connects a service. */
export function connectionsPage(view: ConnectionsView): string {
  const { connections, offered } = view
  return accountLayout(
    view,
    {
      path: '/account/connections',
      title: 'Connections',
      lead: 'Other services that your agents and applications may use in your name. They never see your password there.',
    },
    html`${section(
      'Connected',
      connections.length === 0
        ? nothing(
            offered.length === 0
              ? 'None, and no service is set up here yet that could be connected.'
              : 'None. Connect a service below when one of your programs needs it.',
          )
        : html`${connections.map((row) => connectionRow(row, view.now))}`,
    )}
    ${
      offered.length > 0 &&
      section(
        'Connect another service',
        html`${offered.map(
          ({ name, title }) => html`<div class="row">
            <span class="glyph">${icon('link')}</span>
            <div><b>${outside(title)}</b></div>
            <a class="button small" href="${connectPath(name)}" aria-label="Connect ${title}">Connect</a>
          </div>`,
        )}`,
      )
    }`,
  )
}

export const connectPath = (provider: string): string =>
  `/api/vault/connections/${encodeURIComponent(provider)}/connect`

function connectionRow(row: ConnectionRow, now: Seconds): Html {
  const { id, title, connected_at, programs } = row
  const several = programs.length === 1 ? 'One program' : `${programs.length} programs`
  return html`<div class="row">
    <span class="glyph">${icon('link')}</span>
    <div>
      <b>${outside(title)}</b> ${connectionTag(row)}<br />
      <small>
        Connected ${time(connected_at, now)} · ${lastUse(row, now)} ·
        ${programs.length === 0 ? 'No program may use it yet' : `${several} may use it`}
      </small>
    </div>
    <a class="button small" href="/account/connections/${encodeURIComponent(id)}" aria-label="Look at ${title}">Look</a>
  </div>`
}

export function connectionTag({ status }: Pick<ConnectionRow, 'status'>): Html {
  return html`${status === 'reconnect_required' && html`<span class="tag bad">Connect again</span>`}`
}

export function lastUse({ last_used_at }: { last_used_at: Seconds | null }, now: Seconds): Html {
  return last_used_at === null ? html`never used` : html`last used ${time(last_used_at, now)}`
}
