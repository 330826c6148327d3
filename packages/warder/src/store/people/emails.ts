import type { Seconds } from '@warder/protocol'
import { newId } from '../../crypto/tokens.ts'
import type { Db } from '../open.ts'
import type { UserEmailTable } from '../schema/people.ts'

export type NewEmail = Omit<UserEmailTable, 'id' | 'held_until' | 'hold_rank'>

/** An address as it is kept. */
export type UserEmail = UserEmailTable

/** Throws the store's unique violation when the address leads to somebody already. */
export async function insert(db: Db, email: NewEmail & { id?: string }): Promise<void> {
  await db
    .insertInto('user_email')
    .values({ id: newId('eml'), ...email, held_until: null, hold_rank: 0 })
    .execute()
}

/** The addresses of a person, the oldest first. */
export async function listOf(db: Db, user_id: string): Promise<UserEmail[]> {
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
export async function find(db: Db, user_id: string, id: string): Promise<UserEmail | undefined> {
  return db
    .selectFrom('user_email')
    .selectAll()
    .where('id', '=', id)
    .where('user_id', '=', user_id)
    .executeTakeFirst()
}

/** The main address of a person. */
export async function findPrimary(db: Db, user_id: string): Promise<UserEmail | undefined> {
  return db
    .selectFrom('user_email')
    .innerJoin('user', (join) =>
      join.onRef('user.id', '=', 'user_email.user_id').onRef('user.email', '=', 'user_email.email'),
    )
    .selectAll('user_email')
    .where('user_email.user_id', '=', user_id)
    .executeTakeFirst()
}

/**
 * Holds the person until the end of the transaction and gives them as they are now. Whatever changes addresses begins
 * with it, so that of two changes at once the second sees what the first did. Undefined when there is no such person.
 */
export async function holdPerson(tx: Db, user_id: string, now: Seconds) {
  return tx
    .updateTable('user')
    .set({ updated_at: now })
    .where('id', '=', user_id)
    .returningAll()
    .executeTakeFirst()
}

/**
 * Notes that its person reads an address, which proves it where an operator alone had said so. False when it is no longer
 * theirs.
 */
export async function prove(tx: Db, user_id: string, id: string, now: Seconds): Promise<boolean> {
  const row = await tx
    .updateTable('user_email')
    .set((eb) => ({ verified_at: eb.fn.coalesce('verified_at', eb.val(now)) }))
    .where('id', '=', id)
    .where('user_id', '=', user_id)
    .returning('email')
    .executeTakeFirst()
  if (!row) return false
  await tx
    .updateTable('user')
    .set({ email_verified_at: now })
    .where('id', '=', user_id)
    .where('email', '=', row.email)
    .where('email_verified_at', 'is', null)
    .execute()
  return true
}

/** Makes an address the main one. Call `holdPerson` first. False when it is not a proved address of theirs. */
export async function makePrimary(tx: Db, user_id: string, id: string): Promise<boolean> {
  const proved = tx
    .selectFrom('user_email')
    .where('user_email.id', '=', id)
    .where('user_email.user_id', '=', user_id)
    .where('verified_at', 'is not', null)
  const { numUpdatedRows } = await tx
    .updateTable('user')
    .set((eb) => ({
      email: eb.fn.coalesce(proved.select('user_email.email'), 'user.email'),
      email_verified_at: proved.select('verified_at'),
    }))
    .where('user.id', '=', user_id)
    .where((eb) => eb.exists(proved.select('user_email.id')))
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

/**
 * Keeps an address from being removed until `until`, so that whoever reads it can undo what replaced it. One that
 * is held already keeps its rank: of several the one that was replaced first has the last word.
 */
export async function hold(tx: Db, { id, user_id }: UserEmail, until: Seconds, now: Seconds): Promise<void> {
  await tx
    .updateTable('user_email')
    .set((eb) => ({
      held_until: until,
      hold_rank: eb
        .case()
        .when('held_until', '>', now)
        .then(eb.ref('hold_rank'))
        .else(
          eb
            .selectFrom('user_email as other')
            .select((other) => other(other.fn.max('other.hold_rank'), '+', 1).as('next'))
            .where('other.user_id', '=', user_id),
        )
        .end(),
    }))
    .where('id', '=', id)
    .execute()
}

/** Removes an address of a person, unless it is the main one or held. Call `holdPerson` first. */
export async function remove(
  tx: Db,
  user_id: string,
  id: string,
  now: Seconds,
): Promise<UserEmail | undefined> {
  return tx
    .deleteFrom('user_email')
    .where('id', '=', id)
    .where('user_id', '=', user_id)
    .where((eb) => eb.or([eb('held_until', 'is', null), eb('held_until', '<=', now)]))
    .where((eb) =>
      eb('email', 'not in', eb.selectFrom('user').select('user.email').where('id', '=', user_id)),
    )
    .returningAll()
    .executeTakeFirst()
}

/**
 * Removes every address of a person but `kept`, and those that were replaced before it and may still be undone:
 * otherwise whoever replaced them could drop them by an undo of their own. Call `holdPerson` first.
 */
export async function removeOthers(tx: Db, kept: UserEmail, now: Seconds): Promise<UserEmail[]> {
  return tx
    .deleteFrom('user_email')
    .where('user_id', '=', kept.user_id)
    .where('id', '!=', kept.id)
    .where((eb) =>
      eb.or([
        eb('held_until', 'is', null),
        eb('held_until', '<=', now),
        eb('hold_rank', '>', kept.hold_rank),
      ]),
    )
    .returningAll()
    .execute()
}

/** Lets an address go: what was to be undone is undone. */
export async function release(tx: Db, id: string): Promise<void> {
  await tx.updateTable('user_email').set({ held_until: null, hold_rank: 0 }).where('id', '=', id).execute()
}
