import { Problem } from '@warder/protocol'
import { record } from '../../audit/audit.ts'
import type { Call } from '../../http/router.ts'
import { revokeSessionTokens } from '../../oauth-server/revoke.ts'
import type { Db } from '../../store/open.ts'
import * as lists from '../../store/people/session-lists.ts'

/**
 * Makes room for one more session of a person: ends, with their tokens, those that were unused for longest, or
 * refuses the new one, as `session.when_full` says.
 *
 * @param tx the transaction that opens the session. It must hold the person's row already (`noteLogin`), so that of
 *   sign-ins at the same time each counts what the one before it opened
 * @param counted among which it counts: a session that was opened from another takes no place of a sign-in
 * @throws Problem too_many_sessions, only ever after a right proof: it tells nothing to strangers
 */
export async function makeRoom(
  tx: Db,
  call: Call,
  user_id: string,
  counted: lists.Counted = 'signed in',
): Promise<void> {
  const { max, when_full } = call.app.config.session
  if (max === 0) return
  const now = call.app.now()
  if (when_full === 'refuse') {
    if (await lists.hasAtLeast(tx, user_id, max, now, counted)) throw full(max)
    return
  }
  const ended = await lists.revokeAllBut(tx, user_id, max - 1, now, counted)
  if (ended.length === 0) return
  await revokeSessionTokens(tx, ended, now)
  await record(tx, call, {
    type: 'session.revoked',
    outcome: 'succeeded',
    actor: user_id,
    ...(ended.length === 1 && { session_id: ended[0] ?? '' }),
    detail: { reason: 'too_many_sessions', sessions: ended.length },
  })
}

/** Writes to the audit that a sign-in found no room; what was to open has been undone. Throws the error in any case. */
export async function noteRefusal(call: Call, user_id: string, error: unknown): Promise<never> {
  if (error instanceof Problem && error.code === 'too_many_sessions') {
    const detail = { reason: error.code }
    await record(call.app.db, call, { type: 'session.opened', outcome: 'refused', actor: user_id, detail })
  }
  throw error
}

function full(max: number): Problem {
  const places = max === 1 ? 'one place' : `${max} places`
  return new Problem('too_many_sessions', {
    detail: `You are signed in at ${places} already, and more are not allowed here. Sign out at one of them, or set a new password with "Forgot your password?": that signs you out everywhere.`,
  })
}
