import type { Seconds } from '@warder/protocol'
import { newId } from '../../crypto/tokens.ts'
import type { Db } from '../open.ts'
import type { UserEmailTable } from '../schema/people.ts'

export type NewEmail = Omit<UserEmailTable, 'id' | 'held_until' | 'hold_rank'>

/** Throws the store's unique violation when the address leads to somebody already. */
export async function insert(db: Db, email: NewEmail): Promise<void> {
  await db
    .insertInto('user_email')
    .values({ id: newId('eml'), ...email, held_until: null, hold_rank: 0 })
    .execute()
}

/** The addresses of a person, the oldest first. */
export async function listOf(db: Db, user_id: string) {
  return db
    .selectFrom('user_email')
    .selectAll()
    .where('user_id', '=', user_id)
    .orderBy('created_at')
    .orderBy('id')
    .limit(100)
    .execute()
}

/** One address of one person; undefined when it is somebody else's, or nobody's any more. */
export async function find(db: Db, user_id: string, id: string) {
  return db
    .selectFrom('user_email')
    .selectAll()
    .where('id', '=', id)
    .where('user_id', '=', user_id)
    .executeTakeFirst()
}
