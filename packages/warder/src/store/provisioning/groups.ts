import type { Insertable, Selectable, Updateable } from 'kysely'
import type { Db } from '../open.ts'
import type { ProvisionedGroupTable } from '../schema/provisioning.ts'

/** Groups of people that were made over SCIM. */
export type Group = Selectable<ProvisionedGroupTable>

export async function insert(tx: Db, row: Insertable<ProvisionedGroupTable>): Promise<void> {
  await tx.insertInto('provisioned_group').values(row).execute()
}

export async function find(db: Db, provisioner_id: string, id: string): Promise<Group | undefined> {
  return db
    .selectFrom('provisioned_group')
    .selectAll()
    .where('id', '=', id)
    .where('provisioner_id', '=', provisioner_id)
    .executeTakeFirst()
}

/** One of a tenant, whichever connection made it. */
export async function findIn(db: Db, tenant_id: string, id: string): Promise<Group | undefined> {
  return db
    .selectFrom('provisioned_group')
    .innerJoin('provisioner', 'provisioner.id', 'provisioned_group.provisioner_id')
    .selectAll('provisioned_group')
    .where('provisioned_group.id', '=', id)
    .where('provisioner.tenant_id', '=', tenant_id)
    .executeTakeFirst()
}

/** A group as it is, held until the end of the transaction. */
export async function hold(tx: Db, provisioner_id: string, id: string): Promise<Group | undefined> {
  return tx
    .updateTable('provisioned_group')
    .set((eb) => ({ version: eb.ref('version') }))
    .where('id', '=', id)
    .where('provisioner_id', '=', provisioner_id)
    .returningAll()
    .executeTakeFirst()
}

/** What all that are looked for have in common, as far as an index knows it. */
export type Narrowed = {
  id?: string | undefined
  display_name_key?: string | undefined
  external_id?: string | undefined
  member?: string | undefined
  /** The last id of the page before. */
  after?: string | undefined
  /** None but these. */
  among?: readonly string[]
}

/** By id. */
export async function list(
  db: Db,
  provisioner_id: string,
  { id, display_name_key, external_id, member, after, among }: Narrowed,
  { limit, offset = 0 }: { limit: number; offset?: number },
): Promise<Group[]> {
  return db
    .selectFrom('provisioned_group')
    .selectAll()
    .where('provisioner_id', '=', provisioner_id)
    .$if(id !== undefined, (query) => query.where('id', '=', id ?? ''))
    .$if(display_name_key !== undefined, (query) =>
      query.where('display_name_key', '=', display_name_key ?? ''),
    )
    .$if(external_id !== undefined, (query) => query.where('external_id', '=', external_id ?? ''))
    .$if(member !== undefined, (query) =>
      query.where('id', 'in', (eb) =>
        eb
          .selectFrom('provisioned_member')
          .select('group_id')
          .where('user_id', '=', member ?? ''),
      ),
    )
    .$if(after !== undefined, (query) => query.where('id', '>', after ?? ''))
    .$if(among !== undefined, (query) => query.where('id', 'in', among ?? []))
    .orderBy('id')
    .limit(limit)
    .offset(offset)
    .execute()
}

export async function count(db: Db, provisioner_id: string): Promise<number> {
  const row = await db
    .selectFrom('provisioned_group')
    .select((eb) => eb.fn.countAll().as('count'))
    .where('provisioner_id', '=', provisioner_id)
    .executeTakeFirst()
  return Number(row?.count ?? 0)
}

export async function update(tx: Db, id: string, change: Updateable<ProvisionedGroupTable>): Promise<void> {
  await tx.updateTable('provisioned_group').set(change).where('id', '=', id).execute()
}

/** Its memberships go with the row. */
export async function remove(tx: Db, id: string): Promise<void> {
  await tx.deleteFrom('provisioned_group').where('id', '=', id).execute()
}

/** How many people are in each of some groups together. */
export async function countMembers(db: Db, group_ids: readonly string[]): Promise<number> {
  if (group_ids.length === 0) return 0
  const row = await db
    .selectFrom('provisioned_member')
    .select((eb) => eb.fn.countAll().as('count'))
    .where('group_id', 'in', group_ids)
    .executeTakeFirst()
  return Number(row?.count ?? 0)
}

/** Who is in some groups, by the id of the group. */
export async function membersOf(db: Db, group_ids: readonly string[]): Promise<Map<string, string[]>> {
  const found = new Map<string, string[]>(group_ids.map((id) => [id, []]))
  if (group_ids.length === 0) return found
  const rows = await db
    .selectFrom('provisioned_member')
    .selectAll()
    .where('group_id', 'in', group_ids)
    .orderBy('user_id')
    .execute()
  for (const { group_id, user_id } of rows) found.get(group_id)?.push(user_id)
  return found
}

// Bound values are counted, and there are few in a statement.
const batch = 1000

export async function addMembers(tx: Db, group_id: string, user_ids: readonly string[]): Promise<void> {
  for (let at = 0; at < user_ids.length; at += batch) {
    const rows = user_ids.slice(at, at + batch).map((user_id) => ({ group_id, user_id }))
    await tx.insertInto('provisioned_member').values(rows).execute()
  }
}

export async function removeMembers(tx: Db, group_id: string, user_ids: readonly string[]): Promise<void> {
  for (let at = 0; at < user_ids.length; at += batch) {
    await tx
      .deleteFrom('provisioned_member')
      .where('group_id', '=', group_id)
      .where('user_id', 'in', user_ids.slice(at, at + batch))
      .execute()
  }
}

export type Membership = { user_id: string; id: string; display_name: string }

/** The groups of some people. */
export async function groupsOf(db: Db, user_ids: readonly string[]): Promise<Membership[]> {
  if (user_ids.length === 0) return []
  return db
    .selectFrom('provisioned_member')
    .innerJoin('provisioned_group', 'provisioned_group.id', 'provisioned_member.group_id')
    .select(['provisioned_member.user_id', 'provisioned_group.id', 'provisioned_group.display_name'])
    .where('provisioned_member.user_id', 'in', user_ids)
    .orderBy('provisioned_group.id')
    .execute()
}

/** Which of a connection's groups give a role, and which. */
export async function rolesOf(db: Db, provisioner_id: string): Promise<Record<string, string>> {
  const rows = await db
    .selectFrom('provisioned_group')
    .select(['id', 'role'])
    .where('provisioner_id', '=', provisioner_id)
    .where('role', 'is not', null)
    .execute()
  return Object.fromEntries(rows.map(({ id, role }) => [id, role ?? '']))
}
