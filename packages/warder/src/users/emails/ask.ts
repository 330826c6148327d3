import { Problem, type ProblemField, type Seconds } from '@warder/protocol'
import { record } from '../../audit/audit.ts'
import { newId } from '../../crypto/tokens.ts'
import { tooManyRequests } from '../../http/limit.ts'
import type { Call } from '../../http/router.ts'
import { compose, personOf } from '../../mail/messages.ts'
import { queueMail } from '../../mail/outbox.ts'
import { mayMail } from '../../mail/quota.ts'
import type { SessionCaller } from '../../sessions/guard.ts'
import { requireOpen, requireOwner } from '../../sessions/recent.ts'
import type { Db } from '../../store/open.ts'
import * as counters from '../../store/operations/counters.ts'
import * as emails from '../../store/people/emails.ts'
import * as users from '../../store/people/users.ts'
import { parseEmail, type Email } from '../email.ts'
import { asked, most, recent } from './limits.ts'
import { confirmationLink, endWaiting, waitingOf, type PendingEmail, type Waiting } from './pending.ts'
import { said } from '../../http/words/said.ts'

/**
 * Begins to add an address: a link goes to it, and nothing is added before its owner follows it. Whether it leads to
 * somebody else already is told to them, by mail, and not to the caller: answer, list and cost are the same.
 *
 * @param becomes `primary` makes it the main address once it is confirmed
 * @throws Problem `insufficient_user_authentication`, `conflict` or `too_many_requests`
 */
export async function askForEmail(
  call: Call,
  caller: SessionCaller,
  email: Email,
  becomes: PendingEmail['becomes'],
): Promise<void> {
  requireOwner(call, caller, recent)
  const { app, tenant } = call
  const { user_id, session_id } = caller
  const now = app.now()
  await app.db.transaction().execute(async (tx) => {
    await emails.holdPerson(tx, user_id, now)
    await requireOpen(tx, session_id)
    await countAsking(tx, user_id, now)
    const before = await requireRoom(tx, user_id, email, now)
    const wanted = await mayMail(tx, app, 'add', tenant.directory_id, email.key)
    const owner = await users.findByEmail(tx, tenant.directory_id, email.key)
    const pending: PendingEmail = { id: newId('eml'), user_id, email: email.address, becomes }
    // Somebody who asks more often than is mailed keeps the last link that was.
    if (before && wanted) await endWaiting(tx, before, now)
    const subject = before && !wanted ? `nobody:${user_id}` : user_id
    const link = await confirmationLink(tx, call, pending, subject)
    // The name of the person is in none of them: whoever gets it may never have heard of this account.
    const reader = { ...personOf(app, caller, email.address), full_name: '' }
    const mail = owner
      ? compose(call, 'addressTaken', personOf(app, owner, owner.address), { link: `${tenant.issuer}/login` })
      : compose(call, 'confirmNewAddress', reader, { link })
    await queueMail(tx, app, mail, wanted ? 'real' : 'decoy')
    await record(tx, call, {
      type: 'email.added',
      outcome: 'succeeded',
      actor: user_id,
      session_id,
      detail: { address: pending.id, becomes },
    })
  })
}

/** A person must not send messages to strangers without end, whatever addresses they type. */
async function countAsking(tx: Db, user_id: string, now: number): Promise<void> {
  const { max, window } = asked
  const taken = await counters.tryIncrement(tx, keyOf(user_id), max, now + window, now)
  if (!taken.ok) throw tooManyRequests('emails', max, window, taken.expires_at - now)
}

/** Refuses what the person has already, and more than they may have; gives what waits for the same address. */
export async function requireRoom(
  tx: Db,
  user_id: string,
  email: Email,
  now: Seconds,
): Promise<Waiting | undefined> {
  const own = await emails.listOf(tx, user_id)
  if (own.some(({ email_key }) => email_key === email.key))
    throw conflict({ detail: 'This address is on your account already.' })
  const waiting = await waitingOf(tx, user_id, now)
  const before = waiting.find((pending) => parseEmail(pending.email)?.key === email.key)
  if (!before && own.length + waiting.length >= most) throw conflict(said('addresses_many', most))
  return before
}

function conflict(why: Pick<ProblemField, 'detail' | 'reason'>): Problem {
  return new Problem('conflict', { ...why, errors: [{ pointer: '/email', ...why }] })
}

const keyOf = (user_id: string): string => `emails:${user_id}`

/** Of somebody who is gone nothing is counted. */
export async function forgetAsked(tx: Db, user_id: string): Promise<void> {
  await counters.reset(tx, keyOf(user_id))
}
