import { nothing, section } from '../../account/layout.ts'
import { html, type Html } from '../../html.ts'
import { icon } from '../../icons.ts'
import { time, timeAhead } from '../../times.ts'
import { deed, momentOf, more, type ConsoleFrame } from '../layout.ts'
import { mayChange, webhookPath, type WebhookRow } from './webhooks.ts'

/** A message to a webhook as the API tells of it. */
export type DeliveryRow = {
  id: string
  type: string
  created_at: string
  attempts: number
  delivered_at: string | null
  failed_at: string | null
  next_attempt_at: string | null
  last_error: string | null
}

export type DeliveriesView = ConsoleFrame & {
  webhook: WebhookRow
  deliveries: readonly DeliveryRow[]
  next_cursor: string | null
}

/** What failed, by the word that the sender has for it. */
const failures: Readonly<Record<string, string>> = {
  address: 'its address is not on the open internet',
  connection: 'nothing answered at that address',
  name: 'its name is not known to DNS',
  timeout: 'it did not answer within five seconds',
  too_large: 'its answer was too long',
  encoding: 'its answer could not be read',
  url: 'its address is none',
  scheme: 'its address is not https',
  port: 'its port is one that nothing is sent to',
}

/** What became of the messages to a webhook; those that were given up may be sent again. */
export function deliveries(view: DeliveriesView): Html {
  const { deliveries: messages, next_cursor, webhook } = view
  return section(
    'What was sent',
    html`${messages.length === 0 ? nothing('Nothing in the last week.') : messages.map((one) => message(one, view))}
    ${more(webhookPath(webhook), next_cursor)}`,
  )
}

function message(row: DeliveryRow, view: DeliveriesView): Html {
  const { id, type, created_at, attempts, failed_at } = row
  const { webhook, csrf, now } = view
  const { word, tone, glyph } = stateOf(row)
  return html`<div class="row">
    <span class="glyph ${tone}">${icon(glyph)}</span>
    <div>
      <b><code>${type}</code></b> <span class="tag ${tone}">${word}</span><br />
      <small>${said(row, now)}</small>
      <small
        >happened ${time(momentOf(created_at), now)} · ${tries(attempts)} ·
        <code>${id}</code></small
      >
    </div>
    ${
      failed_at !== null &&
      mayChange(view) &&
      deed(csrf, `${webhookPath(webhook)}/messages/${encodeURIComponent(id)}`, {
        label: 'Send again',
        about: `Send again: ${type}, ${id}`,
      })
    }
  </div>`
}

const tries = (attempts: number): string => {
  if (attempts === 0) return 'not tried yet'
  return attempts === 1 ? 'one attempt' : `${attempts} attempts`
}

function stateOf({ delivered_at, failed_at, last_error }: DeliveryRow) {
  if (delivered_at !== null) return { word: 'Taken', tone: 'good', glyph: 'check' } as const
  if (failed_at !== null) return { word: 'Given up', tone: 'bad', glyph: 'alert' } as const
  if (last_error !== null) return { word: 'Tried in vain', tone: 'warn', glyph: 'alert' } as const
  return { word: 'Waits', tone: '', glyph: 'clock' } as const
}

/** When it was taken, or why not and when it is tried again. */
function said({ delivered_at, failed_at, next_attempt_at, last_error }: DeliveryRow, now: number): Html {
  if (delivered_at !== null) return html`taken ${time(momentOf(delivered_at), now)}`
  const why = last_error !== null && html`${failures[last_error] ?? last_error} · `
  if (failed_at !== null) return html`${why}given up ${time(momentOf(failed_at), now)}`
  return html`${why}${next_attempt_at !== null && html`next attempt ${timeAhead(momentOf(next_attempt_at), now)}`}`
}
