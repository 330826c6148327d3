import { Problem } from '@warder/protocol'
import { waysIn } from '../../../access/ways-in.ts'
import { titleOf } from '../../../connections/offered.ts'
import { record } from '../../../audit/audit.ts'
import type { Call } from '../../../http/router.ts'
import { compose, personOf } from '../../../mail/messages.ts'
import { queueMail } from '../../../mail/outbox.ts'
import type { SessionCaller } from '../../../sessions/guard.ts'
import { requireOpen, requireOwner } from '../../../sessions/recent.ts'
import * as oneTimeTokens from '../../../store/one-time-tokens.ts'
import * as identities from '../../../store/people/identities.ts'
import * as users from '../../../store/people/users.ts'
import { alertLink } from '../../../users/alerts/link.ts'
import { hasOf } from '../../../users/ways/ways.ts'

/**
 * Takes an account elsewhere off: it signs nobody in any more. A person keeps a way in.
 *
 * @throws Problem `insufficient_user_authentication`, `not_found`, or `conflict` where it must stay
 */
export async function disconnectIdentity(call: Call, caller: SessionCaller, id: string): Promise<void> {
  requireOwner(call, caller)
  const { app, tenant } = call
  const { user_id, session_id } = caller
  const now = app.now()
  await app.db.transaction().execute(async (tx) => {
    const gone = await identities.remove(tx, user_id, id)
    if (!gone) throw new Problem('not_found', { detail: 'No such account elsewhere is connected.' })
    const user = await users.hold(tx, user_id)
    if (!user) throw new Problem('not_authenticated')
    await requireOpen(tx, session_id)
    // The person is held by now: of two removals at once, the second sees what the first has left.
    if (waysIn(await hasOf(tx, app.config, user_id)).length === 0)
      throw new Problem('conflict', {
        detail: 'This is your only way to sign in. Set a password or add a passkey first.',
      })
    // What began with it and waits for a second step is over too.
    await oneTimeTokens.endAll(tx, 'sign_in_attempt', user_id, now)
    const provider = await titleOf({ app: { ...app, db: tx }, tenant }, gone.provider)
    const told = { link: await alertLink(tx, call, user_id), at: now, provider }
    await queueMail(tx, app, compose(call, 'identityRemoved', personOf(app, user), told))
    const detail = { provider: gone.provider }
    await record(tx, call, {
      type: 'identity.disconnected',
      outcome: 'succeeded',
      actor: user_id,
      session_id,
      detail,
    })
  })
}
