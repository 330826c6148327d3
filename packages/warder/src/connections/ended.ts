import type { Seconds } from '@warder/protocol'
import { record, type Audited } from '../audit/audit.ts'
import { revokeSessionTokens } from '../oauth-server/revoke.ts'
import * as foreignSessions from '../store/federation/foreign-sessions.ts'
import type { ForeignSession, Over } from '../store/federation/foreign-sessions.ts'
import * as oneTimeTokens from '../store/one-time-tokens.ts'
import type { Db } from '../store/open.ts'

/** Ends the sessions here whose sign-in elsewhere is over, with their tokens, and the sign-ins that wait to be one. Says how many. */
export async function endForeign(tx: Db, by: Audited, over: Over): Promise<number> {
  const now = by.app.now()
  // First: what was finished a moment before is then a session to end.
  await endWaiting(tx, over, now)
  const ended = await foreignSessions.revoke(tx, over, now)
  const ids = ended.map(({ id }) => id)
  await revokeSessionTokens(tx, ids, now)
  for (const { id: session_id, user_id } of ended) {
    const detail = { reason: 'elsewhere', connection: over.connection_id }
    await record(tx, by, {
      type: 'session.revoked',
      outcome: 'succeeded',
      subject: user_id,
      session_id,
      detail,
    })
  }
  return ended.length
}

/** Sign-ins that came from there and wait for a second step. */
async function endWaiting(tx: Db, over: Over, now: Seconds): Promise<void> {
  const purpose = 'sign_in_attempt'
  for (const { subject, token_hash, data } of await oneTimeTokens.liveWith(
    tx,
    purpose,
    over.connection_id,
    now,
  )) {
    const { from } = JSON.parse(data) as { from: ForeignSession | null } // written by `beginPending`
    if (subject !== null && from && foreignSessions.isOf(from, over))
      await oneTimeTokens.end(tx, purpose, { subject, token_hash }, now)
  }
}
