import type { Seconds } from '@warder/protocol'
import type { Insertable, Updateable } from 'kysely'
import type { Db } from '../open.ts'
import { prepared } from '../prepared.ts'
import type { RoleTable } from '../schema/tenants.ts'

export type RoleRow = RoleTable

export async function insert(db: Db, row: Insertable<RoleTable>): Promise<void> {
  await db.insertInto('role').values(row).execute()
}

export async function find(db: Db, tenant_id: string, name: string): Promise<RoleRow | undefined> {
  return db
    .selectFrom('role')
    .selectAll()
    .where('tenant_id', '=', tenant_id)
    .where('name', '=', name)
    .executeTakeFirst()
}

/** What a role is called, and what it allows, separated by spaces. */
export type Allowing = Pick<RoleRow, 'name' | 'permissions'>

/** Of the names, those that are roles of the tenant. */
export async function known(db: Db, tenant_id: string, names: readonly string[]): Promise<Allowing[]> {
  if (names.length === 0) return []
  return db
    .selectFrom('role')
    .select(['name', 'permissions'])
    .where('tenant_id', '=', tenant_id)
    .where('name', 'in', names)
    .execute()
}

/** By name; `after` is the last of the page before. */
export async function list(db: Db, tenant_id: string, limit: number, after?: string): Promise<RoleRow[]> {
  return db
    .selectFrom('role')
    .selectAll()
    .where('tenant_id', '=', tenant_id)
    .$if(after !== undefined, (query) => query.where('name', '>', after ?? ''))
    .orderBy('name')
    .limit(limit)
    .execute()
}

/** A role as it is, held until the end of the transaction. */
export async function hold(tx: Db, tenant_id: string, name: string): Promise<RoleRow | undefined> {
  return tx
    .updateTable('role')
    .set((eb) => ({ updated_at: eb.ref('updated_at') }))
    .where('tenant_id', '=', tenant_id)
    .where('name', '=', name)
    .returningAll()
    .executeTakeFirst()
}

/** Changes a role that is held. */
export async function update(
  tx: Db,
  tenant_id: string,
  name: string,
  change: Updateable<RoleTable>,
): Promise<void> {
  await tx
    .updateTable('role')
    .set(change)
    .where('tenant_id', '=', tenant_id)
    .where('name', '=', name)
    .execute()
}

/** Takes a role away, from everybody who has it. */
export async function remove(tx: Db, tenant_id: string, name: string): Promise<void> {
  await tx.deleteFrom('role').where('tenant_id', '=', tenant_id).where('name', '=', name).execute()
  await tx.deleteFrom('user_role').where('tenant_id', '=', tenant_id).where('role', '=', name).execute()
}

/** The roles somebody has in a tenant, or in all of them where none is named, and what those of them allow that the tenant made itself, separated by spaces. */
export async function heldBy(db: Db, tenant_id: string | undefined, user_id: string) {
  const rows = await (tenant_id === undefined
    ? heldAnywhere.all(db, user_id)
    : heldThere.all(db, user_id, tenant_id))
  return {
    roles: rows.map(({ role }) => role),
    custom: rows.map(({ permissions }) => permissions ?? '').join(' '),
  }
}

const held = (db: Db, user_id: string) =>
  db
    .selectFrom('user_role')
    .leftJoin('role', (join) =>
      join.onRef('role.tenant_id', '=', 'user_role.tenant_id').onRef('role.name', '=', 'user_role.role'),
    )
    .select(['user_role.role', 'role.permissions'])
    .where('user_role.user_id', '=', user_id)
    .orderBy('user_role.role')

const heldAnywhere = prepared(held)

const heldThere = prepared((db: Db, user_id: string, tenant_id: string) =>
  held(db, user_id).where('user_role.tenant_id', '=', tenant_id),
)

/** Every role that a tenant made itself, with what it allows. */
export async function all(db: Db, tenant_id: string): Promise<Allowing[]> {
  return db.selectFrom('role').select(['name', 'permissions']).where('tenant_id', '=', tenant_id).execute()
}

/** Those who have one of the roles in a tenant and whose account is open, by id. */
export async function holdersOf(db: Db, tenant_id: string, names: readonly string[], limit: number) {
  const holders = db
    .selectFrom('user_role')
    .select('user_id')
    .where('tenant_id', '=', tenant_id)
    .where('role', 'in', names)
  return db
    .selectFrom('user')
    .select(['id', 'email', 'full_name', 'locale'])
    .where('id', 'in', holders)
    .where('disabled_at', 'is', null)
    .where('deactivated_at', 'is', null)
    .orderBy('id')
    .limit(limit)
    .execute()
}

/** Those who have a role in a tenant, by id; `after` is the last id of the page before. */
export async function listHolders(db: Db, tenant_id: string, name: string, limit: number, after?: string) {
  return db
    .selectFrom('user_role')
    .innerJoin('user', 'user.id', 'user_role.user_id')
    .select(['user.id', 'user.email', 'user.full_name'])
    .where('user_role.tenant_id', '=', tenant_id)
    .where('user_role.role', '=', name)
    .$if(after !== undefined, (query) => query.where('user_role.user_id', '>', after ?? ''))
    .orderBy('user_role.user_id')
    .limit(limit)
    .execute()
}

/** Takes a role from somebody; false when they did not have it. */
export async function revoke(db: Db, tenant_id: string, user_id: string, role: string): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom('user_role')
    .where('tenant_id', '=', tenant_id)
    .where('user_id', '=', user_id)
    .where('role', '=', role)
    .executeTakeFirst()
  return numDeletedRows === 1n
}

/** Of some people, those who have a role. */
export async function holdersAmong(
  db: Db,
  tenant_id: string,
  role: string,
  user_ids: readonly string[],
): Promise<Set<string>> {
  const rows = await db
    .selectFrom('user_role')
    .select('user_id')
    .where('tenant_id', '=', tenant_id)
    .where('role', '=', role)
    .where('user_id', 'in', user_ids)
    .execute()
  return new Set(rows.map(({ user_id }) => user_id))
}

/** Gives a role to all of some people; whoever has it keeps it. */
export async function grantAll(
  tx: Db,
  tenant_id: string,
  user_ids: readonly string[],
  role: string,
  granted_at: Seconds,
): Promise<void> {
  if (user_ids.length === 0) return
  await tx
    .insertInto('user_role')
    .values(user_ids.map((user_id) => ({ user_id, tenant_id, role, granted_at })))
    .onConflict((conflict) => conflict.columns(['user_id', 'tenant_id', 'role']).doNothing())
    .execute()
}

/** Takes a role from all of some people. */
export async function revokeAll(
  tx: Db,
  tenant_id: string,
  user_ids: readonly string[],
  role: string,
): Promise<void> {
  if (user_ids.length === 0) return
  await tx
    .deleteFrom('user_role')
    .where('tenant_id', '=', tenant_id)
    .where('role', '=', role)
    .where('user_id', 'in', user_ids)
    .execute()
}
