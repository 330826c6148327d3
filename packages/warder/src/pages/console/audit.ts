import { nothing, section } from '../account/layout.ts'
import { choice, field, submit, type Errors } from '../form.ts'
import { html, outside, type Html } from '../html.ts'
import { icon } from '../icons.ts'
import { time } from '../times.ts'
import { consoleLayout, facts, momentOf, more, type ConsoleFrame } from './layout.ts'

/** An event as the API tells of it, with the words for it. */
export type EventRow = {
  id: string
  time: string
  type: string
  sentence: string
  outcome: string
  actor: string | null
  subject: string | null
  client_id: string | null
  session_id: string | null
  request_id: string
  address: string
  user_agent: string
  detail: unknown
}

export const auditFilters = ['type', 'actor', 'subject', 'from', 'to'] as const
export type AuditFilter = (typeof auditFilters)[number]

export type AuditView = ConsoleFrame & {
  events: readonly EventRow[]
  next_cursor: string | null
  /** What was asked for. */
  asked: Readonly<Record<AuditFilter, string>>
  errors: Errors<AuditFilter>
  /** Everything that can happen. */
  types: readonly string[]
}

const path = '/console/audit'

/** `/console/audit`: asked by `?type=`, `actor`, `subject`, `from` and `to`. */
export function auditPage(view: AuditView): string {
  const { events, next_cursor, asked, errors, types } = view
  const options = [{ value: '', label: 'Anything' }, ...types.map((type) => ({ value: type, label: type }))]
  const said = Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== ''))
  const one = (name: AuditFilter, label: string, hint?: string) =>
    field({
      name,
      label,
      type: 'text',
      autocomplete: 'off',
      value: asked[name],
      error: errors[name],
      // The first that is wrong: they are named in the order of the page.
      autofocus: Object.keys(errors)[0] === name,
      ...(hint !== undefined && { hint }),
    })
  const failed = Object.keys(errors).length > 0
  return consoleLayout(
    view,
    { path, title: 'Audit', lead: 'What happened, and who did it, newest first.', failed },
    html`<details${failed || Object.keys(said).length > 0 ? html` open` : ''}>
        <summary>Choose what is shown</summary>
        <form class="stack" method="get" action="${path}" role="search">
          ${choice({ name: 'type', label: 'What happened', options, value: asked.type })}
          ${one('actor', 'Who did it', 'What they are known as: usr_… for a person.')}
          ${one('subject', 'To whom')} ${one('from', 'From', 'As 2026-11-26T09:00:00Z.')} ${one('to', 'Until')}
          ${submit('Show', 'plain')}
        </form>
      </details>
      ${section(
        'Newest first',
        html`${events.length === 0 ? nothing(emptiness(failed, next_cursor)) : events.map((event) => eventRow(event, view.now))}
        ${more(path, next_cursor, said)}`,
      )}`,
  )
}

function emptiness(failed: boolean, next_cursor: string | null): string {
  if (failed) return 'Nothing was looked for.'
  return next_cursor === null ? 'Nothing. Ask for less.' : 'Nothing in this stretch; there is more.'
}

/** One event, with everything that is known of it behind a word. */
export function eventRow(event: EventRow, now: number): Html {
  const refused = event.outcome !== 'succeeded'
  const text = (value: string | null) => value !== null && value !== '' && outside(value)
  return html`<div class="row">
    <span class="glyph${refused && ' warn'}">${icon(refused ? 'alert' : 'clock')}</span>
    <div>
      <b>${event.sentence}</b><br /><small
        >${time(momentOf(event.time), now)} · <code>${event.type}</code>${refused && ` · ${event.outcome}`}</small
      >
      <details>
        <summary>Everything about it</summary>
        ${facts([
          ['Time', event.time],
          ['Who', text(event.actor)],
          ['To whom', text(event.subject)],
          ['Application', text(event.client_id)],
          ['Session', text(event.session_id)],
          ['Address', text(event.address)],
          ['Browser', text(event.user_agent)],
          ['Request', text(event.request_id)],
          ['Detail', html`<code>${outside(JSON.stringify(event.detail))}</code>`],
        ])}
      </details>
    </div>
  </div>`
}
