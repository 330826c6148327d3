import type { Insertable, Selectable, Updateable } from 'kysely'
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

/** Its picture as it stands in a page. */
export async function logoOf(db: Db, tenant_id: string, client_id: string): Promise<string | undefined> {
  const row = await db
    .selectFrom('client')
    .select('logo')
    .where('client_id', '=', client_id)
    .where('tenant_id', '=', tenant_id)
    .executeTakeFirst()
  return row?.logo ?? undefined
}

export async function insert(db: Db, row: Insertable<ClientTable>): Promise<void> {
  await db.insertInto('client').values(row).execute()
}

/** False when there is a client of this id already. */
export async function insertNew(db: Db, row: Insertable<ClientTable>): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('client')
    .values(row)
    .onConflict((conflict) => conflict.column('client_id').doNothing())
    .executeTakeFirst()
  return numInsertedOrUpdatedRows === 1n
}

/**
 * Whether an application that operators registered, and did not disable, is sent back to a place of this origin, such as
 * `https://app.example`. What registered itself says of itself whatever it likes.
 */
export async function someReturnsTo(db: Db, tenant_id: string, origin: string): Promise<boolean> {
  const rows = await db
    .selectFrom('client')
    .select('redirect_uris')
    .where('tenant_id', '=', tenant_id)
    // A first sieve: an underscore in a name matches more than itself, and what passes is looked at below.
    .where('redirect_uris', 'like', `%"${origin}%`)
    .where('registered_at', 'is', null)
    .where('disabled_at', 'is', null)
    .limit(100)
    .execute()
  return rows.some(({ redirect_uris }) =>
    (JSON.parse(redirect_uris) as string[]).some((uri) => URL.parse(uri)?.origin === origin),
  )
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

/** A client as it is, held until the end of the transaction. */
export async function hold(tx: Db, tenant_id: string, client_id: string): Promise<ClientRow | undefined> {
  return tx
    .updateTable('client')
    .set((eb) => ({ updated_at: eb.ref('updated_at') }))
    .where('client_id', '=', client_id)
    .where('tenant_id', '=', tenant_id)
    .returningAll()
    .executeTakeFirst()
}

/** Changes a client that is held. */
export async function update(
  tx: Db,
  tenant_id: string,
  client_id: string,
  change: Updateable<ClientTable>,
): Promise<void> {
  await tx
    .updateTable('client')
    .set(change)
    .where('client_id', '=', client_id)
    .where('tenant_id', '=', tenant_id)
    .execute()
}

/** Changes a client that is still there and not disabled. False when it is not. */
export async function updateEnabled(
  db: Db,
  tenant_id: string,
  client_id: string,
  change: Updateable<ClientTable>,
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('client')
    .set(change)
    .where('client_id', '=', client_id)
    .where('tenant_id', '=', tenant_id)
    .where('disabled_at', 'is', null)
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

export async function remove(db: Db, tenant_id: string, client_id: string): Promise<boolean> {
  const result = await db
    .deleteFrom('client')
    .where('client_id', '=', client_id)
    .where('tenant_id', '=', tenant_id)
    .executeTakeFirst()
  return result.numDeletedRows === 1n
}
