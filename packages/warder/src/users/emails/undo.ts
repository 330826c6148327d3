import { Problem } from '@warder/protocol'
import { record } from '../../audit/audit.ts'
import type { Call } from '../../http/router.ts'
import { compose, personOf } from '../../mail/messages.ts'
import { queueMail } from '../../mail/outbox.ts'
import * as oneTimeTokens from '../../store/one-time-tokens.ts'
import type { Db } from '../../store/open.ts'
import * as emails from '../../store/people/emails.ts'
import * as users from '../../store/people/users.ts'
import { hour } from '../../time.ts'
import { shutOut } from '../lifecycle/lock-down.ts'
import type { Undo } from './primary.ts'

/** What a link would take back, or undefined when it was used, has expired or never was. */
export async function findUndo(call: Call, token: string): Promise<(Undo & { email: string }) | undefined> {
  const { app } = call
  const row = await oneTimeTokens.find(app.db, 'email_undo', token)
  if (!row || row.consumed_at !== null || row.expires_at <= app.now()) return undefined
  const undo = JSON.parse(row.data) as Undo
  const address = await emails.find(app.db, undo.user_id, undo.address_id)
  const user = address && (await users.find(app.db, undo.user_id))
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
  const { app } = call
  const undo = await findUndo(call, token)
  if (!undo) throw invalid()
  const { user_id, address_id } = undo
  const now = app.now()
  await app.db.transaction().execute(async (tx) => {
    const { user } = await shutOut(tx, user_id, now)
    if (!(await oneTimeTokens.consume(tx, 'email_undo', token, now))) throw invalid()
    const address = await emails.find(tx, user_id, address_id)
    if (!address || !(await emails.makePrimary(tx, user_id, address_id))) throw invalid()
    const removed = await emails.removeOthers(tx, address, now)
    await emails.release(tx, address_id)
    await mailReset(tx, call, user, address)
    await record(tx, call, {
      type: 'email.undone',
      outcome: 'succeeded',
      actor: user_id,
      detail: { restored: address.email, removed: removed.map(({ email }) => email) },
    })
  })
}

async function mailReset(
  tx: Db,
  call: Call,
  user: { full_name: string; locale: string | null; email: string },
  { id, user_id, email }: emails.UserEmail,
): Promise<void> {
  const { app, tenant } = call
  const now = app.now()
  const token = await oneTimeTokens.create(tx, 'password_reset', {
    subject: user_id,
    data: { user_id, address_id: id },
    expires_at: now + hour,
    now,
  })
  const link = `${tenant.issuer}/reset-password?token=${token}`
  await queueMail(tx, app, compose(app, 'resetPassword', personOf(app, user, email), { link }))
}

function invalid(): Problem {
  return new Problem('token_invalid', { detail: 'This link was used already or has expired.' })
}
