import { record } from '../../audit/audit.ts'
import type { Call } from '../../http/router.ts'
import { compose, personOf } from '../../mail/messages.ts'
import { queueMail } from '../../mail/outbox.ts'
import type { Db } from '../../store/open.ts'
import * as credentials from '../../store/people/credentials.ts'
import * as emails from '../../store/people/emails.ts'
import * as users from '../../store/people/users.ts'
import { alertLink } from '../alerts/link.ts'

/**
 * Notes that somebody who signs in by mail reads an address. An account that nobody had proved yet came from elsewhere, and its
 * password may be of whoever typed a stranger's address there: it goes, or the first sign-in of the reader would open the account
 * to the other.
 *
 * @returns false when the address is no longer theirs
 */
export async function proveAddress(
  tx: Db,
  call: Call,
  user_id: string,
  address_id: string,
): Promise<boolean> {
  const { app } = call
  const now = app.now()
  const user = await users.find(tx, user_id)
  const address = await emails.find(tx, user_id, address_id)
  if (!user || !address) return false
  const first = user.email_verified_at === null && address.email === user.email
  const had = first && (await credentials.removePassword(tx, user_id))
  if (!(await emails.prove(tx, user_id, address_id, now))) return false
  if (!had) return true
  const link = await alertLink(tx, call, user_id)
  await queueMail(tx, app, compose(call, 'passwordRemoved', personOf(app, user), { link, at: now }))
  await record(tx, call, { type: 'password.removed', outcome: 'succeeded', actor: user_id })
  return true
}
