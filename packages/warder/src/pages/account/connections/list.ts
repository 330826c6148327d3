import type { Seconds } from '@warder/protocol'
import { html, outside, type Html } from '../../html.ts'
import { icon } from '../../icons.ts'
import { time } from '../../times.ts'
import type { PageWords } from '../../words/words.ts'
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
  const { connections, offered, words } = view
  const said = words.account.connections
  return accountLayout(
    view,
    {
      path: '/account/connections',
      title: said.title,
      lead: said.lead,
    },
    html`${section(
      said.connected,
      connections.length === 0
        ? nothing(offered.length === 0 ? said.noneAndNothing : said.none)
        : html`${connections.map((row) => connectionRow(row, view))}`,
    )}
    ${
      offered.length > 0 &&
      section(
        said.another,
        html`${offered.map(
          ({ name, title }) => html`<div class="row">
            <span class="glyph">${icon('link')}</span>
            <div><b>${outside(title)}</b></div>
            <a class="button small" href="${connectPath(name)}" aria-label="${said.connectIt(title)}">${said.connect}</a>
          </div>`,
        )}`,
      )
    }`,
  )
}

export const connectPath = (provider: string): string =>
  `/api/vault/connections/${encodeURIComponent(provider)}/connect`

function connectionRow(row: ConnectionRow, { words, now }: ConnectionsView): Html {
  const { id, title, connected_at, programs } = row
  const said = words.account.connections
  const several = programs.length === 1 ? said.oneUses : said.manyUse(programs.length)
  return html`<div class="row">
    <span class="glyph">${icon('link')}</span>
    <div>
      <b>${outside(title)}</b> ${connectionTag(words, row)}<br />
      <small>
        ${said.connected} ${time(connected_at, now, words)} · ${lastUse(words, row, now)} ·
        ${programs.length === 0 ? said.nobodyUses : several}
      </small>
    </div>
    <a class="button small" href="/account/connections/${encodeURIComponent(id)}" aria-label="${said.lookAt(title)}">${said.look}</a>
  </div>`
}

export function connectionTag({ account }: PageWords, { status }: Pick<ConnectionRow, 'status'>): Html {
  return html`${status === 'reconnect_required' && html`<span class="tag bad">${account.connections.again}</span>`}`
}

export function lastUse(
  words: PageWords,
  { last_used_at }: { last_used_at: Seconds | null },
  now: Seconds,
): Html {
  const { neverUsed, lastUsed } = words.account.connections
  return last_used_at === null ? html`${neverUsed}` : html`${lastUsed} ${time(last_used_at, now, words)}`
}
