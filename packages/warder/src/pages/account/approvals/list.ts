import type { Seconds } from '@warder/protocol'
import { detailList, type ShownDetail } from '../../access/details.ts'
import { scopeSentence } from '../../access/scopes.ts'
import { csrfField, hiddenField } from '../../form.ts'
import { html, outside, type Html } from '../../html.ts'
import { icon } from '../../icons.ts'
import { time } from '../../times.ts'
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
  return accountLayout(
    view,
    {
      path: '/account/approvals',
      title: 'Approvals',
      lead: 'What applications ask you while you are somewhere else: at a till, on the phone, at another screen.',
    },
    html`${section(
      'Waiting for your answer',
      view.waiting.length === 0
        ? nothing('Nothing. What is not answered in time is over.')
        : html`${view.waiting.map((row) => approval(row, view))}`,
    )}
    ${
      view.muted.length > 0 &&
      section('These may not ask you', html`${view.muted.map((row) => muted(row, view))}`)
    }
      <p>
        What your agents ask stands under <a href="/account/agents">Agents</a>, and what you allowed before under
        <a href="/account/applications">Applications</a>.
      </p>`,
  )
}

function approval(row: ApprovalRow, view: ApprovalsView): Html {
  return html`<div class="pad stack tight">
    <p><b>${outside(row.name)}</b> asks you</p>
    ${row.message !== undefined && html`<p>It says: “${outside(row.message)}”</p>`} ${facts(row, view.now)}
    <p>This allows it to:</p>
    <ul class="plain">
      ${row.scopes.map((scope) => html`<li>${scopeSentence(view.words, scope)}</li>`)}
    </ul>
    ${detailList(view.words, row.details)}
    <p class="soft">
      Allow it only if you began this yourself${row.message !== undefined && ' and the same words stand there'}. Is
      somebody on the phone who wants you to press it? Then do not.
    </p>
    <form class="tags" method="post" action="/account/approvals/answer">
      ${csrfField(view.csrf)}${hiddenField('question', row.id)}
      <button class="button primary" type="submit" name="decision" value="allow">Allow</button>
      <button class="button" type="submit" name="decision" value="deny">Do not allow</button>
    </form>
    <form method="post" action="/account/approvals/mute">
      ${csrfField(view.csrf)}${hiddenField('client_id', row.client_id)}
      <button class="button small danger" type="submit" aria-label="Do not allow, and do not let it ask me again: ${row.name}">
        Do not allow, and do not let it ask me again
      </button>
    </form>
  </div>`
}

function facts({ resource_hosts, address, asked_at, expires_at }: ApprovalRow, now: Seconds): Html {
  return html`<dl class="facts">
    <div>
      <dt>Asked</dt>
      <dd>${time(asked_at, now)}, from ${outside(address)}</dd>
    </div>
    <div>
      <dt>Waits for</dt>
      <dd>${minutesLeft(expires_at - now)}</dd>
    </div>
    ${
      resource_hosts.length > 0 &&
      html`<div>
        <dt>To be used at</dt>
        <dd>${outside(resource_hosts.join(', '))}</dd>
      </div>`
    }
  </dl>`
}

function minutesLeft(seconds: Seconds): string {
  const minutes = Math.ceil(seconds / 60)
  return minutes === 1 ? 'one more minute' : `${minutes} more minutes`
}

function muted({ client_id, name, muted_at }: MutedRow, view: ApprovalsView): Html {
  return html`<div class="row">
    <span class="glyph">${icon('application')}</span>
    <div><b>${outside(name)}</b><br /><small>Since ${time(muted_at, view.now)}</small></div>
    <form method="post" action="/account/approvals/unmute">
      ${csrfField(view.csrf)}${hiddenField('client_id', client_id)}
      <button class="button small" type="submit" aria-label="Let it ask again: ${name}">Let it ask again</button>
    </form>
  </div>`
}
