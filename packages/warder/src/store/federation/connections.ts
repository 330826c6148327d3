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

/** Of any number who try, one removes it. */
export async function remove(tx: Db, id: string): Promise<boolean> {
  const { numDeletedRows } = await tx.deleteFrom('connection').where('id', '=', id).executeTakeFirst()
  return numDeletedRows === 1n
}
