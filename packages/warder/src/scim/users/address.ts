import { ScimError, type Seconds } from '@warder/protocol'
import { record } from '../../audit/audit.ts'
import { endAllOf } from '../../sessions/end.ts'
import type { Db } from '../../store/open.ts'
import * as emails from '../../store/people/emails.ts'
import * as users from '../../store/people/users.ts'
import type { Email } from '../../users/email.ts'
import { endBegun } from '../../users/lifecycle/lock-down.ts'
import { changeAddress } from '../../users/operator/update.ts'
import type { Provisioning } from '../use/guard.ts'

/**
 * Another address that a connection sends for somebody. It counts as theirs once they have followed a link to it (SC-03), or at
 * once where the operator vouches for what the connection sends. An address that nobody has proved gives way at once: there is
 * nobody who reads it, and perhaps it was mistyped.
 *
 * @throws ScimError `uniqueness`, or the store's unique violation, where it leads to somebody else; Problem `conflict`
 */
export async function follow(tx: Db, by: Provisioning, person: users.User, email: Email): Promise<void> {
  const owner = await users.findByEmail(tx, person.directory_id, email.key)
  // Of the conflicts of RFC 7644 §3.12 this one is about uniqueness; that an account has too many addresses is not.
  if (owner && owner.id !== person.id)
    throw new ScimError('uniqueness', 'There is somebody with this userName or email address already.')
  const vouched = by.connection.vouched_at !== null
  const theirs = (await emails.listOf(tx, person.id)).some(({ email_key }) => email_key === email.key)
  if (vouched || theirs || person.email_verified_at !== null)
    await changeAddress(tx, by, person, email, vouched)
  else await replaceUnproved(tx, by, person, email, by.app.now())
}

async function replaceUnproved(
  tx: Db,
  by: Provisioning,
  { id: user_id, directory_id, email: old }: users.User,
  { address, key }: Email,
  now: Seconds,
): Promise<void> {
  const before = await emails.findPrimary(tx, user_id)
  const row = { user_id, directory_id, email: address, email_key: key }
  await emails.insert(tx, { ...row, verified_at: null, created_at: now })
  await users.update(tx, user_id, { email: address, email_verified_at: null, updated_at: now })
  if (before) await emails.remove(tx, user_id, before.id, now)
  // What was sent to the old address, or begun with it, is of somebody else now.
  await endAllOf(tx, user_id, { now })
  await endBegun(tx, user_id, now)
  await record(tx, by, {
    type: 'email.primary_changed',
    outcome: 'succeeded',
    subject: user_id,
    detail: { from: old, to: address },
  })
}
