import type { Seconds } from '@warder/protocol'
import type { App } from '../../app.ts'
import { FetchError, type FetchOptions } from '../../http/outbound/safe-fetch.ts'
import * as notices from '../../store/oauth/notices/notices.ts'
import type { Db } from '../../store/open.ts'
import { minute } from '../../time.ts'

/** How long after the nth refusal the next attempt comes. */
const backoff = [10, minute, 5 * minute, 30 * minute, 60 * minute]

/** An application answers within this time, in milliseconds, and what it says is not read. */
const answerWithin = 5_000
const longestAnswer = 16_384

/** A claim outlives an attempt. */
const claimFor: Seconds = 30

const atOnce = 8

/** So many are looked at in one go. */
const batch = 100

/** One kind of news for applications. */
export type News<N extends notices.Notice> = {
  table: notices.NoticeTable
  due(limit: number): Promise<N[]>
  /** Undefined when the application took it, or need not hear it any more; otherwise why it did not. */
  attempt(notice: N): Promise<string | undefined>
  /** From then on it would say nothing that still helps. */
  until?(notice: N): Seconds
  /** Writes down that the application was never told, in the transaction that ends the attempts. */
  giveUp(tx: Db, notice: N, reason: string): Promise<void>
  /** What the application does not know, for the log. */
  what: string
}

/**
 * Tells applications what is due, several at a time, each notice claimed first, so that two instances do not tell it twice. Who
 * does not take it is told again later, and at last no more. Says how many were told.
 */
export async function deliver<N extends notices.Notice>(
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
  await Promise.all(Array.from({ length: Math.min(atOnce, waiting.length) }, work))
  return told
}

async function tell<N extends notices.Notice>(app: App, news: News<N>, notice: N): Promise<boolean> {
  const { db, now, log } = app
  const { table, what } = news
  if (!(await notices.claim(db, table, notice, now() + claimFor))) return false
  const reason = await news.attempt(notice)
  if (reason === undefined) {
    await notices.remove(db, table, notice.id)
    return true
  }
  const pause = backoff[notice.attempts]
  const line = { job: notice.id, client_id: notice.client_id, attempt: notice.attempts + 1, reason }
  if (pause !== undefined && now() + pause < (news.until?.(notice) ?? Infinity)) {
    log.warn(line, `an application was not told yet ${what}`)
    await notices.postpone(db, table, notice.id, now() + pause)
    return false
  }
  log.error(line, `an application could not be told ${what}`)
  await db.transaction().execute(async (tx) => {
    await notices.remove(tx, table, notice.id)
    await news.giveUp(tx, notice, reason)
  })
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
