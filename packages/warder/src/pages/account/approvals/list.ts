import type { Seconds } from '@warder/protocol'
import { detailList, type ShownDetail } from '../../access/details.ts'
import { scopeSentence } from '../../access/scopes.ts'
import { csrfField, hiddenField } from '../../form.ts'
import { html, outside, type Html } from '../../html.ts'
import { icon } from '../../icons.ts'
import { time } from '../../times.ts'
import type { PageWords } from '../../words/words.ts'
import { accountLayout, nothing, section, type AccountFrame } from '../layout.ts'

/** What an application asks, and all that is known of it. */
export type ApprovalRow = {
  id: string
  client_id: string
  /** Of the application. */
  name: string
  /** Stands in the other place as well, so that both can be compared. */
  message: string | undefined
  scopes: readonly string[]
  details: readonly ShownDetail[]
  resource_hosts: readonly string[]
  /** Of the application, where it runs. */
  address: string
  asked_at: Seconds
  expires_at: Seconds
}

export type MutedRow = { client_id: string; name: string; muted_at: Seconds }

export type ApprovalsView = AccountFrame & {
  waiting: readonly ApprovalRow[]
  muted: readonly MutedRow[]
}

/** `/account/approvals`: posts to `…/answer`, `…/mute` and `…/unmute`. */
export function approvalsPage(view: ApprovalsView): string {
  const { approvals, menu } = view.words.account
  return accountLayout(
    view,
    {
      path: '/account/approvals',
      title: menu.pages.approvals,
      lead: approvals.lead,
    },
    html`${section(
      approvals.waiting,
      view.waiting.length === 0
        ? nothing(approvals.none)
        : html`${view.waiting.map((row) => approval(row, view))}`,
    )}
    ${view.muted.length > 0 && section(approvals.muted, html`${view.muted.map((row) => muted(row, view))}`)}
      <p>${approvals.elsewhere('/account/agents', '/account/applications')}</p>`,
  )
}

function approval(row: ApprovalRow, view: ApprovalsView): Html {
  const { approvals } = view.words.account
  return html`<div class="pad stack tight">
    <p>${approvals.asks(row.name)}</p>
    ${row.message !== undefined && html`<p>${approvals.says(row.message)}</p>`} ${facts(row, view)}
    <p>${approvals.allowsTo}</p>
    <ul class="plain">
      ${row.scopes.map((scope) => html`<li>${scopeSentence(view.words, scope)}</li>`)}
    </ul>
    ${detailList(view.words, row.details)}
    <p class="soft">${row.message === undefined ? approvals.onlyIf : approvals.onlyIfSame}</p>
    <form class="tags" method="post" action="/account/approvals/answer">
      ${csrfField(view.csrf)}${hiddenField('question', row.id)}
      <button class="button primary" type="submit" name="decision" value="allow">${approvals.allow}</button>
      <button class="button" type="submit" name="decision" value="deny">${approvals.deny}</button>
    </form>
    <form method="post" action="/account/approvals/mute">
      ${csrfField(view.csrf)}${hiddenField('client_id', row.client_id)}
      <button class="button small danger" type="submit" aria-label="${approvals.muteNamed(row.name)}">
        ${approvals.mute}
      </button>
    </form>
  </div>`
}

function facts(
  { resource_hosts, address, asked_at, expires_at }: ApprovalRow,
  { now, words }: ApprovalsView,
): Html {
  const { approvals } = words.account
  return html`<dl class="facts">
    <div>
      <dt>${approvals.asked}</dt>
      <dd>${approvals.askedFrom(time(asked_at, now, words), address)}</dd>
    </div>
    <div>
      <dt>${approvals.waitsFor}</dt>
      <dd>${minutesLeft(words, expires_at - now)}</dd>
    </div>
    ${
      resource_hosts.length > 0 &&
      html`<div>
        <dt>${approvals.usedAt}</dt>
        <dd>${outside(resource_hosts.join(', '))}</dd>
      </div>`
    }
  </dl>`
}

function minutesLeft({ account }: PageWords, seconds: Seconds): string {
  // One that ends in this moment was read while it waited.
  const minutes = Math.max(1, Math.ceil(seconds / 60))
  return minutes === 1 ? account.approvals.oneMinute : account.approvals.minutes(minutes)
}

function muted({ client_id, name, muted_at }: MutedRow, view: ApprovalsView): Html {
  const { approvals } = view.words.account
  return html`<div class="row">
    <span class="glyph">${icon('application')}</span>
    <div><b>${outside(name)}</b><br /><small>${approvals.mutedSince(time(muted_at, view.now, view.words))}</small></div>
    <form method="post" action="/account/approvals/unmute">
      ${csrfField(view.csrf)}${hiddenField('client_id', client_id)}
      <button class="button small" type="submit" aria-label="${approvals.unmuteNamed(name)}">${approvals.unmute}</button>
    </form>
  </div>`
}
