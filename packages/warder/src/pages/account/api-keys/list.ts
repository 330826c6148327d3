import type { Seconds } from '@warder/protocol'
import { html, outside, type Html } from '../../html.ts'
import { icon } from '../../icons.ts'
import { spokenTime, time } from '../../times.ts'
import type { PageWords } from '../../words/words.ts'
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
  const { keys } = view.words.account
  return accountLayout(
    view,
    {
      path: '/account/api-keys',
      title: keys.title,
      lead: keys.lead,
    },
    section(
      keys.section,
      html`${view.keys.length === 0 ? nothing(keys.none) : view.keys.map((key) => keyRow(key, view))}
      ${
        view.next_cursor !== null &&
        html`<p class="pad">
          <a href="/account/api-keys?cursor=${encodeURIComponent(view.next_cursor)}">${keys.older}</a>
        </p>`
      }
        <p class="pad"><a class="button small primary" href="/account/api-keys/new">${keys.add}</a></p>`,
    ),
  )
}

function keyRow(key: KeyRow, { words, now }: KeysView): Html {
  const { keys } = words.account
  return html`<div class="row">
    <span class="glyph">${icon('code')}</span>
    <div>
      <b>${outside(key.name)}</b> ${keyTags(words, key)}<br />
      <small>${uses(words, key, now)} · ${ends(words, key, now)} · <code>${key.prefix}…</code></small>
    </div>
    <div class="tags">
      <a class="button small" href="/account/api-keys/${encodeURIComponent(key.id)}" aria-label="${keys.changeIt(key.name)}"
        >${keys.change}</a
      >
    </div>
  </div>`
}

/** What is to be known of a key at once. */
export function keyTags({ account }: PageWords, { environment, status, replaced_until }: KeyRow): Html {
  const { keys } = account
  return html`${environment === 'test' && html`<span class="tag">${keys.test}</span> `}${
    status === 'expired' && html`<span class="tag bad">${keys.expired}</span> `
  }${replaced_until !== null && html`<span class="tag warn">${keys.oldWorks}</span>`}`
}

export function uses(words: PageWords, { last_used_at, use_count }: KeyRow, now: Seconds): Html {
  const { keys } = words.account
  if (last_used_at === null) return html`${keys.neverUsed}`
  const used = use_count === 1 ? keys.usedOnce : keys.used(numeral(words, use_count))
  return html`${used} ${time(last_used_at, now, words)}`
}

/** A count with the marks that people of a language set between its digits. */
export const numeral = ({ locale }: PageWords, count: number): string =>
  count.toLocaleString(locale === 'en' ? 'en-GB' : locale)

function ends(words: PageWords, { expires_at, status }: KeyRow, now: Seconds): Html {
  const { keys } = words.account
  if (expires_at === null) return html`${keys.endless}`
  return html`${status === 'expired' ? keys.ended : keys.ends} ${time(expires_at, now, words)}`
}

/** The same as plain words, for a heading. */
export function endsIn(words: PageWords, key: KeyRow, now: Seconds): string {
  const { keys } = words.account
  if (key.expires_at === null) return keys.itIsEndless
  return (key.status === 'expired' ? keys.itEnded : keys.itEnds)(spokenTime(key.expires_at, now, words))
}
