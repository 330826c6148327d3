import { record } from '../../audit/audit.ts'
import { compose, personOf } from '../../mail/messages.ts'
import { queueMail } from '../../mail/outbox.ts'
import * as credentials from '../../store/people/credentials.ts'
import * as emails from '../../store/people/emails.ts'
import { hour, isoTime } from '../../time.ts'
import { findUser, holdEnabled, type Found, type Operator } from '../manage.ts'
import { requireGoodPassword } from '../password/policy.ts'
import { replacePassword } from '../password/replace.ts'
import { newResetLink } from '../password/reset-link.ts'

/** As the mail says. Whoever reads it later asks for another on the sign-in page. */
const lifetime = hour

/**
 * Mails a person a link under which they choose a new password. Nothing else changes before they do.
 * @throws Problem `not_found`, or `conflict` for an account that is disabled
 */
export async function sendResetLink(
  by: Operator,
  idOrEmail: string,
): Promise<{ id: string; link_sent_to: string; expires_at: string }> {
  const { app, tenant } = by
  const { id } = await findUser(by, idOrEmail)
  const now = app.now()
  return app.db.transaction().execute(async (tx) => {
    const person = await holdEnabled(tx, id)
    const address = await emails.findPrimary(tx, id)
    const reset = { user_id: id, ...(address && { address_id: address.id }) }
    const link = await newResetLink(tx, tenant, reset, { lifetime, now })
    const has = await credentials.findByUser(tx, id, 'password')
    const mail = compose(by, has ? 'resetPassword' : 'setPassword', personOf(app, person), { link })
    await queueMail(tx, app, mail)
    await record(tx, by, { type: 'password.link_sent', outcome: 'succeeded', subject: id })
    return { id, link_sent_to: person.email, expires_at: isoTime(now + lifetime) }
  })
}

/**
 * Sets a password for a person. Every session and token of theirs ends, and they are told by mail.
 * @throws Problem `not_found`, `password_refused`, or `conflict` for an account that is disabled
 */
export async function setPassword(by: Operator, idOrEmail: string, password: string): Promise<Found> {
  const { app } = by
  const { id, email, full_name } = await findUser(by, idOrEmail)
  await requireGoodPassword(by, password, { user_id: id, email, full_name })
  const hash = await app.passwords.hash(password)
  await app.db.transaction().execute(async (tx) => {
    await replacePassword(tx, by, await holdEnabled(tx, id), hash)
    await record(tx, by, { type: 'password.set', outcome: 'succeeded', subject: id })
  })
  return findUser(by, id)
}
