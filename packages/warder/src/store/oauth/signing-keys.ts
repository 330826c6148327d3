import type { Seconds } from '@warder/protocol'
import type { ExpressionBuilder, Insertable, Selectable } from 'kysely'
import type { Db } from '../open.ts'
import type { SigningKeyTable } from '../schema/tenants.ts'

type Row = Selectable<SigningKeyTable>

/** The keys of a tenant that stand in its key set, and those that are believed for hints alone, oldest first. */
export async function believed(db: Db, tenant_id: string, now: Seconds): Promise<Row[]> {
  return db
    .selectFrom('signing_key')
    .selectAll()
    .where('tenant_id', '=', tenant_id)
    .where((eb) =>
      eb.or([eb('removed_at', 'is', null), eb('removed_at', '>', now), eb('hints_until', '>', now)]),
    )
    .orderBy('created_at')
    .orderBy('kid')
    .execute()
}

/** The keys of a tenant that stand in its key set, oldest first. */
export async function published(db: Db, tenant_id: string, now: Seconds): Promise<Row[]> {
  return db
    .selectFrom('signing_key')
    .selectAll()
    .where('tenant_id', '=', tenant_id)
    .where((eb) => eb.or([eb('removed_at', 'is', null), eb('removed_at', '>', now)]))
    .orderBy('created_at')
    .orderBy('kid')
    .execute()
}

/** The keys of every tenant that is not suspended that began to sign by then and have no successor: one of each algorithm at most. */
export async function unretiredSince(db: Db, began: Seconds): Promise<Row[]> {
  return db
    .selectFrom('signing_key')
    .innerJoin('tenant', 'tenant.id', 'signing_key.tenant_id')
    .selectAll('signing_key')
    .where('tenant.suspended_at', 'is', null)
    .where('retired_at', 'is', null)
    .where('active_at', '<=', began)
    .orderBy('active_at')
    .orderBy('kid')
    .execute()
}

/** Every key a tenant ever had, newest first. */
export async function listAll(db: Db, tenant_id: string): Promise<Row[]> {
  return db
    .selectFrom('signing_key')
    .selectAll()
    .where('tenant_id', '=', tenant_id)
    .orderBy('created_at', 'desc')
    .orderBy('kid')
    .execute()
}

/**
 * Adds a tenant's first key of an algorithm. False when there is one already: a unique index allows one
 * unretired key per tenant and algorithm, so of any number of instances one adds it.
 */
export async function insertFirst(db: Db, row: Insertable<SigningKeyTable>): Promise<boolean> {
  const result = await db
    .insertInto('signing_key')
    .values(row)
    .onConflict((oc) => oc.doNothing())
    .executeTakeFirst()
  return result.numInsertedOrUpdatedRows === 1n
}

export async function insert(db: Db, row: Insertable<SigningKeyTable>): Promise<void> {
  await db.insertInto('signing_key').values(row).execute()
}

/** Compare-and-swap: false when someone else retired the key first. */
export async function retire(
  db: Db,
  kid: string,
  times: { retired_at: Seconds; removed_at: Seconds; hints_until: Seconds | null },
): Promise<boolean> {
  const result = await db
    .updateTable('signing_key')
    .set(times)
    .where('kid', '=', kid)
    .where('retired_at', 'is', null)
    .executeTakeFirst()
  return result.numUpdatedRows === 1n
}

/** Takes a key that signs no more out of the key set, and believes no hint that it signed. False when it signs, or counts for nothing. */
export async function remove(tx: Db, tenant_id: string, kid: string, now: Seconds): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('signing_key')
    .set((eb) => ({ removed_at: sooner(eb, now), hints_until: null }))
    .where('tenant_id', '=', tenant_id)
    .where('kid', '=', kid)
    .where('retired_at', '<=', now)
    .where((eb) => eb.or([eb('removed_at', '>', now), eb('hints_until', '>', now)]))
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

/** Takes every older key of an algorithm out of the key set at once, and believes no hint that one of them signed. */
export async function removeAllBut(
  db: Db,
  key: { kid: string; tenant_id: string; alg: string },
  now: Seconds,
): Promise<string[]> {
  const rows = await db
    .updateTable('signing_key')
    .set((eb) => ({
      removed_at: sooner(eb, now),
      retired_at: eb.fn.coalesce('retired_at', eb.val(now)),
      hints_until: null,
    }))
    .where('tenant_id', '=', key.tenant_id)
    .where('alg', '=', key.alg)
    .where('kid', '!=', key.kid)
    .where((eb) =>
      eb.or([eb('removed_at', 'is', null), eb('removed_at', '>', now), eb('hints_until', '>', now)]),
    )
    .returning('kid')
    .execute()
  return rows.map((row) => row.kid)
}

/** When a key left the set that leaves it now at the latest. */
function sooner(eb: ExpressionBuilder<{ signing_key: SigningKeyTable }, 'signing_key'>, now: Seconds) {
  return eb.case().when('removed_at', '<=', now).then(eb.ref('removed_at')).else(eb.val(now)).end()
}
