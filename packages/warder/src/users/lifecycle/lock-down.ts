import { Problem, type Seconds } from '@warder/protocol'
import { stopAgentsOf } from '../../agents/ended.ts'
import { endKeysOf } from '../../api-keys/ended.ts'
import { record } from '../../audit/audit.ts'
import { compose, personOf } from '../../mail/messages.ts'
import { queueMail } from '../../mail/outbox.ts'
import { endAllOf } from '../../sessions/end.ts'
import * as oneTimeTokens from '../../store/one-time-tokens.ts'
import type { Db } from '../../store/open.ts'
import * as credentials from '../../store/people/credentials.ts'
import * as devices from '../../store/people/devices.ts'
import * as emails from '../../store/people/emails.ts'
import * as factors from '../../store/people/factors.ts'
import * as users from '../../store/people/users.ts'
import * as vaultConnections from '../../store/vault/connections.ts'
import * as vaultUsers from '../../store/vault/users.ts'
import { day } from '../../time.ts'
import { takeBack } from '../emails/take-back.ts'
import type { Operator } from '../manage.ts'
import { newResetLink } from '../password/reset-link.ts'
import { endPrograms } from './programs.ts'

const lifetime = day

export type Reported = {
  /** The person, or an administrator. */
  actor: string
  /** Since when somebody else may have been in: addresses, and what signs in, that were added after it go. */
  since: Seconds
  /** The link to a new password goes here while it is the person's; otherwise to the main address. */
  address_id?: string | null
  /** The address by which the password was set that they did not set: somebody else reads it. */
  via?: string | null
}

/** Whatever waits to be finished by somebody who got in. */
const waiting = [
  'sign_in_attempt',
  'password_reset',
  'email_confirmation',
  'totp_enrolment',
  'passkey_registration',
  'recovery',
  'magic_link',
  'one_time_code',
  'phone_confirmation',
  'agent_approval',
  'vault_connect',
  'upstream_link',
] as const

/**
 * Shuts everybody out of an account, until its owner sets a new password by mail: every session, token and grant ends,
 * no device is known, and the password proves nothing any more, not even where a sign-in with it had begun.
 *
 * @param by where it comes from, for the audit and the links
 * @throws Problem `not_found`
 */
export async function lockDown(tx: Db, by: Operator, user_id: string, reported: Reported): Promise<void> {
  const { app, tenant } = by
  const now = app.now()
  const { user, sessions: ended } = await shutOut(tx, user_id, now)
  const told = reported.address_id ? await emails.find(tx, user_id, reported.address_id) : undefined
  // It was the main address then. Another one that took its place would lead to a new password.
  const replaced = told && told.email !== user.email ? await takeBack(tx, told, now) : undefined
  const removed = (replaced?.length ?? 0) + (await removeSince(tx, user_id, reported, now))
  // Theirs would be asked for at every sign-in, and keep the person out.
  const lost = await factors.removeSince(tx, user_id, reported.since, now)
  // A thief's own account at a service would get what the person's programs send there.
  const connections = await vaultConnections.removeSince(tx, user_id, reported.since)
  const programs = await endPrograms(tx, by, user_id, reported)
  const link = await newResetLink(tx, tenant, { user_id }, { lifetime, now })
  // Of those from before nobody can say here whose they are.
  const passkeys = (await factors.listOf(tx, user_id, 'passkey')).length
  const gone = { since: reported.since, removed: removed + lost > 0, programs: programs > 0, passkeys }
  const mail = compose(by, 'accountLocked', personOf(app, user, told?.email), { link, ...gone })
  await queueMail(tx, app, mail)
  await record(tx, by, {
    type: 'account.locked_down',
    outcome: 'succeeded',
    actor: reported.actor,
    subject: user_id,
    detail: { sessions: ended, addresses: removed, factors: lost, connections, programs },
  })
}

/**
 * What lies between an account and whoever has got into it: afterwards nothing opens it but a link to a new password. Holds
 * the person until the end of the transaction, and says how many sessions ended.
 *
 * @throws Problem `not_found`
 */
export async function shutOut(tx: Db, user_id: string, now: Seconds) {
  // In the order of a sign-in, so that neither waits for the other.
  await credentials.lock(tx, user_id, 'password', now)
  const user = await emails.holdPerson(tx, user_id, now)
  if (!user) throw new Problem('not_found', { detail: 'There is no such person.' })
  await users.update(tx, user_id, { password_change_required_at: now, updated_at: now })
  const ended = await endAllOf(tx, user_id, { now })
  await devices.forgetAll(tx, user_id)
  // Whoever was in may have made a key, or read one.
  await endKeysOf(tx, user_id, now)
  await stopAgentsOf(tx, user_id, now)
  // Whoever was in may have let a program use what is connected.
  await vaultUsers.removeAllOf(tx, user_id)
  await endBegun(tx, user_id, now)
  return { user, sessions: ended }
}

/** An address that somebody else added, or reads, would lead to a new password of theirs. Says how many went. */
async function removeSince(
  tx: Db,
  user_id: string,
  { since, via, address_id }: Reported,
  now: Seconds,
): Promise<number> {
  let removed = 0
  for (const { id, verified_at } of await emails.listOf(tx, user_id)) {
    if (id === address_id || (id !== via && (verified_at === null || verified_at < since))) continue
    if (await emails.remove(tx, user_id, id, now)) removed++
  }
  return removed
}

/** Ends what was begun and not finished: sign-ins that wait, links to a new password and to new addresses. */
export async function endBegun(tx: Db, user_id: string, now: Seconds): Promise<void> {
  for (const purpose of waiting) await oneTimeTokens.endAll(tx, purpose, user_id, now)
}
