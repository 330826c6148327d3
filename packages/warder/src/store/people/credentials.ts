import type { Seconds } from '@warder/protocol'
import type { Db } from '../open.ts'
import { prepared } from '../prepared.ts'
import type { CredentialTable } from '../schema/people.ts'

type NewCredential = Omit<CredentialTable, 'name' | 'last_used_at' | 'locked_at'> & { name?: string }

export async function insert(db: Db, row: NewCredential): Promise<void> {
  await db.insertInto('credential').values(row).execute()
}

export async function findByUser(db: Db, user_id: string, method: string) {
  return db
    .selectFrom('credential')
    .select(['id', 'data'])
    .where('user_id', '=', user_id)
    .where('method', '=', method)
    .executeTakeFirst()
}

/** Everything that a person can prove now, without names. */
export async function listUsable(db: Db, user_id: string) {
  return db
    .selectFrom('credential')
    .select(['method', 'data', 'last_used_at'])
    .where('user_id', '=', user_id)
    .where('locked_at', 'is', null)
    .execute()
}

/**
 * Whether a credential is still what was checked a moment ago, and holds it so until the end of the transaction:
 * a proof by a password that is being replaced must not open anything afterwards. Never so when it is locked.
 */
export async function holdUnchanged(tx: Db, user_id: string, method: string, data: string): Promise<boolean> {
  return (await unchanged.first(tx, user_id, method, data)) !== undefined
}

const unchanged = prepared((db: Db, user_id: string, method: string, data: string) =>
  db
    .updateTable('credential')
    .set((eb) => ({ data: eb.ref('data') }))
    .where('user_id', '=', user_id)
    .where('method', '=', method)
    .where('data', '=', data)
    .where('locked_at', 'is', null)
    .returning('id'),
)

/**
 * Takes away the password of a person: of any number who try, one removes it. In a transaction, before the person is held,
 * as a sign-in does it: then neither waits for the other.
 */
export async function removePassword(tx: Db, user_id: string): Promise<boolean> {
  const { numDeletedRows } = await tx
    .deleteFrom('credential')
    .where('user_id', '=', user_id)
    .where('method', '=', 'password')
    .executeTakeFirst()
  return numDeletedRows === 1n
}

/** From now on it proves nothing, until it is replaced. */
export async function lock(tx: Db, user_id: string, method: string, now: Seconds): Promise<void> {
  await tx
    .updateTable('credential')
    .set({ locked_at: now })
    .where('user_id', '=', user_id)
    .where('method', '=', method)
    .where('locked_at', 'is', null)
    .execute()
}

/** Replaces what a person proves with, whatever it was before. False when they have no such credential. */
export async function replace(
  db: Db,
  user_id: string,
  method: string,
  data: string,
  now: Seconds,
): Promise<boolean> {
  const result = await db
    .updateTable('credential')
    .set({ data, locked_at: null, updated_at: now })
    .where('user_id', '=', user_id)
    .where('method', '=', method)
    .executeTakeFirst()
  return result.numUpdatedRows === 1n
}

/**
 * Puts another form of the same proof in place of the one that was checked. False when somebody changed it since.
 * It is no change of the person's: when it was last changed stays, and so does a lock.
 */
export async function exchange(
  db: Db,
  user_id: string,
  method: string,
  checked: string,
  data: string,
): Promise<boolean> {
  const result = await db
    .updateTable('credential')
    .set({ data })
    .where('user_id', '=', user_id)
    .where('method', '=', method)
    .where('data', '=', checked)
    .executeTakeFirst()
  return result.numUpdatedRows === 1n
}
