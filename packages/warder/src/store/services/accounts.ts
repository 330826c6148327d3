import type { Seconds } from '@warder/protocol'
import type { Insertable, Selectable } from 'kysely'
import type { Db } from '../open.ts'
import { prepared } from '../prepared.ts'
import type { ServiceAccountTable } from '../schema/services.ts'
import * as tenants from '../tenants.ts'

export type ServiceAccountRow = Selectable<ServiceAccountTable>

export async function insert(tx: Db, row: Insertable<ServiceAccountTable>): Promise<void> {
  await tx.insertInto('service_account').values(row).execute()
}

const byId = prepared((db: Db, tenant_id: string, id: string) =>
  db.selectFrom('service_account').selectAll().where('id', '=', id).where('tenant_id', '=', tenant_id),
)

/** Undefined also for an account of another tenant. */
export async function find(db: Db, tenant_id: string, id: string): Promise<ServiceAccountRow | undefined> {
  return byId.first(db, tenant_id, id)
}

/** Undefined where there is no such account. */
export async function tenantOf(db: Db, id: string): Promise<string | undefined> {
  const row = await db
    .selectFrom('service_account')
    .select('tenant_id')
    .where('id', '=', id)
    .executeTakeFirst()
  return row?.tenant_id
}

/** Holds an account for the rest of the transaction: what is made for it is made one after the other. */
export async function hold(tx: Db, tenant_id: string, id: string): Promise<ServiceAccountRow | undefined> {
  return tx
    .updateTable('service_account')
    .set((eb) => ({ updated_at: eb.ref('updated_at') }))
    .where('id', '=', id)
    .where('tenant_id', '=', tenant_id)
    .returningAll()
    .executeTakeFirst()
}

/** How many there are in a tenant, whose row is held for the rest of the transaction. */
export async function holdCount(tx: Db, tenant_id: string): Promise<number> {
  await tenants.hold(tx, tenant_id)
  const row = await tx
    .selectFrom('service_account')
    .select((eb) => eb.fn.countAll().as('count'))
    .where('tenant_id', '=', tenant_id)
    .executeTakeFirst()
  return Number(row?.count ?? 0)
}

/** Those of a tenant by id; `after` is the last one of the page before. */
export async function list(
  db: Db,
  tenant_id: string,
  limit: number,
  after = '',
): Promise<ServiceAccountRow[]> {
  return db
    .selectFrom('service_account')
    .selectAll()
    .where('tenant_id', '=', tenant_id)
    .where('id', '>', after)
    .orderBy('id')
    .limit(limit)
    .execute()
}

export type AccountChange = Partial<
  Pick<ServiceAccountTable, 'name' | 'description' | 'scope' | 'resources' | 'token_claims' | 'disabled_at'>
>

/** Compare-and-swap: undefined when somebody else has changed or deleted the account since it was read. */
export async function update(
  tx: Db,
  read: Pick<ServiceAccountRow, 'id' | 'version'>,
  change: AccountChange,
  now: Seconds,
): Promise<ServiceAccountRow | undefined> {
  return tx
    .updateTable('service_account')
    .set({ ...change, version: read.version + 1, updated_at: now })
    .where('id', '=', read.id)
    .where('version', '=', read.version)
    .returningAll()
    .executeTakeFirst()
}

/** With its credentials and trust. False when there is none. */
export async function remove(tx: Db, tenant_id: string, id: string): Promise<boolean> {
  const { numDeletedRows } = await tx
    .deleteFrom('service_account')
    .where('id', '=', id)
    .where('tenant_id', '=', tenant_id)
    .executeTakeFirst()
  return numDeletedRows === 1n
}
