import { Problem } from '@warder/protocol'
import { record } from '../../audit/audit.ts'
import { knownBrowser } from '../../http/browser/identity.ts'
import type { Call } from '../../http/router.ts'
import { compose, personOf } from '../../mail/messages.ts'
import { queueMail } from '../../mail/outbox.ts'
import { endAllOf } from '../../sessions/end.ts'
import type { SessionCaller } from '../../sessions/guard.ts'
import { renew, type Renewed } from '../../sessions/renew.ts'
import * as oneTimeTokens from '../../store/one-time-tokens.ts'
import * as credentials from '../../store/people/credentials.ts'
import * as devices from '../../store/people/devices.ts'
import * as users from '../../store/people/users.ts'
import { alertLink } from '../alerts/link.ts'
import { requireCurrentPassword } from './current.ts'
import { requireGoodPassword } from './policy.ts'

/**
 * Changes the password of a person who knows the old one. Every other session and every token ends, those of
 * applications too; the session in use goes on with a new secret or with new tokens (ASVS 7.2.4, 7.4.3).
 * @throws Problem `invalid_credentials`, `password_refused` or `too_many_requests`
 */
export async function changePassword(
  call: Call,
  who: SessionCaller,
  current: string,
  password: string,
): Promise<Renewed> {
  const { app } = call
  const asked = { type: 'password.changed', pointer: '/current_password' } as const
  const known = await requireCurrentPassword(call, who, current, asked)
  await requireGoodPassword(call, password, who)
  const hash = await app.passwords.hash(password)

  const now = app.now()
  return app.db.transaction().execute(async (tx) => {
    // Of two changes at once the second would overwrite what it never knew, and a lock besides.
    if (!(await credentials.holdUnchanged(tx, who.user_id, 'password', known)))
      throw new Problem('invalid_credentials', { detail: 'Your password has changed meanwhile.' })
    await credentials.replace(tx, who.user_id, 'password', hash, now)
    await users.update(tx, who.user_id, { password_change_required_at: null, updated_at: now })
    await endAllOf(tx, who.user_id, { except: who.session_id, now })
    // A reset link that was asked for before is as good as the old password.
    await oneTimeTokens.endAll(tx, 'password_reset', who.user_id, now)
    // So is a sign-in with it that waits, which might add a second factor of its own.
    await oneTimeTokens.endAll(tx, 'sign_in_attempt', who.user_id, now)
    await devices.forgetAll(tx, who.user_id, knownBrowser(call))
    const renewed = await renew(tx, call, who)
    await queueMail(
      tx,
      app,
      compose(call, 'passwordChanged', personOf(app, who), {
        link: await alertLink(tx, call, who.user_id),
        at: now,
      }),
    )
    await record(tx, call, {
      type: 'password.changed',
      outcome: 'succeeded',
      actor: who.user_id,
      session_id: who.session_id,
    })
    return renewed
  })
}
