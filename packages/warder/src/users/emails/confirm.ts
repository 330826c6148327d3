import { Problem } from '@warder/protocol'
import { record } from '../../audit/audit.ts'
import type { Call } from '../../http/router.ts'
import { compose, personOf } from '../../mail/messages.ts'
import { queueMail } from '../../mail/outbox.ts'
import type { SessionCaller } from '../../sessions/guard.ts'
import { requireOpen } from '../../sessions/recent.ts'
import type { Renewed } from '../../sessions/renew.ts'
import { isUniqueViolation } from '../../store/errors.ts'
import * as oneTimeTokens from '../../store/one-time-tokens.ts'
import type { Db } from '../../store/open.ts'
import * as emails from '../../store/people/emails.ts'
import { deadLink } from '../dead-link.ts'
import { parseEmail, type Email } from '../email.ts'
import { most } from './limits.ts'
import { findConfirmation, type PendingEmail } from './pending.ts'
import { switchPrimary } from './primary.ts'
import { said } from '../../http/words/said.ts'

const another = 'Add the address again to get a new one.'

export type Confirmed = Renewed & { email: string; primary: boolean }

/**
 * Adds the address that a link was sent to. The link shows that the mailbox is theirs, and the session that the
 * account is: a stranger's link, followed, must add nobody's address to the stranger's account.
 *
 * @throws Problem `token_invalid`, `forbidden` in the session of another account, or `conflict`
 */
export async function confirmEmail(call: Call, caller: SessionCaller, token: string): Promise<Confirmed> {
  const { app } = call
  const pending = await findConfirmation(app.db, token, app.now())
  const email = pending && parseEmail(pending.email)
  if (!pending || !email) throw deadLink(another)
  if (pending.user_id !== caller.user_id)
    throw new Problem('forbidden', {
      detail: 'This link belongs to another account. Sign in to the account that asked for it.',
    })
  try {
    return await app.db.transaction().execute((tx) => add(tx, call, caller, { token, pending, email }))
  } catch (error) {
    // Whoever reads this has the mailbox, so it tells nothing that they could not find out there.
    if (isUniqueViolation(error))
      throw new Problem('conflict', { detail: 'This address has an account of its own by now.' })
    throw error
  }
}

async function add(
  tx: Db,
  call: Call,
  caller: SessionCaller,
  { token, pending, email }: { token: string; pending: PendingEmail; email: Email },
): Promise<Confirmed> {
  const { app, tenant } = call
  const { user_id, session_id } = caller
  const now = app.now()
  await emails.holdPerson(tx, user_id, now)
  await requireOpen(tx, session_id)
  if (!(await oneTimeTokens.consume(tx, 'email_confirmation', token, now))) throw deadLink(another)
  const row = {
    id: pending.id,
    user_id,
    directory_id: caller.directory_id,
    verified_at: now,
    created_at: now,
  }
  await emails.insert(tx, { ...row, email: email.address, email_key: email.key })
  const own = await emails.listOf(tx, user_id)
  if (own.length > most) throw new Problem('conflict', said('addresses_full', most))
  await record(tx, call, {
    type: 'email.confirmed',
    outcome: 'succeeded',
    actor: user_id,
    session_id,
    detail: { email: email.address },
  })
  const primary = pending.becomes === 'primary'
  const added = own.find(({ id }) => id === pending.id)
  if (primary && added) {
    const renewed = await switchPrimary(tx, call, caller, added)
    return { ...renewed, email: email.address, primary }
  }
  const reader = personOf(app, caller)
  const told = { link: `${tenant.issuer}/account/emails`, address: email.address, at: now }
  await queueMail(tx, app, compose(call, 'addressAdded', reader, told))
  return { cookies: [], email: email.address, primary }
}
