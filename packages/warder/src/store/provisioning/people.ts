import type { Insertable, Updateable } from 'kysely'
import { kindOf, type Db } from '../open.ts'
import type { ProvisionedUserTable } from '../schema/provisioning.ts'

/** People who were made over SCIM, each as the connection knows them that made them. */

export async function insert(tx: Db, row: Insertable<ProvisionedUserTable>): Promise<void> {
  await tx.insertInto('provisioned_user').values(row).execute()
}

function withAccount(db: Db, provisioner_id: string) {
  return db
    .selectFrom('provisioned_user')
    .innerJoin('user', 'user.id', 'provisioned_user.user_id')
    .selectAll('provisioned_user')
    .select('user.disabled_at as account_disabled_at')
    .where('provisioned_user.provisioner_id', '=', provisioner_id)
}

export async function find(db: Db, provisioner_id: string, user_id: string) {
  return withAccount(db, provisioner_id).where('provisioned_user.user_id', '=', user_id).executeTakeFirst()
}

/** Somebody of a tenant, whichever connection made them, while it is there. */
export async function findIn(db: Db, tenant_id: string, user_id: string): Promise<Provisioned | undefined> {
  return db
    .selectFrom('provisioned_user')
    .innerJoin('user', 'user.id', 'provisioned_user.user_id')
    .innerJoin('provisioner', 'provisioner.id', 'provisioned_user.provisioner_id')
    .selectAll('provisioned_user')
    .select('user.disabled_at as account_disabled_at')
    .where('provisioned_user.user_id', '=', user_id)
    .where('provisioner.tenant_id', '=', tenant_id)
    .where('provisioner.revoked_at', 'is', null)
    .executeTakeFirst()
}

export type Provisioned = NonNullable<Awaited<ReturnType<typeof find>>>

/** Holds one of a connection's people until the end of the transaction. Hold their account first. */
export async function hold(
  tx: Db,
  provisioner_id: string,
  user_id: string,
): Promise<Provisioned | undefined> {
  await tx
    .updateTable('provisioned_user')
    .set((eb) => ({ version: eb.ref('version') }))
    .where('user_id', '=', user_id)
    .where('provisioner_id', '=', provisioner_id)
    .execute()
  return find(tx, provisioner_id, user_id)
}

/**
 * Holds the accounts of some of a connection's people until the end of the transaction: what else changes where they belong comes
 * before or after.
 */
export async function holdAccounts(tx: Db, provisioner_id: string, ids: readonly string[]): Promise<void> {
  // SQLite has one writer anyway.
  if (ids.length === 0 || kindOf(tx) !== 'postgres') return
  await tx
    .selectFrom('user')
    .select('id')
    .where('id', 'in', (eb) =>
      eb
        .selectFrom('provisioned_user')
        .select('user_id')
        .where('provisioner_id', '=', provisioner_id)
        .where('user_id', 'in', ids),
    )
    // In the order of ids, so that no two wait for each other.
    .orderBy('id')
    .forNoKeyUpdate()
    .execute()
}

/** What all that are looked for have in common, as far as an index knows it. */
export type Narrowed = {
  user_id?: string | undefined
  user_name_key?: string | undefined
  external_id?: string | undefined
  /** The last id of those before. */
  after?: string | undefined
  /** None but these. */
  among?: readonly string[]
}

/** By id. */
export async function list(
  db: Db,
  provisioner_id: string,
  { user_id, user_name_key, external_id, after, among }: Narrowed,
  { limit, offset = 0 }: { limit: number; offset?: number },
): Promise<Provisioned[]> {
  return withAccount(db, provisioner_id)
    .$if(user_id !== undefined, (query) => query.where('provisioned_user.user_id', '=', user_id ?? ''))
    .$if(user_name_key !== undefined, (query) => query.where('user_name_key', '=', user_name_key ?? ''))
    .$if(external_id !== undefined, (query) => query.where('external_id', '=', external_id ?? ''))
    .$if(after !== undefined, (query) => query.where('provisioned_user.user_id', '>', after ?? ''))
    .$if(among !== undefined, (query) => query.where('provisioned_user.user_id', 'in', among ?? []))
    .orderBy('provisioned_user.user_id')
    .limit(limit)
    .offset(offset)
    .execute()
}

export async function count(db: Db, provisioner_id: string): Promise<number> {
  const row = await db
    .selectFrom('provisioned_user')
    .select((eb) => eb.fn.countAll().as('count'))
    .where('provisioner_id', '=', provisioner_id)
    .executeTakeFirst()
  return Number(row?.count ?? 0)
}

/** Of some ids, those that are a connection's people. */
export async function known(db: Db, provisioner_id: string, ids: readonly string[]): Promise<string[]> {
  if (ids.length === 0) return []
  const rows = await db
    .selectFrom('provisioned_user')
    .select('user_id')
    .where('provisioner_id', '=', provisioner_id)
    .where('user_id', 'in', ids)
    .execute()
  return rows.map(({ user_id }) => user_id)
}

export async function update(
  tx: Db,
  user_id: string,
  change: Updateable<ProvisionedUserTable>,
): Promise<void> {
  await tx.updateTable('provisioned_user').set(change).where('user_id', '=', user_id).execute()
}

/** The account becomes nobody's but its person's. Its memberships go with the row. */
export async function remove(tx: Db, user_id: string): Promise<void> {
  await tx.deleteFrom('provisioned_user').where('user_id', '=', user_id).execute()
}

/** What somebody can prove that is their own: a password, a passkey, an account elsewhere. */
export async function hasOwnProof(tx: Db, user_id: string): Promise<boolean> {
  const row = await tx
    .selectFrom('credential')
    .select('id')
    .where('user_id', '=', user_id)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}
