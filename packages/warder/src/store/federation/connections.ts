import type { Seconds } from '@warder/protocol'
import type { Insertable, Selectable, Updateable } from 'kysely'
import type { Db } from '../open.ts'
import type { ConnectionTable } from '../schema/federation.ts'

export type ConnectionRow = Selectable<ConnectionTable>

/** Throws the store's unique violation when the tenant has one of that name. */
export async function insert(db: Db, row: Insertable<ConnectionTable>): Promise<void> {
  await db.insertInto('connection').values(row).execute()
}

export async function findByName(
  db: Db,
  tenant_id: string,
  name: string,
): Promise<ConnectionRow | undefined> {
  return db
    .selectFrom('connection')
    .selectAll()
    .where('tenant_id', '=', tenant_id)
    .where('name', '=', name)
    .executeTakeFirst()
}

export async function find(db: Db, tenant_id: string, id: string): Promise<ConnectionRow | undefined> {
  return db
    .selectFrom('connection')
    .selectAll()
    .where('tenant_id', '=', tenant_id)
    .where('id', '=', id)
    .executeTakeFirst()
}

/** Those of a tenant, by name. */
export async function list(
  db: Db,
  tenant_id: string,
  limit: number,
  after?: string,
): Promise<ConnectionRow[]> {
  return db
    .selectFrom('connection')
    .selectAll()
    .where('tenant_id', '=', tenant_id)
    .$if(after !== undefined, (query) => query.where('name', '>', after ?? ''))
    .orderBy('name')
    .limit(limit)
    .execute()
}

/** What a page with a button for each has to know of them. */
export async function titles(
  db: Db,
  tenant_id: string,
): Promise<{ id: string; name: string; title: string }[]> {
  return db
    .selectFrom('connection')
    .select(['id', 'name', 'title'])
    .where('tenant_id', '=', tenant_id)
    .orderBy('title')
    .limit(50)
    .execute()
}

/** Changes it as it was read. False when somebody else was quicker, or it is gone. */
export async function update(
  db: Db,
  { id, version }: { id: string; version: number },
  change: Omit<Updateable<ConnectionTable>, 'id' | 'version'>,
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('connection')
    .set({ ...change, version: version + 1 })
    .where('id', '=', id)
    .where('version', '=', version)
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

/** Whose metadata has to be read again, the longest waiting first. */
export async function due(db: Db, now: Seconds, limit: number): Promise<ConnectionRow[]> {
  return db
    .selectFrom('connection')
    .selectAll()
    .where('refresh_at', '<=', now)
    .orderBy('refresh_at')
    .limit(limit)
    .execute()
}

/** Takes one of them until `until`; false where another process has it. */
export async function claim(
  db: Db,
  { id, refresh_at }: Pick<ConnectionRow, 'id' | 'refresh_at'>,
  until: Seconds,
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('connection')
    .set({ refresh_at: until })
    .where('id', '=', id)
    .where('refresh_at', '=', refresh_at)
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

type Look = Pick<ConnectionRow, 'refresh_at' | 'refreshed_at' | 'failing_since' | 'failure'>

/** Notes what came of it, for the connection as it was read. False when somebody has changed it meanwhile, or it is gone. */
export async function noteLook(
  tx: Db,
  { id, version }: Pick<ConnectionRow, 'id' | 'version'>,
  look: Look,
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('connection')
    .set(look)
    .where('id', '=', id)
    .where('version', '=', version)
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

/** Of every tenant, for whoever runs the server. */
export async function everyOne(
  db: Db,
): Promise<Pick<ConnectionRow, 'tenant_id' | 'name' | 'data' | 'failure' | 'failing_since'>[]> {
  return db
    .selectFrom('connection')
    .select(['tenant_id', 'name', 'data', 'failure', 'failing_since'])
    .orderBy('tenant_id')
    .orderBy('name')
    .execute()
}

/** Of any number who try, one removes it. */
export async function remove(tx: Db, id: string): Promise<boolean> {
  const { numDeletedRows } = await tx.deleteFrom('connection').where('id', '=', id).executeTakeFirst()
  return numDeletedRows === 1n
}
