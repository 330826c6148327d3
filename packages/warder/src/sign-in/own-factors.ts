import type { Call } from '../http/router.ts'
import type { Db } from '../store/open.ts'
import * as factors from '../store/people/factors.ts'
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
