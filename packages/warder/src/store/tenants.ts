import type { Seconds } from '@warder/protocol'
import { sql, type Selectable } from 'kysely'
import { prepared } from './prepared.ts'
import type { Db } from './open.ts'
import type { TenantTable } from './schema/tenants.ts'
import { words } from './words.ts'

export type TenantRow = Selectable<TenantTable>

const bySlug = prepared((db: Db, slug: string) =>
  db.selectFrom('tenant').selectAll().where('slug', '=', slug),
)

export function findBySlug(db: Db, slug: string) {
  return bySlug.first(db, slug)
}

export async function findById(db: Db, id: string) {
  return db.selectFrom('tenant').selectAll().where('id', '=', id).executeTakeFirst()
}

/** Adds a tenant, with a directory of its own. */
export async function insert(
  tx: Db,
  tenant: Pick<TenantRow, 'id' | 'directory_id' | 'slug' | 'name' | 'issuer' | 'created_at'>,
): Promise<void> {
  const { directory_id, name, created_at } = tenant
  await tx.insertInto('directory').values({ id: directory_id, name, created_at }).execute()
  await tx
    .insertInto('tenant')
    .values({ ...tenant, second_factor_required_at: null, suspended_at: null })
    .execute()
}

/** By slug; `after` is the last of the page before. */
export async function list(db: Db, limit: number, after?: string): Promise<TenantRow[]> {
  return db
    .selectFrom('tenant')
    .selectAll()
    .$if(after !== undefined, (query) => query.where('slug', '>', after ?? ''))
    .orderBy('slug')
    .limit(limit)
    .execute()
}

/** Suspends a tenant, or with null lets it go on. False where it was so before. */
export async function suspend(tx: Db, id: string, at: Seconds | null): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('tenant')
    .set({ suspended_at: at })
    .where('id', '=', id)
    .where('suspended_at', at === null ? 'is not' : 'is', null)
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

/** Holds a tenant for the rest of the transaction: what is counted in it is made one after the other. */
export async function hold(tx: Db, tenant_id: string): Promise<void> {
  await tx
    .updateTable('tenant')
    .set((eb) => ({ name: eb.ref('name') }))
    .where('id', '=', tenant_id)
    .execute()
}

const asks = prepared((db: Db, tenant_id: string, user_id: string) =>
  db
    .selectFrom('tenant')
    .select((eb) => [
      'second_factor_required_at',
      eb
        .selectFrom('user_role')
        .select(sql<string | null>`string_agg(role, ' ')`.as('roles'))
        .whereRef('user_role.tenant_id', '=', 'tenant.id')
        .where('user_role.user_id', '=', user_id)
        .as('roles'),
    ])
    .where('id', '=', tenant_id),
)

/** What a tenant asks of whoever signs in, and the roles that one person has there, as they are now. */
export async function asksOf(db: Db, tenant_id: string, user_id: string) {
  const row = await asks.first(db, tenant_id, user_id)
  return {
    second_factor_required_at: row?.second_factor_required_at ?? null,
    roles: words(row?.roles ?? ''),
  }
}

/** Has everybody who signs in to a tenant have a second factor, or no longer. */
export async function requireSecondFactor(db: Db, tenant_id: string, at: Seconds | null): Promise<void> {
  await db.updateTable('tenant').set({ second_factor_required_at: at }).where('id', '=', tenant_id).execute()
}

/** Sealed. Undefined while nobody has needed it. */
export async function saltOf(db: Db, tenant_id: string): Promise<string | undefined> {
  const row = await db
    .selectFrom('tenant')
    .select('pairwise_salt')
    .where('id', '=', tenant_id)
    .executeTakeFirst()
  return row?.pairwise_salt ?? undefined
}

/** Keeps the first salt of a tenant. Of any number of instances one keeps its own; every one gets what was kept. */
export async function keepSalt(db: Db, tenant_id: string, sealed: string): Promise<string> {
  await db
    .updateTable('tenant')
    .set({ pairwise_salt: sealed })
    .where('id', '=', tenant_id)
    .where('pairwise_salt', 'is', null)
    .execute()
  return (await saltOf(db, tenant_id)) ?? sealed
}
