import { recoveryCodes } from '../account/second-step/codes.ts'
import { attributes, html, type Html } from '../html.ts'
import { brandName, type Frame } from '../layout.ts'
import type { PageWords } from '../words/words.ts'

const kinds = { 'add a passkey': 'passkey', 'add a security key': 'security-key' } as const

/** Where somebody shows first that it is them; afterwards the script goes on by itself with what they pressed. */
export const confirmFirst = (does: keyof typeof kinds): string =>
  `/reauthenticate?return_to=${encodeURIComponent(`/account/security?add=${kinds[does]}`)}`

/** Where it leads to decline that: to the page, which is then not to go on by itself. */
export const declining = (path: string): string => path.replace(/\?add=[a-z-]+$/, '')

export type PasskeyButton = Pick<Frame, 'words'> & {
  label: string
  /** What stands before it. */
  lead?: string
  kind?: 'primary' | 'plain' | 'small' | 'small primary'
  /** What it has the script do. */
  does: 'sign-in' | 'add a passkey' | 'add a security key'
  /** Where the person goes on to. */
  next: string
  /** Where somebody is led who has to show first that it is them. */
  confirm?: string | undefined
  /** A sign-in waits for the passkey. */
  setUp?: boolean
}

/** A button that only the script makes do something: hidden until it finds out that the browser can. */
export function passkeyButton({
  words,
  does,
  next,
  confirm,
  setUp,
  label,
  lead,
  kind = 'primary',
}: PasskeyButton): Html {
  const named = attributes({
    'data-passkey-sign-in': does === 'sign-in',
    'data-passkey-add': does !== 'sign-in' && kinds[does],
    'data-next': next,
    'data-confirm': confirm,
    'data-set-up': setUp,
  })
  return html`<div class="stack tight" hidden${named}>
    ${lead !== undefined && html`<p class="soft">${lead}</p>`}
    <button class="button ${kind}" type="button">${label}</button>${passkeyStatus(words)}
  </div>`
}

/** `cancelled` is said of what somebody did not finish. Where they have pressed a button of several, they know it themselves. */
export function passkeyStatus({ everyPage }: PageWords, cancelled?: string): Html {
  // What the script has to say, beside where it says it, so that the words are those of the page.
  const sentences = Object.entries({ ...everyPage.passkeys, cancelled })
  const said = Object.fromEntries(sentences.map(([code, sentence]) => [`data-${code}`, sentence]))
  return html`<p class="error" role="status"${attributes(said)}></p>`
}

/** Where recovery codes are shown, should the passkey bring the person their first ones. */
export function codesTemplate(frame: Frame): Html {
  const { codes } = frame.words.secondStep
  return html`<template data-passkey-codes>
    <div class="stack">
      <h2 tabindex="-1">${codes.passkeyIsSetUp}</h2>
      ${recoveryCodes(frame.words, [], brandName(frame))}
      <p><a class="button primary" href="/account/security" data-next>${codes.kept}</a></p>
    </div>
  </template>`
}

/** Tells the server that this browser could keep a passkey, so that it is worth while to offer one. */
export function ableField(): Html {
  return html`<input type="hidden" name="passkeys" value="" data-passkey-able />`
}

/** Whether it does. */
export const isAble = (form: URLSearchParams): boolean => form.get('passkeys') === '1'

/** What the script tells the password managers of this browser. */
export type Signal = {
  /** A passkey that is none any more. */
  unknown?: { rp_id: string; credential_id: string }
  /** All that the person has, and what they are called. */
  person?: {
    rp_id: string
    user_id: string
    accepted_credential_ids: readonly string[]
    name: string
    display_name: string
  }
}

export function signalMark(signal: Signal | undefined): Html | false {
  return signal !== undefined && html`<div hidden data-passkey-signal="${JSON.stringify(signal)}"></div>`
}
