import { isDocumentId } from '@warder/protocol'
import type { Selectable } from 'kysely'
import { newId } from '../../crypto/tokens.ts'
import type { Db } from '../open.ts'
import { prepared } from '../prepared.ts'
import type { ClientTable } from '../schema/clients.ts'
import { nameOfClient } from './client-key.ts'

/** A client by what everybody calls it: its key in the table stays in the store. */
export type ClientRow = Omit<Selectable<ClientTable>, 'document'>

/** What can be changed of one. */
export type ClientColumns = Partial<Omit<ClientRow, 'client_id' | 'tenant_id'>>

// Most clients were given their id, which is the key of the table as well: for them it is the shortest way.
const byKey = prepared((db, tenant_id: string, client_id: string) =>
  db
    .selectFrom('client')
    .selectAll()
    .where('client_id', '=', client_id)
    .where('tenant_id', '=', tenant_id)
    // The key of one that describes itself is no name of it.
    .where('document', 'is', null),
)

const byDocument = prepared((db, tenant_id: string, client_id: string) =>
  db.selectFrom('client').selectAll().where('tenant_id', '=', tenant_id).where(nameOfClient, '=', client_id),
)

export async function find(db: Db, tenant_id: string, client_id: string): Promise<ClientRow | undefined> {
  const row = await (isDocumentId(client_id) ? byDocument : byKey).first(db, tenant_id, client_id)
  return row && named(row)
}

const named = ({ document, ...row }: Selectable<ClientTable>): ClientRow => ({
  ...row,
  client_id: document ?? row.client_id,
})

/** Its picture as it stands in a page. */
export async function logoOf(db: Db, tenant_id: string, client_id: string): Promise<string | undefined> {
  const row = await db
    .selectFrom('client')
    .select('logo')
    .where('tenant_id', '=', tenant_id)
    .where(nameOfClient, '=', client_id)
    .executeTakeFirst()
  return row?.logo ?? undefined
}

export async function insert(db: Db, row: ClientRow): Promise<void> {
  await db.insertInto('client').values(row).execute()
}

/** Adds a client that describes itself. False when its tenant has it already. */
export async function insertDescribed(db: Db, row: ClientRow): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('client')
    .values({ ...row, client_id: newId('dsc'), document: row.client_id })
    .onConflict((conflict) => conflict.doNothing())
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
  const rows = await db
    .selectFrom('client')
    .selectAll()
    .where('tenant_id', '=', tenant_id)
    .$if(after !== undefined, (query) => query.where(nameOfClient, '>', after ?? ''))
    .orderBy(nameOfClient)
    .limit(limit)
    .execute()
  return rows.map(named)
}

/** A client as it is, held until the end of the transaction. */
export async function hold(tx: Db, tenant_id: string, client_id: string): Promise<ClientRow | undefined> {
  const row = await tx
    .updateTable('client')
    .set((eb) => ({ updated_at: eb.ref('updated_at') }))
    .where('tenant_id', '=', tenant_id)
    .where(nameOfClient, '=', client_id)
    .returningAll()
    .executeTakeFirst()
  return row && named(row)
}

/** Changes a client that is held. */
export async function update(
  tx: Db,
  tenant_id: string,
  client_id: string,
  change: ClientColumns,
): Promise<void> {
  await tx
    .updateTable('client')
    .set(change)
    .where('tenant_id', '=', tenant_id)
    .where(nameOfClient, '=', client_id)
    .execute()
}

/** Changes a client that is still there and not disabled. False when it is not. */
export async function updateEnabled(
  db: Db,
  tenant_id: string,
  client_id: string,
  change: ClientColumns,
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('client')
    .set(change)
    .where('tenant_id', '=', tenant_id)
    .where(nameOfClient, '=', client_id)
    .where('disabled_at', 'is', null)
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

export async function remove(db: Db, tenant_id: string, client_id: string): Promise<boolean> {
  const result = await db
    .deleteFrom('client')
    .where('tenant_id', '=', tenant_id)
    .where(nameOfClient, '=', client_id)
    .executeTakeFirst()
  return result.numDeletedRows === 1n
}
