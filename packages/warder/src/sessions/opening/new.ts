import type { Seconds } from '@warder/protocol'
import { record } from '../../audit/audit.ts'
import { digest, newId } from '../../crypto/tokens.ts'
import { cookieOf, readCookie } from '../../http/browser/cookies.ts'
import type { Call } from '../../http/router.ts'
import { revokeSessionTokens } from '../../oauth-server/revoke.ts'
import type { Db } from '../../store/open.ts'
import * as sessions from '../../store/people/sessions.ts'
import type { SessionTable } from '../../store/schema/people.ts'
import { limitsOf } from './lifetime.ts'

/** What was proved for a session, when, and whether its person stays signed in. */
type Proven = { amr: readonly string[]; auth_time: Seconds; remembered: boolean }

type Of = {
  token: string | undefined
  browser_hash: string | null
  /** Its end at the latest. */
  until: Seconds
  /** The session that it ends with. */
  opened_from?: string
}

/** A session that opens now, in the tenant of the call. */
export function newSession(
  { app, tenant, trace }: Pick<Call, 'app' | 'tenant' | 'trace'>,
  user: { id: string; directory_id: string },
  { amr, auth_time, remembered }: Proven,
  { token, browser_hash, until, opened_from }: Of,
): SessionTable {
  const now = app.now()
  const limits = limitsOf(app.config, remembered, now)
  return {
    id: newId('ses'),
    token_hash: token === undefined ? null : digest(token),
    user_id: user.id,
    directory_id: user.directory_id,
    tenant_id: tenant.id,
    browser_hash,
    amr: amr.join(' '),
    auth_time,
    user_agent: trace.user_agent,
    address: trace.address,
    created_at: now,
    last_seen_at: now,
    idle_expires_at: Math.min(limits.idle_expires_at, until),
    expires_at: Math.min(limits.expires_at, until),
    remembered_at: remembered ? now : null,
    suspect_at: null,
    noted_change: null,
    opened_from: opened_from ?? null,
    revoked_at: null,
  }
}

/** The session that this browser had before ends with everything in it: a new proof makes a new one (ASVS 7.2.4). */
export async function endPrevious(tx: Db, call: Call): Promise<void> {
  const { app, tenant, request } = call
  const old = readCookie(app.config, request, cookieOf(tenant, 'session'))
  const ended = old && (await sessions.revokeByToken(tx, digest(old), app.now()))
  if (!ended) return
  const { id: session_id, user_id } = ended
  await revokeSessionTokens(tx, [session_id], app.now())
  // Whoever signs in may be somebody else than whose session it was; that they did it says the event beside this one.
  await record(tx, call, { type: 'session.ended', outcome: 'succeeded', subject: user_id, session_id })
}
