import type { Seconds } from '@warder/protocol'
import type { Selectable } from 'kysely'
import { after, type Maybe } from '../../after.ts'
import type { Db } from '../open.ts'
import { prepared } from '../prepared.ts'
import type { TenantDomainTable } from '../schema/tenants.ts'

export type DomainRow = Selectable<TenantDomainTable>

/** Adds a claim. @throws a unique violation where the tenant has one of the name already */
export async function insert(tx: Db, row: DomainRow): Promise<void> {
  await tx.insertInto('tenant_domain').values(row).execute()
}

export async function countOf(tx: Db, tenant_id: string): Promise<number> {
  const { count } = await tx
    .selectFrom('tenant_domain')
    .select((eb) => eb.fn.countAll<number | string>().as('count'))
    .where('tenant_id', '=', tenant_id)
    .executeTakeFirstOrThrow()
  return Number(count)
}

/** By name; `after` is the last of the page before. */
export async function listOf(
  db: Db,
  tenant_id: string,
  { limit, after: last }: { limit: number; after?: string | undefined },
): Promise<DomainRow[]> {
  return db
    .selectFrom('tenant_domain')
    .selectAll()
    .where('tenant_id', '=', tenant_id)
    .$if(last !== undefined, (query) => query.where('name', '>', last ?? ''))
    .orderBy('name')
    .limit(limit)
    .execute()
}

/** By name, or by id, which no domain looks like. */
export async function find(db: Db, tenant_id: string, name: string): Promise<DomainRow | undefined> {
  return db
    .selectFrom('tenant_domain')
    .selectAll()
    .where('tenant_id', '=', tenant_id)
    .where(name.startsWith('dom_') ? 'id' : 'name', '=', name)
    .executeTakeFirst()
}

/** The claim that counts: of all that were made on a name, one is verified. */
export async function findVerified(db: Db, name: string): Promise<DomainRow | undefined> {
  return db
    .selectFrom('tenant_domain')
    .selectAll()
    .where('name', '=', name)
    .where('verified_at', 'is not', null)
    .executeTakeFirst()
}

const holder = prepared((db: Db, name: string) =>
  db
    .selectFrom('tenant_domain')
    .select('tenant_id')
    .where('name', '=', name)
    .where('verified_at', 'is not', null),
)

/** The id of the tenant whose verified domain this is. */
export function holderOf(db: Db, name: string): Maybe<string | undefined> {
  return after(holder.first(db, name), (row) => row?.tenant_id)
}

/**
 * Makes a claim the one that counts, or notes that its record was seen again. False where it is no more.
 *
 * @throws a unique violation where the name is verified for another tenant
 */
export async function verify(
  tx: Db,
  id: string,
  { now, check_at }: { now: Seconds; check_at: Seconds },
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('tenant_domain')
    .set((eb) => ({ verified_at: eb.fn.coalesce('verified_at', eb.val(now)), seen_at: now, check_at }))
    .where('id', '=', id)
    .where((eb) => eb.or([eb('verified_at', 'is not', null), eb('check_at', '>', now)]))
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

/** Those whose record has to be looked at again, and claims that were never proved. The longest waiting first. */
export async function due(db: Db, now: Seconds, limit: number): Promise<DomainRow[]> {
  return db
    .selectFrom('tenant_domain')
    .selectAll()
    .where('check_at', '<=', now)
    .orderBy('check_at')
    .limit(limit)
    .execute()
}

/** Takes one of them until `until`; false where another process has it. */
export async function claim(db: Db, { id, check_at }: Pick<DomainRow, 'id' | 'check_at'>, until: Seconds) {
  const { numUpdatedRows } = await db
    .updateTable('tenant_domain')
    .set({ check_at: until })
    .where('id', '=', id)
    .where('check_at', '=', check_at)
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

/** Forgets a claim that nobody proved. */
export async function removeUnproved(db: Db, id: string): Promise<void> {
  await db.deleteFrom('tenant_domain').where('id', '=', id).where('verified_at', 'is', null).execute()
}

/** False where it was gone, or was seen after `seen_before`. */
export async function remove(tx: Db, id: string, seen_before?: Seconds): Promise<boolean> {
  const { numDeletedRows } = await tx
    .deleteFrom('tenant_domain')
    .where('id', '=', id)
    .$if(seen_before !== undefined, (query) =>
      query.where((eb) => eb.or([eb('seen_at', 'is', null), eb('seen_at', '<=', seen_before ?? 0)])),
    )
    .executeTakeFirst()
  return numDeletedRows === 1n
}

/** All of a tenant, and its claims. */
export async function removeAllOf(tx: Db, tenant_id: string): Promise<void> {
  await tx.deleteFrom('tenant_domain').where('tenant_id', '=', tenant_id).execute()
}
