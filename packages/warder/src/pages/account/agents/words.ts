import type { Seconds } from '@warder/protocol'
import { html, outside, type Html } from '../../html.ts'
import { icon } from '../../icons.ts'
import { time } from '../../times.ts'
import type { PageWords } from '../../words/words.ts'

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

/** One line of what an agent did, and in whose name where that was somebody's: the reader's, or that of one of many. */
export function deedRow(
  { words, now }: { words: PageWords; now: Seconds },
  deed: Deed,
  whose: 'yours' | 'somebodys' = 'yours',
): Html {
  const { kind, when, address, task } = deed
  const warning = kind === 'refused'
  return html`<div class="row">
    <span class="glyph${warning && ' warn'}">${icon(warning ? 'alert' : 'clock')}</span>
    <div>
      ${deed.agent !== undefined && html`${outside(deed.agent)}<br />`}<b>${deedSentence(words, deed, whose)}</b>${task !== undefined && html`<br />${outside(task)}`}<br />
      <small>${time(when, now, words)}${address && html` · ${outside(address)}`}</small>
    </div>
  </div>`
}

function deedSentence(words: PageWords, deed: Deed, whose: 'yours' | 'somebodys'): Html {
  const { kind, in_a_name, action, workspace = '', reason, method = '', url = '' } = deed
  const said = words.account.agents.deeds
  if (kind === 'called') return said.called(method, url)
  if (kind === 'refused') {
    const why = reasonOf(words, reason)
    return action === undefined ? said.refused(why) : said.refusedWork(action, workspace, why)
  }
  if (kind === 'asked') return said.asked(action ?? '', workspace)
  const inAName = whose === 'yours' ? said.gotAccessInYourName : said.gotAccessInAName
  return (in_a_name ? inAName : said.gotAccess)(action ?? '', workspace)
}

function reasonOf({ account }: PageWords, reason = ''): string {
  const { otherReason, reasons } = account.agents.deeds
  const known: Readonly<Record<string, string>> = reasons
  return Object.hasOwn(known, reason) ? (known[reason] ?? otherReason) : otherReason
}

/** A list of names for machines, as a person reads it. */
export function named(names: readonly string[], all: string): Html {
  if (names.includes('*')) return html`${all}`
  return html`${names.map((name, at) => html`${at > 0 && ', '}<code>${outside(name)}</code>`)}`
}
