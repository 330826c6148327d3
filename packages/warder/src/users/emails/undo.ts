import { record } from '../../audit/audit.ts'
import type { Call } from '../../http/router.ts'
import { compose, personOf } from '../../mail/messages.ts'
import { queueMail } from '../../mail/outbox.ts'
import * as oneTimeTokens from '../../store/one-time-tokens.ts'
import * as emails from '../../store/people/emails.ts'
import * as factors from '../../store/people/factors.ts'
import * as users from '../../store/people/users.ts'
import { hour } from '../../time.ts'
import { deadLink } from '../dead-link.ts'
import { shutOut } from '../lifecycle/lock-down.ts'
import { endPrograms } from '../lifecycle/programs.ts'
import { newResetLink } from '../password/reset-link.ts'
import { undoable } from './limits.ts'
import type { Undo } from './primary.ts'
import { takeBack } from './take-back.ts'

/** What a link would take back, or undefined when it was used, has expired or never was. */
export async function findUndo(call: Call, token: string): Promise<(Undo & { email: string }) | undefined> {
  const { app, tenant } = call
  const row = await oneTimeTokens.findLive(app.db, 'email_undo', token, app.now())
  if (!row) return undefined
  const undo = JSON.parse(row.data) as Undo
  const address = await emails.find(app.db, undo.user_id, undo.address_id)
  const user = address && (await users.findIn(app.db, tenant, undo.user_id))
  return user && user.disabled_at === null ? { ...undo, email: address.email } : undefined
}

/**
 * Takes back a change of the main address, for whoever reads the one before it. The mailbox is all that is asked: the
 * other side may have the session and the password. So every session and token ends, the password opens nothing any
 * more, the addresses of the other side go, and a link to choose a new password is sent to the restored address.
 *
 * @throws Problem `token_invalid`
 */
export async function undoPrimary(call: Call, token: string): Promise<void> {
  const { app, tenant } = call
  const undo = await findUndo(call, token)
  if (!undo) throw deadLink()
  const { user_id, address_id } = undo
  const now = app.now()
  await app.db.transaction().execute(async (tx) => {
    const { user } = await shutOut(tx, user_id, now)
    if (!(await oneTimeTokens.consume(tx, 'email_undo', token, now))) throw deadLink()
    const address = await emails.find(tx, user_id, address_id)
    const removed = address && (await takeBack(tx, address, now))
    if (!removed) throw deadLink()
    // What the other side set up since would be asked for at every sign-in, and keep the owner out.
    const changed_at = (address.held_until ?? now) - undoable
    const lost = await factors.removeSince(tx, user_id, changed_at, now)
    const programs = await endPrograms(tx, call, user_id, { actor: user_id, since: changed_at })
    const link = await newResetLink(tx, tenant, { user_id, address_id }, { lifetime: hour, now })
    await queueMail(tx, app, compose(call, 'resetPassword', personOf(app, user, address.email), { link }))
    await record(tx, call, {
      type: 'email.undone',
      outcome: 'succeeded',
      actor: user_id,
      detail: {
        restored: address.email,
        removed: removed.map(({ email }) => email),
        factors: lost,
        programs,
      },
    })
  })
}
