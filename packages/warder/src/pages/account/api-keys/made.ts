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
  const { made, rotated, now } = view
  return accountLayout(
    view,
    {
      path: '/account/api-keys',
      title: rotated ? 'Your new secret' : 'Your new API key',
      lead: rotated ? oldOne(made, now) : 'Put it where your program reads it.',
    },
    html`${section(
      made.name,
      html`<div class="pad stack">
        ${notice('warn', 'We show it only now. Select it, copy it, and keep it like a password: whoever has it can act in your name.')}
        <p><code class="key">${made.key}</code></p>
        <p class="soft">
          Your program sends it with each request, in the header <code>Authorization: Bearer</code> or
          <code>X-API-Key</code>, and never in an address.
        </p>
      </div>`,
    )}
      <p><a class="button primary" href="/account/api-keys">I have kept it</a></p>`,
  )
}

function oldOne({ replaced_until }: KeyRow, now: number): string {
  if (replaced_until === null) return 'The old one does not work any more.'
  return `The old one works until ${spokenTime(replaced_until, now)}. Put the new one in its place before that.`
}
