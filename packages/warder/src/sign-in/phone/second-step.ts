import { record } from '../../audit/audit.ts'
import { newId } from '../../crypto/tokens.ts'
import type { Call } from '../../http/router.ts'
import { compose, personOf } from '../../mail/messages.ts'
import { queueMail } from '../../mail/outbox.ts'
import type { Db } from '../../store/open.ts'
import * as devices from '../../store/people/devices.ts'
import * as factors from '../../store/people/factors.ts'
import type { User } from '../../store/people/users.ts'
import { alertLink } from '../../users/alerts/link.ts'
import { factorAdded, factorRemoved } from '../own-factors.ts'
import { maskedNumber } from '../../users/phones/masked.ts'

/**
 * From now on a code to the person's number is asked for as a second step. Hold the person first.
 *
 * @param again it was so already, of a number before: there is nothing new to tell
 * @returns recovery codes to show this one time; empty where they have some already
 */
export async function turnOn(
  tx: Db,
  call: Call,
  person: User,
  number: string,
  { again }: { again: boolean },
): Promise<string[]> {
  const { app } = call
  const now = app.now()
  const row: factors.NewFactor = {
    id: newId('sms'),
    method: 'sms',
    lookup: person.id,
    data: '{}',
    name: null,
  }
  await factors.add(tx, person, [row], now)
  const codes = await factorAdded(tx, call, person)
  if (again) {
    // What a telephone proved that may be somebody else's by now.
    await devices.distrust(tx, person.id)
    return codes
  }
  const told = { link: await alertLink(tx, call, person.id), at: now, number: maskedNumber(number) }
  await queueMail(tx, app, compose(call, 'textStepAdded', personOf(app, person), told))
  await record(tx, call, { type: 'sms.added', outcome: 'succeeded', actor: person.id })
  return codes
}

/**
 * The row is gone: what follows for the person.
 * @throws Problem `conflict` where it was the last second step and one must stay
 */
export async function turnOff(tx: Db, call: Call, person: User): Promise<void> {
  const { app } = call
  const last = !(await factorRemoved(tx, call, person.id))
  const told = { link: await alertLink(tx, call, person.id), at: app.now(), last }
  await queueMail(tx, app, compose(call, 'textStepRemoved', personOf(app, person), told))
  await record(tx, call, { type: 'sms.removed', outcome: 'succeeded', actor: person.id })
}
