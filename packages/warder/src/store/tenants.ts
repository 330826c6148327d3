import type { Seconds } from '@warder/protocol'
import { sql, type Selectable } from 'kysely'
import { prepared } from './prepared.ts'
import type { Db } from './open.ts'
import type { TenantTable } from './schema/tenants.ts'
import { words } from './words.ts'

export type TenantRow = Selectable<TenantTable>

/** The directory of the first tenant, whose people may belong to others as well. */
export const commonDirectory = 'dir_common'

const bySlug = prepared((db: Db, slug: string) =>
  db.selectFrom('tenant').selectAll().where('slug', '=', slug),
)

export function findBySlug(db: Db, slug: string) {
  return bySlug.first(db, slug)
}

const byId = prepared((db: Db, id: string) => db.selectFrom('tenant').selectAll().where('id', '=', id))

/** By slug, or by id, which no slug looks like. */
export function findByName(db: Db, name: string) {
  return (name.startsWith('ten_') ? byId : bySlug).first(db, name)
}

/** Adds a tenant, with a directory of its own unless it has the common one. */
export async function insert(
  tx: Db,
  tenant: Pick<
    TenantRow,
    'id' | 'directory_id' | 'slug' | 'name' | 'issuer' | 'tier' | 'seats' | 'created_at'
  >,
): Promise<void> {
  const { directory_id, name, created_at } = tenant
  if (directory_id !== commonDirectory)
    await tx.insertInto('directory').values({ id: directory_id, name, created_at }).execute()
  await tx
    .insertInto('tenant')
    .values({
      ...tenant,
      second_factor_required_at: null,
      suspended_at: null,
      deleted_at: null,
      erased_at: null,
    })
    .execute()
}

type Wanted = {
  limit: number
  after?: string | undefined
  tier?: string | undefined
  prefix?: string | undefined
}

/** By slug, without those that were deleted; `after` is the last of the page before, `prefix` what their slugs begin with. */
export async function list(db: Db, { limit, after, tier, prefix }: Wanted): Promise<TenantRow[]> {
  return (
    db
      .selectFrom('tenant')
      .selectAll()
      .where('deleted_at', 'is', null)
      .$if(tier !== undefined, (query) => query.where('tier', '=', tier ?? ''))
      // No slug has a sign that `like` reads as anything but itself.
      .$if(prefix !== undefined, (query) => query.where('slug', 'like', `${prefix}%`))
      .$if(after !== undefined, (query) => query.where('slug', '>', after ?? ''))
      .orderBy('slug')
      .limit(limit)
      .execute()
  )
}

/** Call it where the tenant is held. */
export async function update(
  tx: Db,
  id: string,
  change: Partial<
    Pick<TenantRow, 'name' | 'tier' | 'seats' | 'issuer' | 'brand_name' | 'brand_color' | 'logo_id'>
  >,
): Promise<void> {
  await tx.updateTable('tenant').set(change).where('id', '=', id).execute()
}

/** Suspends a tenant, or with null lets it go on. False where it was so before. */
export async function suspend(tx: Db, id: string, at: Seconds | null): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('tenant')
    .set({ suspended_at: at })
    .where('id', '=', id)
    .where('suspended_at', at === null ? 'is not' : 'is', null)
    .where('deleted_at', 'is', null)
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

/** The same, and how many may belong to it: undefined where there is no such tenant, null for any number. */
export async function holdSeats(tx: Db, tenant_id: string): Promise<number | null | undefined> {
  const row = await tx
    .updateTable('tenant')
    .set((eb) => ({ name: eb.ref('name') }))
    .where('id', '=', tenant_id)
    .returning('seats')
    .executeTakeFirst()
  return row?.seats
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
