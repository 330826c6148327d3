import { Problem } from '@warder/protocol'
import { record } from '../../audit/audit.ts'
import type { Call } from '../../http/router.ts'
import { compose, personOf } from '../../mail/messages.ts'
import { queueMail } from '../../mail/outbox.ts'
import type { SessionCaller } from '../../sessions/guard.ts'
import { requireOpen, requireOwner } from '../../sessions/recent.ts'
import { isUniqueViolation } from '../../store/errors.ts'
import * as oneTimeTokens from '../../store/one-time-tokens.ts'
import * as users from '../../store/people/users.ts'
import { alertLink } from '../alerts/link.ts'
import { insertPassword } from '../create.ts'
import { requireGoodPassword } from '../password/policy.ts'

/**
 * Gives a password to somebody who has none. Whoever has one changes it, and has to know it for that.
 * @throws Problem `insufficient_user_authentication`, `password_refused`, or `conflict` where there is a password
 */
export async function addPassword(call: Call, caller: SessionCaller, password: string): Promise<void> {
  requireOwner(call, caller)
  const { app } = call
  const { user_id, directory_id, session_id } = caller
  await requireGoodPassword(call, password, caller)
  const hash = await app.passwords.hash(password)
  const now = app.now()
  const done = app.db.transaction().execute(async (tx) => {
    // One row per person, however many are set at once.
    await insertPassword(tx, user_id, directory_id, hash, now)
    await users.hold(tx, user_id)
    await requireOpen(tx, session_id)
    await oneTimeTokens.endAll(tx, 'password_reset', user_id, now)
    const link = await alertLink(tx, call, user_id)
    await queueMail(tx, app, compose(call, 'passwordAdded', personOf(app, caller), { link, at: now }))
    await record(tx, call, { type: 'password.added', outcome: 'succeeded', actor: user_id, session_id })
  })
  await done.catch((error: unknown) => {
    if (isUniqueViolation(error)) throw hasOne()
    throw error
  })
}

function hasOne(): Problem {
  return new Problem('conflict', { detail: 'You have a password already. Change it instead.' })
}
