import { Problem } from '@warder/protocol'
import type { Db } from '../store/open.ts'
import * as users from '../store/people/users.ts'

/**
 * Holds a person until the end of the transaction: of whoever was erased a moment ago nothing is written down any more.
 * @throws Problem `not_found`
 */
export async function requirePerson(tx: Db, user_id: string): Promise<void> {
  if (!(await users.hold(tx, user_id))) throw new Problem('not_found', { detail: 'This account is gone.' })
}
