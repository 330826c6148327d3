import { record } from '../../audit/audit.ts'
import type { Call } from '../../http/router.ts'
import * as oneTimeTokens from '../../store/one-time-tokens.ts'
import * as devices from '../../store/people/devices.ts'
import * as emails from '../../store/people/emails.ts'
import { deadLink } from '../dead-link.ts'
import { lockDown } from '../lifecycle/lock-down.ts'
import { findAlert } from './link.ts'

/**
 * "This wasn't me": the account is locked down, whoever is in it now. The mailbox is all that is asked.
 * @throws Problem `token_invalid`
 */
export async function denySignIn(call: Call, token: string): Promise<void> {
  const { app } = call
  const alert = await findAlert(call, token)
  if (!alert) throw deadLink()
  const { user_id, address_id, since, via } = alert
  await app.db.transaction().execute(async (tx) => {
    await lockDown(tx, call, user_id, { actor: user_id, since, address_id, via })
    if (!(await oneTimeTokens.consume(tx, 'sign_in_alert', token, app.now()))) throw deadLink()
  })
  app.log.warn({ user_id }, 'a person reported a sign-in that was not theirs, and their account is locked')
}

/**
 * "It was me": the device of a sign-in that was stopped is known from here on, and the next one there is nothing
 * unusual. It signs nobody in: whoever stands there still needs the password. @throws Problem `token_invalid`
 */
export async function allowSignIn(call: Call, token: string): Promise<void> {
  const { app } = call
  const alert = await findAlert(call, token)
  if (!alert?.stopped) throw deadLink()
  const { user_id, stopped } = alert
  const now = app.now()
  await app.db.transaction().execute(async (tx) => {
    if (!(await emails.holdPerson(tx, user_id, now))) throw deadLink()
    if (!(await oneTimeTokens.consume(tx, 'sign_in_alert', token, now))) throw deadLink()
    await devices.remember(tx, stopped, now)
    await record(tx, call, { type: 'sign_in.approved', outcome: 'succeeded', actor: user_id })
  })
}
