import { Problem } from '@warder/protocol'
import { record } from '../../audit/audit.ts'
import type { Call } from '../../http/router.ts'
import type { SessionCaller } from '../../sessions/guard.ts'
import { renew, type Renewed } from '../../sessions/renew.ts'
import * as credentials from '../../store/people/credentials.ts'
import * as standing from '../../store/people/session-standing.ts'
import { requireCurrentPassword } from '../../users/password/current.ts'

/**
 * Whoever has the session shows again that they are its person. The session counts as fresh from here on, see
 * `sessions/recent.ts`, and goes on with a new secret or new tokens.
 * @throws Problem `invalid_credentials` or `too_many_requests`
 */
export async function reauthenticate(call: Call, who: SessionCaller, password: string): Promise<Renewed> {
  const { app } = call
  const asked = { type: 'session.reauthenticated', pointer: '/password' } as const
  const hash = await requireCurrentPassword(call, who, password, asked)

  const now = app.now()
  return app.db.transaction().execute(async (tx) => {
    if (!(await credentials.holdUnchanged(tx, who.user_id, 'password', hash)))
      throw new Problem('invalid_credentials', { detail: 'Your password has changed. Use the new one.' })
    if (!(await standing.confirm(tx, who.session_id, call.trace, now)))
      throw new Problem('not_authenticated', { detail: 'This session has ended. Sign in again.' })
    const renewed = await renew(tx, call, { ...who, auth_time: now })
    await record(tx, call, {
      type: 'session.reauthenticated',
      outcome: 'succeeded',
      actor: who.user_id,
      session_id: who.session_id,
    })
    return renewed
  })
}
