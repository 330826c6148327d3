import { Problem } from '@warder/protocol'
import { secondFactorRequired } from '../access/second-factor.ts'
import type { Call } from '../http/router.ts'
import type { Db } from '../store/open.ts'
import * as devices from '../store/people/devices.ts'
import * as factors from '../store/people/factors.ts'
import * as users from '../store/people/users.ts'
import * as oneTimeTokens from '../store/one-time-tokens.ts'
import * as tenants from '../store/tenants.ts'
import { firstCodes } from './backup-code/set.ts'
import type { SecondFactorId } from './method.ts'

/** The second factors of their own that a person has set up and confirmed, the strongest first. */
export async function ownFactorsOf(db: Db, user_id: string): Promise<SecondFactorId[]> {
  return factors.methodsOf(db, user_id)
}

/**
 * To be called once a second factor is stored, in its transaction: the person has one from here on.
 *
 * @returns recovery codes to show this one time; empty when they have some already
 */
export async function factorAdded(
  tx: Db,
  call: Call,
  person: { id: string; directory_id: string },
): Promise<string[]> {
  await factors.note(tx, person.id, call.app.now())
  return firstCodes(tx, call, person)
}

/**
 * To be called once a second factor is taken away, in its transaction: no browser is trusted any more for what it proved, a
 * sign-in that waits is over, since it may have begun with it, and the last one stays where there must be one (MF-19). Holds
 * the person, so that of two removals the second sees what the first has left.
 *
 * @returns whether the person still has one
 * @throws Problem `conflict` where it was the last one and one must stay
 */
export async function factorRemoved(
  tx: Db,
  call: Pick<Call, 'app' | 'tenant'>,
  user_id: string,
): Promise<boolean> {
  const has = await factors.note(tx, user_id, call.app.now())
  if (!has && (await isRequired(tx, call, user_id)))
    throw new Problem('conflict', {
      detail: 'This account must have a second step, and this is its last one. Add another one first.',
    })
  await devices.distrust(tx, user_id)
  await oneTimeTokens.endAll(tx, 'sign_in_attempt', user_id, call.app.now())
  return has
}

async function isRequired(db: Db, { app, tenant }: Pick<Call, 'app' | 'tenant'>, user_id: string) {
  const user = await users.find(db, user_id)
  const asks = await tenants.asksOf(db, tenant.id, user_id)
  return user !== undefined && secondFactorRequired({ config: app.config.second_factor, user, tenant: asks })
}
