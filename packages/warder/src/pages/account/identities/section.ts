import type { Seconds } from '@warder/protocol'
import { csrfField } from '../../form.ts'
import { html, outside, type Html } from '../../html.ts'
import { icon } from '../../icons.ts'
import { time } from '../../times.ts'
import { section, type AccountFrame } from '../layout.ts'

export type IdentityRow = {
  id: string
  /** What the provider is called. */
  title: string
  /** What its person knows the account by. */
  label: string
  /** Whether people may still sign in with it. */
  open: boolean
  created_at: Seconds
  last_used_at: Seconds | null
}

export type IdentitiesView = {
  identities: readonly IdentityRow[]
  /** The providers where people may sign in. */
  offered: readonly { name: string; title: string }[]
}

/** "Connected accounts" on `/account/security`: posts to `/account/security/identities/{id}/remove`, and leads away to connect one. */
export function identitiesSection(
  { identities: connected, offered }: IdentitiesView,
  view: Pick<AccountFrame, 'words' | 'csrf' | 'now'>,
): Html {
  const { identities } = view.words.account
  return section(
    identities.title,
    html`${connected.length === 0 && html`<p class="pad soft">${identities.none}</p>`}
    ${connected.map((row) => identityRow(row, view))}
    ${
      offered.length > 0 &&
      html`<div class="pad"><div class="tags">
        ${offered.map(
          ({ name, title }) =>
            html`<a class="button small" href="/account/security/identities/${encodeURIComponent(name)}/connect">${identities.connect(title)}</a> `,
        )}
      </div></div>`
    }`,
  )
}

function identityRow(
  { id, title, label, open, created_at, last_used_at }: IdentityRow,
  { words, csrf, now }: Pick<AccountFrame, 'words' | 'csrf' | 'now'>,
) {
  const { identities, rows } = words.account
  const used = last_used_at === null ? rows.notUsed : rows.lastUsed(time(last_used_at, now, words))
  return html`<div class="row">
    <span class="glyph">${icon('link')}</span>
    <div>
      <b>${title}</b> ${outside(label)} ${!open && html`<span class="tag warn">${identities.closed}</span>`}<br />
      <small>${identities.connected(time(created_at, now, words))} · ${used}</small>
    </div>
    <form method="post" action="/account/security/identities/${encodeURIComponent(id)}/remove">
      ${csrfField(csrf)}<button class="button small" type="submit" aria-label="${identities.disconnectNamed(title)}">${identities.disconnect}</button>
    </form>
  </div>`
}
