import { Problem } from '@warder/protocol'
import type { AuditType } from '../../audit/events.ts'
import { record } from '../../audit/audit.ts'
import type { Call } from '../../http/router.ts'
import type { SessionCaller } from '../../sessions/guard.ts'
import * as credentials from '../../store/people/credentials.ts'
import { parseEmail } from '../email.ts'

/**
 * The password that somebody with a session must say again. Wrong ones count as guesses at the account, so that a stolen
 * session is no place to try passwords (PW-26).
 *
 * @param asked for what: the event that is recorded when it is refused, and the field that held the password
 * @returns what the password was compared with, for the transaction to hold
 * @throws Problem `invalid_credentials` or `too_many_requests`
 */
export async function requireCurrentPassword(
  call: Call,
  who: SessionCaller,
  password: string,
  asked: { type: AuditType; pointer: string },
): Promise<string> {
  const { app } = call
  const email_key = parseEmail(who.email)?.key ?? who.email
  const stored = await credentials.findByUser(app.db, who.user_id, 'password')
  const right = await app.guess(who.directory_id, email_key, () =>
    app.passwords.verify(password, stored?.data),
  )
  if (right && stored) return stored.data
  await record(app.db, call, {
    type: asked.type,
    outcome: 'refused',
    actor: who.user_id,
    session_id: who.session_id,
  })
  const detail = 'This is not your current password.'
  throw new Problem('invalid_credentials', { detail, errors: [{ pointer: asked.pointer, detail }] })
}
