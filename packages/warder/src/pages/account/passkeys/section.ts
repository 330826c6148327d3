import type { Seconds } from '@warder/protocol'
import { html, outside, type Html } from '../../html.ts'
import { icon } from '../../icons.ts'
import { codesTemplate, confirmFirst, passkeyButton, signalMark, type Signal } from '../../passkeys/button.ts'
import { time } from '../../times.ts'
import { section, type AccountFrame } from '../layout.ts'

export type PasskeyRow = {
  id: string
  name: string
  /** Whether it is copied to other devices of the person. */
  synced: boolean
  /** What signs in alone, or what is asked for after a password. */
  kind: 'passkey' | 'security-key'
  created_at: Seconds
  last_used_at: Seconds | null
}

export type PasskeysView = {
  passkeys: readonly PasskeyRow[]
  /** Whether there is room for another one. */
  mayAdd: boolean
  signal: Signal | undefined
}

/** "Passkeys" on `/account/security`: leads to the page of each of them. Adding is up to the script. */
export function passkeysSection({ passkeys, mayAdd, signal }: PasskeysView, frame: AccountFrame): Html {
  const add = (does: 'add a passkey' | 'add a security key', label: string, primary: boolean) =>
    passkeyButton({
      words: frame.words,
      does,
      confirm: confirmFirst(does),
      next: '/account/security?done=passkey-added',
      label,
      kind: primary ? 'small primary' : 'small',
    })
  return section(
    'Passkeys',
    html`${
      passkeys.length === 0
        ? html`<p class="pad soft">
            Sign in with your fingerprint, your face or the PIN of your device, without a password. A passkey works only
            here, so nobody can trick you into giving it away.
          </p>`
        : passkeys.map((row) => passkeyRow(row, frame.now))
    }
    ${
      mayAdd &&
      html`<div class="pad"><div class="tags" data-passkey-place>
        ${add('add a passkey', 'Add a passkey', passkeys.length === 0)}
        ${add('add a security key', 'Add a security key', false)}
        <noscript><p class="soft">Your browser runs no scripts, and it takes one to add a passkey.</p></noscript>
      </div></div>`
    }
    ${codesTemplate(frame)} ${signalMark(signal)}`,
  )
}

function passkeyRow({ id, name, synced, kind, created_at, last_used_at }: PasskeyRow, now: Seconds): Html {
  const used = last_used_at === null ? 'not used yet' : html`last used ${time(last_used_at, now)}`
  const only = kind === 'security-key' ? 'This key only' : 'One device only'
  const tag = synced ? html`<span class="tag good">Synced</span>` : html`<span class="tag">${only}</span>`
  const alone = kind === 'security-key' && html`Asked for after your password · `
  return html`<div class="row">
    <span class="glyph">${icon(kind === 'security-key' ? 'key' : 'device')}</span>
    <div>
      <b>${outside(name)}</b> ${tag}<br />
      <small>${alone}Added ${time(created_at, now)} · ${used}</small>
    </div>
    <div class="tags">
      <a class="button small" href="/account/security/passkeys/${encodeURIComponent(id)}" aria-label="Change ${name}"
        >Change</a
      >
    </div>
  </div>`
}
