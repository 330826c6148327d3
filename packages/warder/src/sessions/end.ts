import { Problem, type Seconds } from '@warder/protocol'
import { record, type Audited, type AuditEvent } from '../audit/audit.ts'
import { digest } from '../crypto/tokens.ts'
import { clearCookie, cookieOf } from '../http/browser/cookies.ts'
import type { Call } from '../http/router.ts'
import { revokeAllOfUser, revokeGrant, revokeSessionTokens } from '../oauth-server/revoke.ts'
import * as refreshTokens from '../store/oauth/refresh-tokens.ts'
import * as oneTimeTokens from '../store/one-time-tokens.ts'
import type { Db } from '../store/open.ts'
import * as devices from '../store/people/devices.ts'
import * as sessions from '../store/people/sessions.ts'
import type { SessionCaller } from './guard.ts'

/** Ends a session with every token that lives in it. Returns what a browser is told: to forget the cookie and its pages. */
export async function endSession(call: Call, session: Pick<SessionCaller, 'session_id' | 'user_id'>) {
  const { app } = call
  const now = app.now()
  const { session_id, user_id } = session
  await app.db.transaction().execute(async (tx) => {
    await sessions.revoke(tx, session_id, user_id, now)
    await revokeSessionTokens(tx, [session_id], now)
    await record(tx, call, { type: 'session.ended', outcome: 'succeeded', actor: user_id, session_id })
  })
  return forgetting(call)
}

/** What a browser is told that leaves: to forget the cookie, and the pages it has seen. */
export function forgetting({ app, tenant }: Pick<Call, 'app' | 'tenant'>) {
  return {
    cookies: [clearCookie(app.config, cookieOf(tenant, 'session'))],
    headers: { 'clear-site-data': '"cache"' },
  }
}

type Acts = Audited & Pick<Call, 'app'>

/**
 * Ends one session of a person, for themselves or for whoever administers them. @throws Problem `not_found`, also for
 * somebody else's
 */
export async function revokeSession(
  by: Acts,
  { user_id }: Pick<SessionCaller, 'user_id'>,
  session_id: string,
): Promise<void> {
  const { app } = by
  const now = app.now()
  await app.db.transaction().execute(async (tx) => {
    if (!(await sessions.revoke(tx, session_id, user_id, now)))
      throw new Problem('not_found', { detail: 'There is no such session.' })
    await revokeSessionTokens(tx, [session_id], now)
    await record(tx, by, {
      type: 'session.revoked',
      outcome: 'succeeded',
      ...(by.acting ? { subject: user_id } : { actor: user_id }),
      session_id,
    })
  })
}

/** Ends every session of the person who asks but the one in use; `all` ends that one as well. */
export async function revokeSessions(
  call: Call,
  { user_id, session_id }: SessionCaller,
  which: 'others' | 'all',
): Promise<void> {
  const keep = which === 'others' ? { except: session_id } : {}
  await endEverySession(call, user_id, keep, { actor: user_id, session_id })
}

/** Ends every session of a person, for whoever administers them. */
export function revokeEverySession(by: Acts, user_id: string): Promise<void> {
  return endEverySession(by, user_id, {}, { subject: user_id })
}

async function endEverySession(
  by: Acts,
  user_id: string,
  keep: { except?: string },
  who: Pick<AuditEvent, 'actor' | 'subject' | 'session_id'>,
): Promise<void> {
  const { app } = by
  const now = app.now()
  await app.db.transaction().execute(async (tx) => {
    const ended = await endSessionsOf(tx, user_id, { ...keep, now })
    // Whoever signs out everywhere no longer has some of it in their hands.
    await devices.distrust(tx, user_id)
    await oneTimeTokens.endAll(tx, 'sign_in_attempt', user_id, now)
    const detail = { sessions: ended.length }
    await record(tx, by, { type: 'session.revoked', outcome: 'succeeded', ...who, detail })
  })
}

/**
 * Ends what was opened and granted in a person's name: every session but `except`, and every token, those of
 * applications and those of the session that goes on too.
 *
 * @returns how many sessions ended
 */
export async function endAllOf(
  tx: Db,
  user_id: string,
  { except, now }: { except?: string; now: Seconds },
): Promise<number> {
  const ended = await endSessionsOf(tx, user_id, { ...(except !== undefined && { except }), now })
  await revokeAllOfUser(tx, user_id, now)
  return ended.length
}

/** Every session but `except`, which goes on also where it was opened from one that ends. Gives the ids of those that ended. */
async function endSessionsOf(
  tx: Db,
  user_id: string,
  { except, now }: { except?: string; now: Seconds },
): Promise<string[]> {
  if (except !== undefined) await sessions.standAlone(tx, except)
  const ended = await sessions.revokeAllOf(tx, user_id, { ...(except !== undefined && { except }), now })
  await revokeSessionTokens(tx, ended, now)
  return ended
}

/** Ends the family of a refresh token that a person hands back. Somebody else's, or none at all, is left alone in silence. */
export async function endRefreshToken(
  call: Call,
  caller: SessionCaller,
  refresh_token: string,
): Promise<void> {
  const { app } = call
  const found = await refreshTokens.find(app.db, digest(refresh_token))
  if (!found || found.user_id !== caller.user_id) return
  await app.db.transaction().execute(async (tx) => {
    if (!(await revokeGrant(tx, found.grant_id, app.now()))) return
    await record(tx, call, {
      type: 'token.revoked',
      outcome: 'succeeded',
      actor: caller.user_id,
      client_id: found.client_id,
    })
  })
}
