import type { Seconds } from '@warder/protocol'
import { html, outside, type Html } from '../../html.ts'
import { icon } from '../../icons.ts'
import { spokenTime, time } from '../../times.ts'
import { accountLayout, nothing, section, type AccountFrame } from '../layout.ts'

export type KeyRow = {
  id: string
  name: string
  prefix: string
  environment: 'live' | 'test'
  scopes: readonly string[]
  ip_allowlist: readonly string[]
  created_at: Seconds
  expires_at: Seconds | null
  last_used_at: Seconds | null
  use_count: number
  status: 'active' | 'expired'
  /** Until when the secret before the present one works as well. */
  replaced_until: Seconds | null
}

export type KeysView = AccountFrame & {
  keys: readonly KeyRow[]
  /** Where the next page begins; null on the last one. */
  next_cursor: string | null
}

/** `/account/api-keys`: leads to `/account/api-keys/new` and to the page of each key. */
export function apiKeysPage(view: KeysView): string {
  return accountLayout(
    view,
    {
      path: '/account/api-keys',
      title: 'API keys',
      lead: 'A key lets a program of yours act in your name, as far as you allow it. Give each program one of its own.',
    },
    section(
      'Your keys',
      html`${
        view.keys.length === 0
          ? nothing('None. You only need one for a program that you write or set up yourself.')
          : view.keys.map((key) => keyRow(key, view.now))
      }
      ${
        view.next_cursor !== null &&
        html`<p class="pad">
          <a href="/account/api-keys?cursor=${encodeURIComponent(view.next_cursor)}">Show older keys</a>
        </p>`
      }
        <p class="pad"><a class="button small primary" href="/account/api-keys/new">New API key</a></p>`,
    ),
  )
}

function keyRow(key: KeyRow, now: Seconds): Html {
  return html`<div class="row">
    <span class="glyph">${icon('code')}</span>
    <div>
      <b>${outside(key.name)}</b> ${keyTags(key)}<br />
      <small>${uses(key, now)} · ${ends(key, now)} · <code>${key.prefix}…</code></small>
    </div>
    <div class="tags">
      <a class="button small" href="/account/api-keys/${encodeURIComponent(key.id)}" aria-label="Change ${key.name}"
        >Change</a
      >
    </div>
  </div>`
}

/** What is to be known of a key at once. */
export function keyTags({ environment, status, replaced_until }: KeyRow): Html {
  return html`${environment === 'test' && html`<span class="tag">Test</span> `}${
    status === 'expired' && html`<span class="tag bad">Expired</span> `
  }${replaced_until !== null && html`<span class="tag warn">Old secret still works</span>`}`
}

export function uses({ last_used_at, use_count }: KeyRow, now: Seconds): Html {
  if (last_used_at === null) return html`Never used`
  const count = use_count === 1 ? 'once' : `${use_count.toLocaleString('en-GB')} times`
  return html`Used ${count}, last ${time(last_used_at, now)}`
}

function ends({ expires_at, status }: KeyRow, now: Seconds): Html {
  if (expires_at === null) return html`does not end`
  return html`${status === 'expired' ? 'ended' : 'ends'} ${time(expires_at, now)}`
}

/** The same as plain words, for a heading. */
export function endsIn(key: KeyRow, now: Seconds): string {
  if (key.expires_at === null) return 'It does not end by itself.'
  return `It ${key.status === 'expired' ? 'ended' : 'ends'} ${spokenTime(key.expires_at, now)}.`
}
