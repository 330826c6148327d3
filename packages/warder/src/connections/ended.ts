import { record, type Audited } from '../audit/audit.ts'
import { revokeSessionTokens } from '../oauth-server/revoke.ts'
import * as foreignSessions from '../store/federation/foreign-sessions.ts'
import type { Over } from '../store/federation/foreign-sessions.ts'
import type { Db } from '../store/open.ts'

/** Ends the sessions here whose sign-in elsewhere is over, with their tokens. Says how many. */
export async function endForeign(tx: Db, by: Audited, over: Over): Promise<number> {
  const now = by.app.now()
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
