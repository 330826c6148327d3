import type { Seconds } from '@warder/protocol'
import type { Selectable } from 'kysely'
import type { Db } from '../open.ts'
import type { VaultConnectionTable } from '../schema/vault.ts'

/** What people have connected. The tokens in it are written by whoever holds its lock, and by a new sign-in. */

export type ConnectionRow = Selectable<VaultConnectionTable>

type Whose = { tenant_id: string; user_id: string }

/** Keeps a new connection, or takes the place of the person's former one to that provider. Returns it as it is then. */
export async function put(tx: Db, row: VaultConnectionTable): Promise<ConnectionRow> {
  const { scope, connected_at } = row
  const taken = await tx
    .insertInto('vault_connection')
    .values(row)
    .onConflict((conflict) =>
      conflict
        .columns(['user_id', 'tenant_id', 'provider'])
        // Whoever is renewing the tokens of the former one comes too late.
        .doUpdateSet({ scope, connected_at, reauth_required_at: null, locked_by: null, locked_until: null }),
    )
    .returningAll()
    .executeTakeFirstOrThrow()
  return taken
}

/** The tokens of a connection, bound to its id, which only its row tells. */
export async function setGrant(tx: Db, id: string, grant_sealed: string): Promise<void> {
  await tx.updateTable('vault_connection').set({ grant_sealed }).where('id', '=', id).execute()
}

/** The connections of a person, by provider. There are no more of them than providers. */
export async function listOf(db: Db, { tenant_id, user_id }: Whose): Promise<ConnectionRow[]> {
  return db
    .selectFrom('vault_connection')
    .selectAll()
    .where('user_id', '=', user_id)
    .where('tenant_id', '=', tenant_id)
    .orderBy('provider')
    .execute()
}

/** A connection by its id; of nobody but this person where one is named. */
export async function find(
  db: Db,
  { tenant_id, user_id }: { tenant_id: string; user_id?: string },
  id: string,
): Promise<ConnectionRow | undefined> {
  return db
    .selectFrom('vault_connection')
    .selectAll()
    .where('id', '=', id)
    .where('tenant_id', '=', tenant_id)
    .$if(user_id !== undefined, (query) => query.where('user_id', '=', user_id ?? ''))
    .executeTakeFirst()
}

/** Holds a connection for the rest of the transaction; false when it is gone. */
export async function hold(tx: Db, { tenant_id, user_id }: Whose, id: string): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('vault_connection')
    .set((eb) => ({ created_at: eb.ref('created_at') }))
    .where('id', '=', id)
    .where('tenant_id', '=', tenant_id)
    .where('user_id', '=', user_id)
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

/** Removes a connection and returns what it was; undefined when there was none. */
export async function remove(
  tx: Db,
  { tenant_id, user_id }: Whose,
  id: string,
): Promise<ConnectionRow | undefined> {
  return tx
    .deleteFrom('vault_connection')
    .where('id', '=', id)
    .where('tenant_id', '=', tenant_id)
    .where('user_id', '=', user_id)
    .returningAll()
    .executeTakeFirst()
}

/** Removes everything that a person has connected, and returns what it was. */
export async function removeAllOf(tx: Db, user_id: string): Promise<ConnectionRow[]> {
  return tx.deleteFrom('vault_connection').where('user_id', '=', user_id).returningAll().execute()
}

/** Removes every connection to a provider, and returns what they were. */
export async function removeAllTo(tx: Db, tenant_id: string, provider: string): Promise<ConnectionRow[]> {
  return tx
    .deleteFrom('vault_connection')
    .where('tenant_id', '=', tenant_id)
    .where('provider', '=', provider)
    .returningAll()
    .execute()
}

/** Removes what was connected from a moment on: it may lead to the account of somebody else. Says how many there were. */
export async function removeSince(tx: Db, user_id: string, since: Seconds): Promise<number> {
  const { numDeletedRows } = await tx
    .deleteFrom('vault_connection')
    .where('user_id', '=', user_id)
    .where('connected_at', '>=', since)
    .executeTakeFirst()
  return Number(numDeletedRows)
}

/** How many connections there are to each provider. */
export async function countByProvider(db: Db, tenant_id: string): Promise<Map<string, number>> {
  const rows = await db
    .selectFrom('vault_connection')
    .select((eb) => ['provider', eb.fn.countAll().as('count')])
    .where('tenant_id', '=', tenant_id)
    .groupBy('provider')
    .execute()
  return new Map(rows.map(({ provider, count }) => [provider, Number(count)]))
}

/** Notes that it was used now. */
export async function noteUse(db: Db, id: string, now: Seconds): Promise<void> {
  await db.updateTable('vault_connection').set({ last_used_at: now }).where('id', '=', id).execute()
}

/**
 * Takes the lock of a connection, which is free, or was held by one who has not been heard of since. One statement: of any
 * number who try, one has it.
 *
 * @param until until when its holder counts as alive
 */
export async function lock(
  db: Db,
  id: string,
  { holder, now, until }: { holder: string; now: Seconds; until: Seconds },
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('vault_connection')
    .set({ locked_by: holder, locked_until: until })
    .where('id', '=', id)
    .where((eb) => eb.or([eb('locked_by', 'is', null), eb('locked_until', '<=', now)]))
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

/** Says that the holder is still alive. False when it lost the lock. */
export async function keepLock(db: Db, id: string, holder: string, until: Seconds): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('vault_connection')
    .set({ locked_until: until })
    .where('id', '=', id)
    .where('locked_by', '=', holder)
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

export async function unlock(db: Db, id: string, holder: string): Promise<void> {
  await db
    .updateTable('vault_connection')
    .set({ locked_by: null, locked_until: null })
    .where('id', '=', id)
    .where('locked_by', '=', holder)
    .execute()
}

/** Writes the tokens by who holds the lock. False when it was lost: another one's tokens are newer and stay. */
export async function setGrantByHolder(
  db: Db,
  id: string,
  holder: string,
  set: Pick<ConnectionRow, 'grant_sealed' | 'reauth_required_at'> & { scope?: string },
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('vault_connection')
    .set(set)
    .where('id', '=', id)
    .where('locked_by', '=', holder)
    .executeTakeFirst()
  return numUpdatedRows === 1n
}
