import { section } from '../../account/layout.ts'
import { html, type Html } from '../../html.ts'
import { notice, type Tone } from '../../notice.ts'
import { consoleLayout, facts, type ConsoleFrame } from '../layout.ts'

/** How the server is, as the API tells of it. */
export type HealthRow = {
  status: 'ok' | 'degraded' | 'unavailable'
  checks: readonly { name: string; ok: boolean }[]
  messages: readonly { channel: string; state: string; count: number }[]
  webhooks: { waiting: number; tried: number }
}

export type HealthView = ConsoleFrame & { health: HealthRow }

const states: Record<HealthRow['status'], { tone: Tone; text: string }> = {
  ok: { tone: 'good', text: 'Everything this server depends on is working.' },
  degraded: { tone: 'warn', text: 'It serves, but something that it needs does not answer.' },
  unavailable: { tone: 'bad', text: 'It cannot serve: the database takes nothing.' },
}

const parts: Readonly<Record<string, string>> = { database: 'Database', valkey: 'Valkey' }
const channels: Readonly<Record<string, string>> = { email: 'Mail', sms: 'Text messages' }

/** `/console/health`: whether this server can serve, and what waits to leave it. */
export function healthPage(view: HealthView): string {
  const { status, checks, webhooks } = view.health
  const { tone, text } = states[status]
  return consoleLayout(
    view,
    {
      path: '/console/health',
      title: 'Health',
      lead: 'How this server is now, and what is on its way from it.',
    },
    html`${notice(tone, text)}
    ${section('What it needs', facts(checks.map(({ name, ok }) => [parts[name] ?? name, answers(ok)])))}
    ${section('What waits to be sent', facts([...messages(view.health), ['To webhooks', waits(webhooks.waiting, webhooks.tried, 'tried in vain')]]))}`,
  )
}

const answers = (ok: boolean): Html =>
  ok ? html`<span class="tag good">Answers</span>` : html`<span class="tag bad">Does not answer</span>`

function messages({ messages: counts }: HealthRow): [string, Html][] {
  const of = (channel: string, state: string) =>
    counts.find((one) => one.channel === channel && one.state === state)?.count ?? 0
  const known = new Set([...Object.keys(channels), ...counts.map(({ channel }) => channel)])
  return [...known].map((channel) => [
    channels[channel] ?? channel,
    waits(of(channel, 'waiting'), of(channel, 'failed'), 'given up'),
  ])
}

/** So many wait, and of so many that is a bad sign. */
const waits = (waiting: number, bad: number, word: string): Html =>
  html`${waiting === 0 ? 'Nothing waits' : `${waiting} waiting`} ${bad > 0 && html`<span class="tag warn">${bad} ${word}</span>`}`
