import type { Seconds } from '@warder/protocol'
import { csrfField } from '../../form.ts'
import { html, outside, type Html } from '../../html.ts'
import { icon } from '../../icons.ts'
import { time } from '../../times.ts'
import { section } from '../layout.ts'

export type AuthenticatorRow = {
  id: string
  name: string
  created_at: Seconds
  last_used_at: Seconds | null
}

export type SecondStepView = {
  authenticators: readonly AuthenticatorRow[]
  /** Whether there is room for another one. */
  mayAdd: boolean
  /** Undefined for somebody who has no second step that they could stand in for. */
  codes: { left: number; of: number; few: boolean } | undefined
}

/**
 * "Second step" on `/account/security`: posts to `/account/security/authenticators` and to
 * `/account/security/recovery-codes`, and leads to the page of each authenticator.
 */
export function secondStepSection(
  { authenticators, mayAdd, codes }: SecondStepView,
  { csrf, now }: { csrf: string; now: Seconds },
): Html {
  return section(
    'Second step',
    html`${
      authenticators.length === 0
        ? html`<p class="pad soft">
            An authenticator app on your phone shows a new code every half minute. With one set up, your password alone
            signs nobody in.
          </p>`
        : authenticators.map((row) => authenticatorRow(row, now))
    }
    ${codes && codesRow(codes, csrf)}
    ${
      mayAdd &&
      html`<form class="pad" method="post" action="/account/security/authenticators">
        ${csrfField(csrf)}
        <button class="button small${authenticators.length === 0 && ' primary'}" type="submit">
          Add an authenticator app
        </button>
      </form>`
    }`,
  )
}

function authenticatorRow({ id, name, created_at, last_used_at }: AuthenticatorRow, now: Seconds): Html {
  const used = last_used_at === null ? 'not used yet' : html`last used ${time(last_used_at, now)}`
  return html`<div class="row">
    <span class="glyph">${icon('phone')}</span>
    <div>
      <b>${outside(name)}</b> <span class="tag good">On</span><br />
      <small>Added ${time(created_at, now)} · ${used}</small>
    </div>
    <div class="tags">
      <a
        class="button small"
        href="/account/security/authenticators/${encodeURIComponent(id)}"
        aria-label="Change ${name}"
        >Change</a
      >
    </div>
  </div>`
}

function codesRow({ left, of, few }: { left: number; of: number; few: boolean }, csrf: string): Html {
  return html`<div class="row">
    <span class="glyph${few && ' warn'}">${icon('list')}</span>
    <div>
      <b>Recovery codes</b> <span class="tag ${few ? 'warn' : 'good'}">${left} of ${of} left</span><br />
      <small>For when you have lost your phone. With a new set, the old one stops working.</small>
    </div>
    <form method="post" action="/account/security/recovery-codes">
      ${csrfField(csrf)}
      <button class="button small" type="submit" aria-label="New codes in place of the old ones">New codes</button>
    </form>
  </div>`
}
