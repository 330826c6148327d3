import {
  logoutTokenClaims,
  logoutTokenType,
  signJwt,
  type Seconds,
  type SigningAlgorithm,
} from '@warder/protocol'
import type { App } from '../../app.ts'
import { operator, record } from '../../audit/audit.ts'
import { createSafeFetch, FetchError, type SafeFetch } from '../../http/outbound/safe-fetch.ts'
import * as notices from '../../store/oauth/logout-notices.ts'
import type { DueNotice } from '../../store/oauth/logout-notices.ts'
import { minute } from '../../time.ts'
import { subjectFor } from '../claims/subject.ts'

/** How long after the nth refusal the next attempt comes. The session is over here in any case. */
const backoff = [10, minute, 5 * minute, 30 * minute, 60 * minute]

/** An application answers within this time, in milliseconds, and what it says is not read. */
const answerWithin = 5_000
const longestAnswer = 16_384

/** A claim outlives an attempt. */
const claimFor: Seconds = 30

const atOnce = 8
const batch = 100

/**
 * Tells applications that a session has ended: OpenID Connect Back-Channel Logout 1.0 §2.5. Several at a time, each claimed
 * first, so that two instances do not tell it twice. Says how many were told.
 */
export async function sendLogoutNotices(
  app: App,
  stop: () => boolean = () => false,
  safeFetch: SafeFetch = createSafeFetch(app.config),
): Promise<number> {
  const waiting = await notices.due(app.db, app.now(), batch)
  let told = 0
  const work = async () => {
    for (let notice = waiting.shift(); notice && !stop(); notice = waiting.shift()) {
      if (await tell(app, safeFetch, notice)) told++
    }
  }
  await Promise.all(Array.from({ length: Math.min(atOnce, waiting.length) }, work))
  return told
}

async function tell(app: App, safeFetch: SafeFetch, notice: DueNotice): Promise<boolean> {
  if (!(await notices.claim(app.db, notice, app.now() + claimFor))) return false
  const refused = await attempt(app, safeFetch, notice)
  if (refused === undefined) {
    await notices.remove(app.db, notice.id)
    return true
  }
  const pause = backoff[notice.attempts]
  const line = { job: notice.id, client: notice.client_id, attempt: notice.attempts + 1, reason: refused }
  if (pause !== undefined) {
    app.log.warn(line, 'an application was not told yet that a session ended')
    await notices.postpone(app.db, notice.id, app.now() + pause)
    return false
  }
  app.log.error(line, 'an application could not be told that a session ended')
  await giveUp(app, notice, refused)
  return false
}

/** Undefined when the application took it, otherwise why it did not. */
async function attempt(app: App, safeFetch: SafeFetch, notice: DueNotice): Promise<string | undefined> {
  const { backchannel_logout_uri: url, id_token_signed_response_alg, client_id, tenant_id } = notice
  if (url === null) return undefined // it wants to hear nothing any more
  const key = await app.keys.signer(tenant_id, id_token_signed_response_alg as SigningAlgorithm) // as registered
  const claims = logoutTokenClaims(
    {
      issuer: notice.issuer ?? app.config.issuer,
      client_id,
      subject: await subjectFor(app, tenant_id, { sector: notice.sector ?? undefined }, notice.user_id),
      session_id: notice.session_id,
      jti: notice.id,
    },
    app.now(),
  )
  const body = new URLSearchParams({ logout_token: signJwt(key, logoutTokenType, claims) }).toString()
  try {
    const { status } = await safeFetch(url, {
      // What an application named by itself leads nowhere but to the open internet.
      by: notice.registered_at === null ? 'operator' : 'client',
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body,
      timeout_ms: answerWithin,
      max_bytes: longestAnswer,
    })
    // §2.8: 200 for success, and frameworks answer 204 for it.
    return status >= 200 && status < 300 ? undefined : `it answered ${status}`
  } catch (error) {
    if (error instanceof FetchError) return error.reason
    throw error
  }
}

async function giveUp(app: App, notice: DueNotice, reason: string): Promise<void> {
  await app.db.transaction().execute(async (tx) => {
    await notices.remove(tx, notice.id)
    await record(
      tx,
      { app, tenant: { id: notice.tenant_id }, trace: operator },
      {
        type: 'logout.undelivered',
        outcome: 'failed',
        subject: notice.user_id,
        client_id: notice.client_id,
        session_id: notice.session_id,
        detail: { reason },
      },
    )
  })
}
