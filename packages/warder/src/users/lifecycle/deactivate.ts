import { pauseAgentsOf } from '../../agents/ended.ts'
import { announceLess } from '../../api-keys/ended.ts'
import { record } from '../../audit/audit.ts'
import type { Call } from '../../http/router.ts'
import { compose, personOf } from '../../mail/messages.ts'
import { queueMail } from '../../mail/outbox.ts'
import { endAllOf } from '../../sessions/end.ts'
import type { SessionCaller } from '../../sessions/guard.ts'
import { requireOpen, requireRecent } from '../../sessions/recent.ts'
import type { Db } from '../../store/open.ts'
import * as users from '../../store/people/users.ts'
import * as connections from '../../store/vault/connections.ts'
import { minute } from '../../time.ts'
import { giveBack } from '../../vault/connecting/give-back.ts'

const fresh = 5 * minute

/**
 * A person closes their account for now: every session and token ends, those that other services gave for them as well, and
 * nothing else of theirs is deleted. Signing in takes it into use again, see `reactivate`.
 * @throws Problem `insufficient_user_authentication`
 */
export async function deactivate(call: Call, who: SessionCaller): Promise<void> {
  const { app, tenant } = call
  requireRecent(call, who, fresh)
  const now = app.now()
  const connected = await app.db.transaction().execute(async (tx) => {
    await users.update(tx, who.user_id, { deactivated_at: now, updated_at: now })
    await requireOpen(tx, who.session_id)
    await endAllOf(tx, who.user_id, { now })
    await announceLess(tx, who.user_id, now)
    await pauseAgentsOf(tx, who.user_id, now)
    const told = { link: `${tenant.issuer}/login`, at: now }
    await queueMail(tx, app, compose(call, 'accountDeactivated', personOf(app, who), told))
    await record(tx, call, {
      type: 'user.deactivated',
      outcome: 'succeeded',
      actor: who.user_id,
      session_id: who.session_id,
    })
    return connections.removeAllOf(tx, who.user_id)
  })
  await giveBack(app, connected)
}

/**
 * Part of every sign-in that succeeds: whoever may sign in may also use the account again. Its owner is told.
 *
 * @param tx the transaction that opens the session and holds the person's row
 * @param user as the row is there
 */
export async function reactivate(tx: Db, call: Call, user: users.User): Promise<void> {
  if (user.deactivated_at === null) return
  const { app, tenant } = call
  const now = app.now()
  await users.update(tx, user.id, { deactivated_at: null, updated_at: now })
  const told = { link: `${tenant.issuer}/forgot-password`, at: now }
  await queueMail(tx, app, compose(call, 'accountReactivated', personOf(app, user), told))
  await record(tx, call, { type: 'user.reactivated', outcome: 'succeeded', actor: user.id })
}
