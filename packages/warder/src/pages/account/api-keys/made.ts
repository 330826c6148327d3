import { html } from '../../html.ts'
import { notice } from '../../notice.ts'
import { spokenTime } from '../../times.ts'
import { accountLayout, section, type AccountFrame } from '../layout.ts'
import type { KeyRow } from './list.ts'

export type MadeKeyView = AccountFrame & {
  made: KeyRow & { key: string }
  /** Whether it takes the place of an older secret. */
  rotated: boolean
}

/** The answer to making a key, or another secret for one: the only page that ever shows it. */
export function madeApiKeyPage(view: MadeKeyView): string {
  const { made, rotated, words } = view
  const said = words.account.keys.made
  return accountLayout(
    view,
    {
      path: '/account/api-keys',
      title: rotated ? said.titleOfNext : said.title,
      lead: rotated ? oldOne(view) : said.lead,
    },
    html`${section(
      made.name,
      html`<div class="pad stack">
        ${notice('warn', said.once)}
        <p><code class="key">${made.key}</code></p>
        <p class="soft">${said.sent('Authorization: Bearer', 'X-API-Key')}</p>
      </div>`,
    )}
      <p><a class="button primary" href="/account/api-keys">${said.kept}</a></p>`,
  )
}

function oldOne({ made, words, now }: MadeKeyView): string {
  const said = words.account.keys.made
  if (made.replaced_until === null) return said.oldOver
  return said.oldUntil(spokenTime(made.replaced_until, now, words))
}
