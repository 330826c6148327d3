import { waysToConfirm, type Confirmation } from '../../access/confirming.ts'
import type { Call } from '../../http/router.ts'
import type { SessionCaller } from '../../sessions/guard.ts'
import * as credentials from '../../store/people/credentials.ts'
import * as users from '../../store/people/users.ts'
import type { Db } from '../../store/open.ts'
import { secondFactorsOf } from '../second-factors.ts'

/** By what a person can confirm that they are it, the strongest first but for the password, which is what people know best. */
async function hasOf(db: Db, user_id: string): Promise<Confirmation[]> {
  const person = await users.find(db, user_id)
  if (!person) return []
  const password = await credentials.findByUser(db, user_id, 'password')
  return [...(password ? (['password'] as const) : []), ...(await secondFactorsOf(db, person))]
}

export type Ways = {
  /** What will do. */
  ways: Confirmation[]
  /** The level that is asked for cannot be reached before a second factor is set up. */
  set_up: boolean
}

/** What a person may confirm with, to any level or to one of `acr`. */
export async function waysOf(
  { app }: Pick<Call, 'app'>,
  session: Pick<SessionCaller, 'user_id' | 'amr'>,
  acr?: readonly string[],
): Promise<Ways> {
  const has = await hasOf(app.db, session.user_id)
  const ways = waysToConfirm(has, session.amr, acr)
  if (acr === undefined || ways.length > 0) return { ways, set_up: false }
  return { ways: waysToConfirm(has, session.amr), set_up: true }
}
