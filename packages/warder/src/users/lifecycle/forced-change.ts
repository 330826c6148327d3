import { Problem } from '@warder/protocol'
import { record } from '../../audit/audit.ts'
import type { Call } from '../../http/router.ts'
import { endAllOf } from '../../sessions/end.ts'
import * as oneTimeTokens from '../../store/one-time-tokens.ts'
import type { Db } from '../../store/open.ts'
import * as users from '../../store/people/users.ts'
import { minute } from '../../time.ts'
import { findUser, type Found, type Operator } from '../manage.ts'

/** For one visit: whoever leaves the page signs in again and gets another. */
const lifetime = 15 * minute

/**
 * From now on the password of a person opens nothing but the choice of another one. Every session and token of
 * theirs ends, and so does a sign-in that waits: whoever else knows the password might add a second factor in it.
 * @throws Problem `not_found`
 */
export async function requirePasswordChange(by: Operator, idOrEmail: string): Promise<Found> {
  const { app } = by
  const { id } = await findUser(by, idOrEmail)
  const now = app.now()
  await app.db.transaction().execute(async (tx) => {
    await users.update(tx, id, { password_change_required_at: now, updated_at: now })
    await endAllOf(tx, id, { now })
    await oneTimeTokens.endAll(tx, 'sign_in_attempt', id, now)
    await record(tx, by, { type: 'user.password_change_required', outcome: 'succeeded', subject: id })
  })
  return findUser(by, id)
}

/**
 * What a right password that must change opens: one token for `POST /auth/reset-password`. It ends with the next new
 * password, whoever sets it, and leaves a link that was mailed alone.
 *
 * @param tx the transaction that judged the sign-in
 */
export async function beginForcedChange(tx: Db, call: Call, user_id: string): Promise<string> {
  const now = call.app.now()
  const token = await oneTimeTokens.create(tx, 'password_reset', {
    subject: user_id,
    data: { user_id },
    expires_at: now + lifetime,
    now,
  })
  await record(tx, call, { type: 'sign_in.password_change', outcome: 'succeeded', actor: user_id })
  return token
}

/**
 * What another proof than the password or the mail opens meanwhile: nothing, or a passkey that somebody else added would set
 * the next password.
 *
 * @returns what to answer. Only who proved something of the person reads it
 */
export async function noteLocked(tx: Db, call: Call, user_id: string): Promise<Problem> {
  await record(tx, call, { type: 'sign_in.password_change', outcome: 'refused', subject: user_id })
  return new Problem('forbidden', {
    detail:
      'This account needs a new password first. Choose “Forgot your password?”: a link is mailed to you.',
  })
}

/** The answer to it. Only who knew the password reads it. */
export function changeRequired(reset_token: string): Problem {
  return new Problem('password_change_required', {
    detail:
      'Choose a new password: send it with reset_token to POST /auth/reset-password, then sign in with it.',
    extra: { reset_token },
  })
}
