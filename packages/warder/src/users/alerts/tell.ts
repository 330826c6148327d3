import { tooManyRequests } from '../../http/limit.ts'
import type { Call } from '../../http/router.ts'
import { compose, personOf } from '../../mail/messages.ts'
import { queueMail } from '../../mail/outbox.ts'
import type { RiskReason } from '../../risk/assess.ts'
import type { Device } from '../../store/people/devices.ts'
import * as counters from '../../store/operations/counters.ts'
import type { Db } from '../../store/open.ts'
import { day, hour } from '../../time.ts'
import { alertLink } from './link.ts'
import { seenOf } from '../../sessions/seen.ts'

type Person = { id: string; email: string; full_name: string; locale: string | null }

/** More of one kind tell nothing new, and would bury the rest of the mailbox. */
const most = 10

/** Tells a person of a sign-in that was unusual and went through. */
export async function tellNewSignIn(
  tx: Db,
  call: Call,
  person: Person,
  reasons: readonly RiskReason[],
): Promise<void> {
  if (!(await mayTell(tx, call, keyOf('new', person.id)))) return
  const { app } = call
  const link = await alertLink(tx, call, person.id)
  const told = { link, reasons, ...seenOf(call) }
  await queueMail(tx, app, compose(call, 'newSignIn', personOf(app, person), told))
}

/** Tells a person of a sign-in that was stopped, and how to let it through if it was theirs. */
export async function tellStoppedSignIn(tx: Db, call: Call, person: Person, stopped: Device): Promise<void> {
  if (!(await mayTell(tx, call, keyOf('stopped', person.id)))) return
  const { app } = call
  const link = await alertLink(tx, call, person.id, { stopped })
  await queueMail(tx, app, compose(call, 'signInStopped', personOf(app, person), { link, ...seenOf(call) }))
}

/** Keys and agents that are made in the sessions of one person in a day. Each leaves a mail, a link and rows. */
const mostMade = 200

/**
 * The link of a mail that tells of something made in a session, by which a program may act: so much of it is made in a day.
 * @throws Problem `too_many_requests`
 */
export async function linkOfMade(
  tx: Db,
  call: Pick<Call, 'app' | 'tenant'>,
  user_id: string,
): Promise<string> {
  const now = call.app.now()
  const taken = await counters.tryIncrement(tx, keyOf('made', user_id), mostMade, now + day, now)
  if (!taken.ok) throw tooManyRequests('made', mostMade, day, taken.expires_at - now)
  return alertLink(tx, call, user_id)
}

const kinds = ['new', 'stopped', 'made'] as const

const keyOf = (kind: (typeof kinds)[number], user_id: string) => `alert-${kind}:${user_id}`

async function mayTell(tx: Db, { app }: Pick<Call, 'app'>, key: string): Promise<boolean> {
  const now = app.now()
  return (await counters.tryIncrement(tx, key, most, now + hour, now)).ok
}

/** Of somebody who is gone nothing is counted. */
export async function forgetTold(tx: Db, user_id: string): Promise<void> {
  for (const kind of kinds) await counters.reset(tx, keyOf(kind, user_id))
}
