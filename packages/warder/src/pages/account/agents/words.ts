import type { Seconds } from '@warder/protocol'
import { html, outside, type Html } from '../../html.ts'
import { icon } from '../../icons.ts'
import { time } from '../../times.ts'

/** Something an agent did, as its page tells it. */
export type Deed = {
  kind: 'token' | 'refused' | 'asked' | 'called'
  when: Seconds
  address: string
  workspace?: string | undefined
  action?: string | undefined
  task?: string | undefined
  in_a_name: boolean
  /** Which agent it was, where several are listed. */
  agent?: string | undefined
  reason?: string | undefined
  method?: string | undefined
  url?: string | undefined
}

const reasons: Record<string, string> = {
  stopped: 'it was stopped',
  owner: 'its owner could not sign in',
  workspace: 'it may not work there',
  action: 'it may not do that',
  runtime: 'it may not run there',
  on_behalf_of: 'it may not act in that name',
  scope: 'it has no such permission',
  denied: 'it was not allowed',
  replayed: 'it sent the same thing twice',
}

/** One line of what an agent did, and in whose name where that was somebody's. */
export function deedRow(deed: Deed, now: Seconds, whose = 'your name'): Html {
  const { kind, when, address, task } = deed
  const warning = kind === 'refused'
  return html`<div class="row">
    <span class="glyph${warning && ' warn'}">${icon(warning ? 'alert' : 'clock')}</span>
    <div>
      ${deed.agent !== undefined && html`${outside(deed.agent)}<br />`}<b>${deedSentence(deed, whose)}</b>${task !== undefined && html`<br />${outside(task)}`}<br />
      <small>${time(when, now)}${address && html` · ${outside(address)}`}</small>
    </div>
  </div>`
}

function deedSentence({ kind, reason, in_a_name, method, url, ...work }: Deed, whose: string): Html {
  if (kind === 'called') return html`Called: ${method} <code>${outside(url ?? '')}</code>`
  if (kind === 'refused') {
    const why = reasons[reason ?? ''] ?? 'what it sent was not right'
    return html`Was refused${work.action !== undefined && html`: ${workOf(work)}`}, because ${why}`
  }
  if (kind === 'asked') return html`Asked whether it may: ${workOf(work)}`
  return html`Got access${in_a_name && ` in ${whose}`}: ${workOf(work)}`
}

/** What is done, and where. */
export function workOf({ action = '', workspace = '' }: Pick<Deed, 'action' | 'workspace'>): Html {
  return html`<code>${outside(action)}</code> in <code>${outside(workspace)}</code>`
}

/** A list of names for machines, as a person reads it. */
export function named(names: readonly string[], all: string): Html {
  if (names.includes('*')) return html`${all}`
  return html`${names.map((name, at) => html`${at > 0 && ', '}<code>${outside(name)}</code>`)}`
}
