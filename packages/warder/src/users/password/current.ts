import { Problem } from '@warder/protocol'
import type { AuditType } from '../../audit/events.ts'
import { record } from '../../audit/audit.ts'
import type { Call } from '../../http/router.ts'
import { sessionDoor } from '../../risk/guesses/doors.ts'
import { endSession } from '../../sessions/end.ts'
import type { SessionCaller } from '../../sessions/guard.ts'
import * as credentials from '../../store/people/credentials.ts'
import { parseEmail } from '../email.ts'

/**
 * The password that somebody with a session must say again. Wrong ones count as guesses at the account, by a door of the
 * session's own: nobody elsewhere can close it, and a stolen session is no place to try passwords (PW-26). It ends when
 * the door is spent.
 *
 * @param asked for what: the event that is recorded when it is refused, and the field that held the password
 * @returns what the password was compared with, for the transaction to hold
 * @throws Problem `invalid_credentials`, `too_many_requests`, or `not_authenticated` when the session has ended by it
 */
export async function requireCurrentPassword(
  call: Call,
  who: SessionCaller,
  password: string,
  asked: { type: AuditType; pointer: string },
): Promise<string> {
  const { app } = call
  const email_key = parseEmail(who.email)?.key ?? who.email
  const { directory_id, user_id, session_id } = who
  const stored = await credentials.findByUser(app.db, user_id, 'password')
  const door = sessionDoor({ directory_id, email_key, user_id }, session_id)
  const guessed = await app
    .guess(door, (open) => app.passwords.verify(password, open ? stored?.data : undefined))
    .catch(async (error: unknown) => {
      if (error instanceof Problem && error.code === 'too_many_requests')
        await noteRefused(call, who, 'sign_in.throttled', asked.type)
      throw error
    })
  if (guessed.kind === 'right' && stored) return stored.data
  if (guessed.kind === 'spent') {
    await noteRefused(call, who, 'sign_in.throttled', asked.type)
    await endSession(call, who)
    throw new Problem('not_authenticated', {
      detail: 'Too many wrong passwords: you were signed out. Sign in again.',
    })
  }
  await noteRefused(call, who, asked.type)
  const detail = 'This is not your current password.'
  throw new Problem('invalid_credentials', { detail, errors: [{ pointer: asked.pointer, detail }] })
}

async function noteRefused(
  call: Call,
  { user_id, session_id }: SessionCaller,
  type: AuditType,
  asked_for?: AuditType,
): Promise<void> {
  await record(call.app.db, call, {
    type,
    outcome: 'refused',
    actor: user_id,
    session_id,
    ...(asked_for && { detail: { by: 'session', asked_for } }),
  })
}
