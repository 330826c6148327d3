import { Problem, type Seconds } from '@warder/protocol'
import { record } from '../../audit/audit.ts'
import { newId } from '../../crypto/tokens.ts'
import { check } from '../../http/body.ts'
import { compose, personOf } from '../../mail/messages.ts'
import { queueMail } from '../../mail/outbox.ts'
import { isUniqueViolation } from '../../store/errors.ts'
import type { Db } from '../../store/open.ts'
import * as emails from '../../store/people/emails.ts'
import * as users from '../../store/people/users.ts'
import { requireEmail, type Email } from '../email.ts'
import { requireRoom } from '../emails/ask.ts'
import { confirmationLink, endWaiting, type PendingEmail } from '../emails/pending.ts'
import { replaceMain } from '../emails/primary.ts'
import { profile } from '../inputs.ts'
import { findUser, holdUser, type Found, type Operator } from '../manage.ts'

export type Change = {
  full_name?: string
  /** Becomes the main address. */
  email?: string
  /** The operator vouches for the address, so that it counts at once. */
  verified?: boolean
}

/** `confirmation_sent_to` is the address that waits for its owner to confirm it. */
export type Updated = Found & { confirmation_sent_to?: string }

/**
 * Changes the name or the main address of a person. An address that is new to them counts once its owner has followed
 * a link, signed in as that person, or at once where the operator vouches for it. Then the address before it is told
 * and can undo it, and everything that was open ends, as when the person does it.
 *
 * @throws Problem `not_found`, `invalid_input` or `conflict`
 */
export async function updateUser(by: Operator, idOrEmail: string, change: Change): Promise<Updated> {
  const { app } = by
  const { full_name } = check(profile, { full_name: change.full_name })
  const email = change.email === undefined ? undefined : requireEmail(change.email)
  const { id } = await findUser(by, idOrEmail)
  const now = app.now()
  let waits = false
  try {
    waits = await app.db.transaction().execute(async (tx) => {
      const before = await emails.holdPerson(tx, id, now)
      if (!before) throw new Problem('not_found', { detail: `There is no user ${idOrEmail}.` })
      await holdUser(tx, by, id)
      if (full_name !== undefined) await rename(tx, by, id, full_name, now)
      const person = { ...before, full_name: full_name ?? before.full_name }
      return email !== undefined && changeAddress(tx, by, person, email, change.verified === true)
    })
  } catch (error) {
    if (email && isUniqueViolation(error)) throw taken(email)
    throw error
  }
  return { ...(await findUser(by, id)), ...(email && waits && { confirmation_sent_to: email.address }) }
}

async function rename(tx: Db, by: Operator, id: string, full_name: string, now: Seconds): Promise<void> {
  await users.update(tx, id, { full_name, updated_at: now })
  const detail = { fields: ['full_name'] }
  await record(tx, by, { type: 'user.updated', outcome: 'succeeded', subject: id, detail })
}

/**
 * Makes an address the main one of a person who is held, or asks its owner. Whether it waits for them.
 *
 * @throws Problem `conflict`, or the store's unique violation, where it leads to somebody else
 */
export async function changeAddress(
  tx: Db,
  by: Operator,
  person: users.User,
  email: Email,
  verified: boolean,
): Promise<boolean> {
  const now = by.app.now()
  const own = await emails.listOf(tx, person.id)
  const theirs = own.find(({ email_key }) => email_key === email.key)
  if (theirs) {
    if (theirs.email !== person.email) await replaceMain(tx, by, person, theirs)
    return false
  }
  const waiting = await requireRoom(tx, person.id, email, now)
  if (waiting) await endWaiting(tx, waiting, now)
  if (!verified) {
    await askOwner(tx, by, person, email)
    return true
  }
  await replaceMain(tx, by, person, await add(tx, person, email, now))
  return false
}

async function add(tx: Db, person: users.User, email: Email, now: Seconds): Promise<emails.UserEmail> {
  const id = newId('eml')
  const { id: user_id, directory_id } = person
  const row = { id, user_id, directory_id, email: email.address, email_key: email.key }
  await emails.insert(tx, { ...row, verified_at: now, created_at: now })
  const added = await emails.find(tx, user_id, id)
  if (!added) throw new Problem('internal_error')
  return added
}

async function askOwner(tx: Db, by: Operator, person: users.User, email: Email): Promise<void> {
  const { app, tenant } = by
  if (await users.findByEmail(tx, tenant.directory_id, email.key)) throw taken(email)
  const { id: user_id } = person
  const pending: PendingEmail = { id: newId('eml'), user_id, email: email.address, becomes: 'primary' }
  // Without the name: whoever gets it may never have heard of this account.
  const reader = { ...personOf(app, person, email.address), full_name: '' }
  const link = await confirmationLink(tx, by, pending)
  await queueMail(tx, app, compose(by, 'confirmNewAddress', reader, { link }))
  const detail = { address: pending.id, becomes: pending.becomes }
  await record(tx, by, { type: 'email.added', outcome: 'succeeded', subject: user_id, detail })
}

const taken = ({ address }: Email) =>
  new Problem('conflict', { detail: `${address} has an account already.` })
