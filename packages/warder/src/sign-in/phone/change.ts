import { Problem } from '@warder/protocol'
import { mayRemove } from '../../access/ways-in.ts'
import { record } from '../../audit/audit.ts'
import type { Call } from '../../http/router.ts'
import { compose, personOf } from '../../mail/messages.ts'
import { queueMail } from '../../mail/outbox.ts'
import type { SessionCaller } from '../../sessions/guard.ts'
import { requireOpen, requireOwner } from '../../sessions/recent.ts'
import * as oneTimeTokens from '../../store/one-time-tokens.ts'
import type { Db } from '../../store/open.ts'
import * as factors from '../../store/people/factors.ts'
import * as phones from '../../store/people/phones.ts'
import * as users from '../../store/people/users.ts'
import { alertLink } from '../../users/alerts/link.ts'
import { hasOf } from '../../users/ways/ways.ts'
import type { Uses } from './ask.ts'
import { maskedNumber } from '../../users/phones/masked.ts'
import { turnOff, turnOn } from './second-step.ts'

export type PhoneView = { number: string; created_at: number } & Uses

/** The confirmed number of a person, and what it is used for. */
export async function phoneOf(db: Db, user_id: string): Promise<PhoneView | undefined> {
  const phone = await phones.ofUser(db, user_id)
  if (!phone) return undefined
  const { number, sign_in, created_at } = phone
  const second_step = (await factors.listOf(db, user_id, 'sms')).length > 0
  return { number, sign_in, second_step, created_at }
}

/**
 * Uses the number for something else.
 *
 * @returns recovery codes to show this one time, where it becomes the first second step
 * @throws Problem `insufficient_user_authentication`, `not_found`, or `conflict` where the last way in or a second step that
 *   must be would go
 */
export async function changeUses(
  call: Call,
  caller: SessionCaller,
  { sign_in, second_step }: Uses,
): Promise<{ backup_codes: string[] }> {
  requireOwner(call, caller)
  const { app } = call
  const { user_id, session_id } = caller
  const now = app.now()
  return app.db.transaction().execute(async (tx) => {
    const { person, phone } = await held(tx, user_id)
    await requireOpen(tx, session_id)
    const asked = (await factors.listOf(tx, user_id, 'sms')).length > 0
    if (!sign_in && phone.sign_in) await noLongerWayIn(tx, call, user_id)
    await phones.setUse(tx, user_id, sign_in, now)
    await record(tx, call, {
      type: 'phone.used_for',
      outcome: 'succeeded',
      actor: user_id,
      session_id,
      detail: { uses: [...(sign_in ? ['sign-in'] : []), ...(second_step ? ['second step'] : [])] },
    })
    if (second_step === asked) return { backup_codes: [] }
    if (second_step) return { backup_codes: await turnOn(tx, call, person, phone.number, { again: false }) }
    await factors.removeAll(tx, user_id, 'sms')
    await turnOff(tx, call, person)
    return { backup_codes: [] }
  })
}

/**
 * Takes the number away, with everything it was used for. Its person is told.
 * @throws Problem as `changeUses`
 */
export async function removePhone(call: Call, caller: SessionCaller): Promise<void> {
  requireOwner(call, caller)
  const { app } = call
  const { user_id, session_id } = caller
  await app.db.transaction().execute(async (tx) => {
    const { person, phone } = await held(tx, user_id)
    await requireOpen(tx, session_id)
    if (phone.sign_in) await noLongerWayIn(tx, call, user_id)
    await phones.remove(tx, user_id)
    const asked = (await factors.removeAll(tx, user_id, 'sms')).length > 0
    if (asked) await turnOff(tx, call, person)
    const told = {
      link: await alertLink(tx, call, user_id),
      at: app.now(),
      number: maskedNumber(phone.number),
    }
    await queueMail(tx, app, compose(call, 'phoneRemoved', personOf(app, person), told))
    await record(tx, call, { type: 'phone.removed', outcome: 'succeeded', actor: user_id, session_id })
  })
}

async function held(tx: Db, user_id: string): Promise<{ person: users.User; phone: phones.Phone }> {
  const person = await users.hold(tx, user_id)
  const phone = person && (await phones.ofUser(tx, user_id))
  if (!phone) throw new Problem('not_found', { detail: 'You have no phone number here.' })
  return { person, phone }
}

/** What began with it and waits for a second step is over too. @throws Problem `conflict` where it is the only one */
async function noLongerWayIn(tx: Db, call: Call, user_id: string): Promise<void> {
  if (!mayRemove(await hasOf(tx, call.app.config, user_id), 'phone'))
    throw new Problem('conflict', {
      detail: 'This number is your only way to sign in. Set a password or add a passkey first.',
    })
  await oneTimeTokens.endAll(tx, 'sign_in_attempt', user_id, call.app.now())
}
