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
export function passkeysSection({ passkeys: own, mayAdd, signal }: PasskeysView, frame: AccountFrame): Html {
  const { passkeys } = frame.words.account
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
    passkeys.title,
    html`${
      own.length === 0
        ? html`<p class="pad soft">${passkeys.none}</p>`
        : own.map((row) => passkeyRow(row, frame))
    }
    ${
      mayAdd &&
      html`<div class="pad"><div class="tags" data-passkey-place>
        ${add('add a passkey', passkeys.add, own.length === 0)}
        ${add('add a security key', passkeys.addKey, false)}
        <noscript><p class="soft">${passkeys.noScripts}</p></noscript>
      </div></div>`
    }
    ${codesTemplate(frame)} ${signalMark(signal)}`,
  )
}

function passkeyRow(
  { id, name, synced, kind, created_at, last_used_at }: PasskeyRow,
  { words, now }: AccountFrame,
): Html {
  const { passkeys, rows } = words.account
  const used = last_used_at === null ? rows.notUsed : rows.lastUsed(time(last_used_at, now, words))
  const only = kind === 'security-key' ? passkeys.thisKey : passkeys.oneDevice
  const tag = synced
    ? html`<span class="tag good">${passkeys.synced}</span>`
    : html`<span class="tag">${only}</span>`
  const alone = kind === 'security-key' && html`${passkeys.afterPassword} · `
  return html`<div class="row">
    <span class="glyph">${icon(kind === 'security-key' ? 'key' : 'device')}</span>
    <div>
      <b>${outside(name)}</b> ${tag}<br />
      <small>${alone}${passkeys.added(time(created_at, now, words))} · ${used}</small>
    </div>
    <div class="tags">
      <a class="button small" href="/account/security/passkeys/${encodeURIComponent(id)}" aria-label="${rows.changeNamed(name)}"
        >${rows.change}</a
      >
    </div>
  </div>`
}
