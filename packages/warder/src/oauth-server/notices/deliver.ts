import type { Seconds } from '@warder/protocol'
import type { App } from '../../app.ts'
import { FetchError, type FetchOptions } from '../../http/outbound/safe-fetch.ts'
import * as notices from '../../store/oauth/notices/notices.ts'
import type { LogFields } from '../../log.ts'
import type { Db } from '../../store/open.ts'
import { minute } from '../../time.ts'

/** How long after the nth refusal the next attempt comes. */
const usualBackoff = [10, minute, 5 * minute, 30 * minute, 60 * minute]

/** An application answers within this time, in milliseconds, and what it says is not read. */
const answerWithin = 5_000
const longestAnswer = 16_384

/** A claim outlives an attempt. */
const claimFor: Seconds = 30

const usuallyAtOnce = 8

/** So many are looked at in one go. */
const batch = 100

/** What waits to be told. */
type Waiting = { id: string; attempts: number; next_attempt_at: Seconds }

/** One kind of news for programs elsewhere. */
export type News<N extends Waiting> = {
  due(limit: number): Promise<N[]>
  /** Takes it for one sender until `until`; false when another process has it. */
  claim(notice: N, until: Seconds): Promise<boolean>
  /** Undefined when the program took it, or need not hear it any more; otherwise why it did not. */
  attempt(notice: N): Promise<string | undefined>
  told(notice: N): Promise<void>
  postpone(notice: N, until: Seconds, reason: string): Promise<void>
  /** From then on it would say nothing that still helps. */
  until?(notice: N): Seconds
  /** Whether another attempt would get the same answer. */
  isFinal?(reason: string): boolean
  /** Writes down that the program was never told, in the transaction that ends the attempts. */
  giveUp(tx: Db, notice: N, reason: string): Promise<void>
  /** How long after the nth refusal the next attempt comes. */
  backoff?: readonly Seconds[]
  /** How many are told at once. */
  at_once?: number
  /** What the program does not know, and which one it is, for the log. */
  what: string
  who(notice: N): Pick<LogFields, 'client_id' | 'host'>
}

/** What applications are told, which is gone once they know. */
export function noticesIn<N extends notices.Notice>(
  db: Db,
  table: notices.NoticeTable,
): Pick<News<N>, 'claim' | 'told' | 'postpone' | 'who'> {
  return {
    claim: (notice, until) => notices.claim(db, table, notice, until),
    told: ({ id }) => notices.remove(db, table, id),
    postpone: ({ id }, until) => notices.postpone(db, table, id, until),
    who: ({ client_id }) => ({ client_id }),
  }
}

/**
 * Tells applications what is due, several at a time, each notice claimed first, so that two instances do not tell it twice. Who
 * does not take it is told again later, and at last no more. Says how many were told.
 */
export async function deliver<N extends Waiting>(
  app: App,
  news: News<N>,
  stop: () => boolean,
): Promise<number> {
  const waiting = await news.due(batch)
  let told = 0
  const work = async () => {
    for (let notice = waiting.shift(); notice && !stop(); notice = waiting.shift()) {
      if (await tell(app, news, notice)) told++
    }
  }
  await Promise.all(Array.from({ length: Math.min(news.at_once ?? usuallyAtOnce, waiting.length) }, work))
  return told
}

async function tell<N extends Waiting>(app: App, news: News<N>, notice: N): Promise<boolean> {
  const { db, now, log } = app
  const { what, backoff = usualBackoff } = news
  if (!(await news.claim(notice, now() + claimFor))) return false
  const reason = await news.attempt(notice)
  if (reason === undefined) {
    await news.told(notice)
    return true
  }
  const pause = news.isFinal?.(reason) ? undefined : backoff[notice.attempts]
  const line = { job: notice.id, ...news.who(notice), attempt: notice.attempts + 1, reason }
  if (pause !== undefined && now() + pause < (news.until?.(notice) ?? Infinity)) {
    log.warn(line, `an application was not told yet ${what}`)
    await news.postpone(notice, now() + pause, reason)
    return false
  }
  log.error(line, `an application could not be told ${what}`)
  await db.transaction().execute((tx) => news.giveUp(tx, notice, reason))
  return false
}

/** Undefined when the application took it, otherwise why it did not. A redirect is no such answer, and is not followed. */
export async function post(
  { oauth: { fetch: send } }: Pick<App, 'oauth'>,
  url: string,
  message: Pick<FetchOptions, 'by' | 'headers' | 'body'>,
): Promise<string | undefined> {
  try {
    const limits = { timeout_ms: answerWithin, max_bytes: longestAnswer }
    const { status } = await send(url, { ...message, ...limits, method: 'POST' })
    // 200 for success, and frameworks answer 204 for it.
    return status >= 200 && status < 300 ? undefined : `it answered ${status}`
  } catch (error) {
    if (error instanceof FetchError) return error.reason
    throw error
  }
}
