import type { Seconds } from '@warder/protocol'
import { csrfField } from '../../form.ts'
import { html, outside, type Html } from '../../html.ts'
import { icon } from '../../icons.ts'
import { time } from '../../times.ts'
import { section, type AccountFrame } from '../layout.ts'

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
  view: Pick<AccountFrame, 'words' | 'csrf' | 'now'>,
): Html {
  const { secondStep } = view.words.account
  return section(
    secondStep.title,
    html`${
      authenticators.length === 0
        ? html`<p class="pad soft">${secondStep.none}</p>`
        : authenticators.map((row) => authenticatorRow(row, view))
    }
    ${codes && codesRow(codes, view)}
    ${
      mayAdd &&
      html`<form class="pad" method="post" action="/account/security/authenticators">
        ${csrfField(view.csrf)}
        <button class="button small${authenticators.length === 0 && ' primary'}" type="submit">
          ${secondStep.add}
        </button>
      </form>`
    }`,
  )
}

function authenticatorRow(
  { id, name, created_at, last_used_at }: AuthenticatorRow,
  { words, now }: Pick<AccountFrame, 'words' | 'now'>,
): Html {
  const { secondStep, rows } = words.account
  const used = last_used_at === null ? rows.notUsed : rows.lastUsed(time(last_used_at, now, words))
  return html`<div class="row">
    <span class="glyph">${icon('phone')}</span>
    <div>
      <b>${outside(name)}</b> <span class="tag good">${secondStep.on}</span><br />
      <small>${secondStep.added(time(created_at, now, words))} · ${used}</small>
    </div>
    <div class="tags">
      <a
        class="button small"
        href="/account/security/authenticators/${encodeURIComponent(id)}"
        aria-label="${rows.changeNamed(name)}"
        >${rows.change}</a
      >
    </div>
  </div>`
}

function codesRow(
  { left, of, few }: { left: number; of: number; few: boolean },
  { words, csrf }: Pick<AccountFrame, 'words' | 'csrf'>,
): Html {
  const { secondStep } = words.account
  return html`<div class="row">
    <span class="glyph${few && ' warn'}">${icon('list')}</span>
    <div>
      <b>${secondStep.codes}</b> <span class="tag ${few ? 'warn' : 'good'}">${secondStep.left(left, of)}</span><br />
      <small>${secondStep.codesText}</small>
    </div>
    <form method="post" action="/account/security/recovery-codes">
      ${csrfField(csrf)}
      <button class="button small" type="submit" aria-label="${secondStep.newCodesSpoken}">${secondStep.newCodes}</button>
    </form>
  </div>`
}
