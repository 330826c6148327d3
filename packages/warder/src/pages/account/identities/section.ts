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
  { identities, offered }: IdentitiesView,
  { csrf, now }: Pick<AccountFrame, 'csrf' | 'now'>,
): Html {
  return section(
    'Connected accounts',
    html`${
      identities.length === 0 &&
      html`<p class="pad soft">Sign in with an account that you have elsewhere. We learn your name and address from it, and never your password there.</p>`
    }
    ${identities.map((row) => identityRow(row, csrf, now))}
    ${
      offered.length > 0 &&
      html`<div class="pad"><div class="tags">
        ${offered.map(
          ({ name, title }) =>
            html`<a class="button small" href="/account/security/identities/${encodeURIComponent(name)}/connect">Connect ${title}</a> `,
        )}
      </div></div>`
    }`,
  )
}

function identityRow(
  { id, title, label, open, created_at, last_used_at }: IdentityRow,
  csrf: string,
  now: Seconds,
) {
  const used = last_used_at === null ? 'not used yet' : html`last used ${time(last_used_at, now)}`
  return html`<div class="row">
    <span class="glyph">${icon('link')}</span>
    <div>
      <b>${title}</b> ${outside(label)} ${!open && html`<span class="tag warn">Does not sign you in any more</span>`}<br />
      <small>Connected ${time(created_at, now)} · ${used}</small>
    </div>
    <form method="post" action="/account/security/identities/${encodeURIComponent(id)}/remove">
      ${csrfField(csrf)}<button class="button small" type="submit" aria-label="Disconnect ${title}">Disconnect</button>
    </form>
  </div>`
}
