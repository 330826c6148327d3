import { Problem } from '@warder/protocol'
import { endAgentsOf } from '../../agents/ended.ts'
import { endKeysOf } from '../../api-keys/ended.ts'
import { administrator } from '../../access/permissions/roles.ts'
import { record } from '../../audit/audit.ts'
import { keepDigests } from '../../audit/seal.ts'
import type { App } from '../../app.ts'
import { newId } from '../../crypto/tokens.ts'
import type { Call } from '../../http/router.ts'
import { compose, personOf } from '../../mail/messages.ts'
import { queueMail } from '../../mail/outbox.ts'
import { forgetMailed } from '../../mail/quota.ts'
import { endAllOf } from '../../sessions/end.ts'
import { forgetCodeGuesses } from '../../risk/code-guesses.ts'
import { forgetTexted } from '../../sms/quota.ts'
import type { SessionCaller } from '../../sessions/guard.ts'
import { requireOpen, requireOwner } from '../../sessions/recent.ts'
import * as memberships from '../../store/access/memberships.ts'
import * as auditEvents from '../../store/operations/audit-events.ts'
import * as counters from '../../store/operations/counters.ts'
import * as guesses from '../../store/operations/guesses.ts'
import { commonDirectory } from '../../store/tenants.ts'
import * as outbox from '../../store/operations/outbox.ts'
import * as oneTimeTokens from '../../store/one-time-tokens.ts'
import type { Db } from '../../store/open.ts'
import * as emails from '../../store/people/emails.ts'
import * as phones from '../../store/people/phones.ts'
import * as users from '../../store/people/users.ts'
import * as consentRecords from '../../store/privacy/consent-records.ts'
import * as connections from '../../store/vault/connections.ts'
import { giveBack } from '../../vault/connecting/give-back.ts'
import { forgetTold } from '../alerts/tell.ts'
import { parseEmail } from '../email.ts'
import { forgetAsked } from '../emails/ask.ts'
import { addressesIn } from '../emails/pending.ts'
import { askedKey, numbersIn } from '../phones/pending.ts'

/**
 * A person erases their account. One mail says that it is done; it is the last thing that knows their address, and goes
 * from the outbox with the rest of what was sent.
 * @throws Problem `insufficient_user_authentication`, or `conflict` for the last administrator
 */
export async function erase(call: Call, who: SessionCaller): Promise<void> {
  const { app } = call
  requireOwner(call, who)
  const connected = await app.db.transaction().execute(async (tx) => {
    await requireAnotherAdministrator(tx, who.user_id)
    const { user_id, session_id } = who
    await users.hold(tx, user_id)
    await requireOpen(tx, session_id)
    await record(tx, call, { type: 'user.erased', outcome: 'succeeded', actor: user_id, session_id })
    const gone = await removePerson(tx, call, user_id)
    await queueMail(tx, app, compose(call, 'accountErased', personOf(app, who), { at: app.now() }))
    return gone
  })
  await giveBack(app, connected)
}

/**
 * Removes a person with everything they could prove, were given or were sent. What stays is the audit and the record of what
 * they agreed to, where a random pseudonym stands for them: the same everywhere, and nothing leads from it back to them.
 *
 * @param tx where the event that tells of it is recorded already, under the person's own id
 * @returns what they had connected, to be given back to the services once the transaction has ended
 */
export async function removePerson(
  tx: Db,
  { app }: { app: Pick<App, 'now' | 'secrets'> },
  user_id: string,
): Promise<connections.ConnectionRow[]> {
  const user = await users.find(tx, user_id)
  if (!user) throw new Problem('not_found', { detail: 'This account is gone already.' })
  const now = app.now()
  const addresses = await emails.listOf(tx, user_id)
  const phone = await phones.ofUser(tx, user_id)
  await endAllOf(tx, user_id, { now })
  await endKeysOf(tx, user_id, now)
  await endAgentsOf(tx, user_id, now)

  // Under `nobody:` stands what was asked for and not mailed, under an address what takes a change of it back.
  const subjects = addresses.flatMap(({ id, email_key }) => [
    id,
    `${user.directory_id}:${email_key}`,
    `nobody:${email_key}`,
  ])
  const gone = await oneTimeTokens.removeAllOf(tx, [
    user_id,
    `nobody:${user_id}`,
    ...subjects,
    ...(phone ? [`nobody:${phone.number}`] : []),
  ])
  if (user.directory_id === commonDirectory)
    for (const { email_key } of addresses) await memberships.removeInvitationsOf(tx, email_key)
  const typed = await nobodys(tx, user.directory_id, addressesIn(gone))
  await outbox.removeTo(tx, [...addresses.map(({ email }) => email), ...typed])
  for (const { email_key } of addresses) await forgetMailed(tx, user.directory_id, email_key)
  await removeTexts(tx, user.directory_id, [...(phone ? [phone.number] : []), ...numbersIn(gone)], user_id)
  await counters.reset(tx, askedKey(user_id))
  await forgetAsked(tx, user_id)
  await guesses.clearAllOf(tx, user_id)
  await forgetCodeGuesses(tx, user_id)
  await forgetTold(tx, user_id)
  const connected = await connections.removeAllOf(tx, user_id)
  // Their addresses, credentials, sessions, devices, roles, grants and consents go with the row.
  await users.remove(tx, user_id)
  const pseudonym = newId('gone')
  await keepDigests(tx, app.secrets, user_id, pseudonym)
  await auditEvents.pseudonymise(tx, user_id, pseudonym)
  await consentRecords.pseudonymise(tx, user_id, pseudonym)
  return connected
}

/** What was sent to a person's numbers, and to those they only typed unless they are somebody else's. */
async function removeTexts(
  tx: Db,
  directory_id: string,
  numbers: readonly string[],
  user_id: string,
): Promise<void> {
  for (const number of new Set(numbers)) {
    const owner = await phones.findOwner(tx, directory_id, number)
    if (owner && owner.id !== user_id) continue
    await outbox.removeTo(tx, [number])
    await forgetTexted(tx, number)
  }
}

/** Of addresses that a person only typed, those that are nobody else's: what waits for another must reach them. */
async function nobodys(tx: Db, directory_id: string, typed: readonly string[]): Promise<string[]> {
  const found: string[] = []
  for (const address of new Set(typed)) {
    const key = parseEmail(address)?.key ?? address
    if (!(await users.findByEmail(tx, directory_id, key))) found.push(address)
  }
  return found
}

/** Somebody must be left who can let others in, also when two leave at the same moment. @throws Problem `conflict` */
async function requireAnotherAdministrator(tx: Db, user_id: string): Promise<void> {
  for (const tenant_id of await users.tenantsWith(tx, user_id, administrator)) {
    const holders = await users.holdHolders(tx, tenant_id, administrator)
    if (holders.some((id) => id !== user_id)) continue
    throw new Problem('conflict', {
      detail:
        'You are the last administrator. Make somebody else one first, for instance with: warder admin create',
    })
  }
}
