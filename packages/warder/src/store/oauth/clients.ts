import type { Insertable, Selectable } from 'kysely'
import type { Db } from '../open.ts'
import { prepared } from '../prepared.ts'
import type { ClientTable } from '../schema/clients.ts'

export type ClientRow = Selectable<ClientTable>

const byId = prepared((db, tenant_id: string, client_id: string) =>
  db.selectFrom('client').selectAll().where('client_id', '=', client_id).where('tenant_id', '=', tenant_id),
)

export async function find(db: Db, tenant_id: string, client_id: string): Promise<ClientRow | undefined> {
  return byId.first(db, tenant_id, client_id)
}

export async function insert(db: Db, row: Insertable<ClientTable>): Promise<void> {
  await db.insertInto('client').values(row).execute()
}

/** Ordered by id; `after` is the last id of the page before. */
export async function list(db: Db, tenant_id: string, limit: number, after?: string): Promise<ClientRow[]> {
  return db
    .selectFrom('client')
    .selectAll()
    .where('tenant_id', '=', tenant_id)
    .$if(after !== undefined, (query) => query.where('client_id', '>', after ?? ''))
    .orderBy('client_id')
    .limit(limit)
    .execute()
}

export async function remove(db: Db, tenant_id: string, client_id: string): Promise<boolean> {
  const result = await db
    .deleteFrom('client')
    .where('client_id', '=', client_id)
    .where('tenant_id', '=', tenant_id)
    .executeTakeFirst()
  return result.numDeletedRows === 1n
}
