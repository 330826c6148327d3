import type { Seconds, UserClaims } from '@warder/protocol'
import type { Insertable, Selectable, Updateable } from 'kysely'
import { kindOf, type Db } from '../open.ts'
import { prepared } from '../prepared.ts'
import type { UserTable } from '../schema/people.ts'
import * as emails from './emails.ts'

/** A person and their address, in a transaction. Throws the store's unique violation when the address leads to somebody. */
export async function insert(tx: Db, row: Insertable<UserTable>, email_key: string): Promise<void> {
  await tx.insertInto('user').values(row).execute()
  await emails.insert(tx, {
    user_id: row.id,
    directory_id: row.directory_id,
    email: row.email,
    email_key,
    verified_at: row.email_verified_at ?? null,
    created_at: row.created_at,
  })
}

export type User = Selectable<UserTable>

export type KeptClaims = Omit<Partial<UserClaims>, 'sub'>

/** What is told of a person beside the columns of their own. @param stored the column, written by `users/claims/set.ts` */
export function keptClaims(stored: string | null): KeptClaims {
  return stored === null ? {} : (JSON.parse(stored) as KeptClaims)
}

export async function find(db: Db, user_id: string) {
  return db.selectFrom('user').selectAll().where('id', '=', user_id).executeTakeFirst()
}

/** Somebody of a directory: whoever is known elsewhere alone is unknown in it. */
export async function findIn(db: Db, { directory_id }: Pick<User, 'directory_id'>, user_id: string) {
  const user = await find(db, user_id)
  return user?.directory_id === directory_id ? user : undefined
}

// The next address there is where this one is not: an unknown one would be known by the time that a missing row saves.
const byEmail = prepared((db, directory_id: string, email_key: string) =>
  db
    .selectFrom('user_email')
    .innerJoin('user', 'user.id', 'user_email.user_id')
    .selectAll('user')
    .select([
      'user_email.id as address_id',
      'user_email.email as address',
      'user_email.email_key',
      'user_email.verified_at as address_verified_at',
    ])
    .where('user_email.directory_id', '=', directory_id)
    .where('user_email.email_key', '>=', email_key)
    .orderBy('user_email.email_key')
    .limit(1),
)

/** Whom any of their addresses leads to. `address` is the one that did, as they wrote it, and `address_id` its row. */
export async function findByEmail(db: Db, directory_id: string, email_key: string) {
  const found = await byEmail.first(db, directory_id, email_key)
  return found?.email_key === email_key ? found : undefined
}

type FoundByEmail = NonNullable<Awaited<ReturnType<typeof findByEmail>>>

/**
 * Whether mail to the address that was found lets its reader in: to the main one, which is proved by that, and to another once it is
 * proved. An address that somebody only wrote down beside it would be a way in for whoever reads it.
 */
export function letsIn({ email, address, address_verified_at }: FoundByEmail): boolean {
  return address_verified_at !== null || address === email
}

const passwordOf = prepared((db, directory_id: string, email_key: string) =>
  db
    .selectFrom('user_email')
    .innerJoin('user', 'user.id', 'user_email.user_id')
    .innerJoin('credential', 'credential.user_id', 'user.id')
    .select(['user.id', 'credential.data', 'user.disabled_at', 'user.email_verified_at'])
    .where('user_email.directory_id', '=', directory_id)
    .where('user_email.email_key', '=', email_key)
    .where('credential.method', '=', 'password'),
)

/** The password row of the person an address leads to, or undefined when there is no such account or it has no password. */
export async function findPassword(db: Db, directory_id: string, email_key: string) {
  return passwordOf.first(db, directory_id, email_key)
}

/**
 * A person as they are, held so until the end of the transaction: whoever disables them meanwhile, or lets them in
 * elsewhere, comes before or after, never between. Undefined when there is no such person.
 */
export async function hold(tx: Db, user_id: string) {
  return held.first(tx, user_id)
}

const held = prepared((db: Db, user_id: string) =>
  db
    .updateTable('user')
    .set((eb) => ({ updated_at: eb.ref('updated_at') }))
    .where('id', '=', user_id)
    .returningAll(),
)

/** Notes a sign-in, and `by` what, where it began without a password. */
export async function noteLogin(tx: Db, user_id: string, now: Seconds, by?: string): Promise<void> {
  await (by === undefined ? login.all(tx, user_id, now) : loginWithout.all(tx, user_id, now, by))
}

const login = prepared((db: Db, user_id: string, now: Seconds) =>
  db.updateTable('user').set({ last_login_at: now }).where('id', '=', user_id),
)

const loginWithout = prepared((db: Db, user_id: string, now: Seconds, by: string) =>
  db
    .updateTable('user')
    .set({ last_login_at: now, passwordless_proved_at: now, passwordless_proved_by: by })
    .where('id', '=', user_id),
)

export async function update(db: Db, user_id: string, change: Updateable<UserTable>): Promise<void> {
  await db.updateTable('user').set(change).where('id', '=', user_id).execute()
}

export async function remove(db: Db, user_id: string): Promise<boolean> {
  const result = await db.deleteFrom('user').where('id', '=', user_id).executeTakeFirst()
  return result.numDeletedRows === 1n
}

/** Ordered by id; `after` is the last id of the page before. */
export async function list(db: Db, directory_id: string, limit: number, after?: string) {
  return db
    .selectFrom('user')
    .selectAll()
    .where('directory_id', '=', directory_id)
    .$if(after !== undefined, (query) => query.where('id', '>', after ?? ''))
    .orderBy('id')
    .limit(limit)
    .execute()
}

/** Those whose main address begins with a text, by its key; `after` is the last key of the page before. */
export async function listByAddress(
  db: Db,
  directory_id: string,
  prefix: string,
  limit: number,
  after?: string,
) {
  return (
    db
      .selectFrom('user_email')
      .innerJoin('user', (join) =>
        join.onRef('user.id', '=', 'user_email.user_id').onRef('user.email', '=', 'user_email.email'),
      )
      .selectAll('user')
      .where('user_email.directory_id', '=', directory_id)
      .where('user_email.email_key', '>=', prefix)
      // No address has the last of all characters in it.
      .where('user_email.email_key', '<', `${prefix}\u{10ffff}`)
      .$if(after !== undefined, (query) => query.where('user_email.email_key', '>', after ?? ''))
      .orderBy('user_email.email_key')
      .limit(limit)
      .execute()
  )
}

export async function grantRole(
  db: Db,
  tenant_id: string,
  user_id: string,
  role: string,
  now: Seconds,
): Promise<void> {
  await db
    .insertInto('user_role')
    .values({ user_id, tenant_id, role, granted_at: now })
    .onConflict((conflict) => conflict.columns(['user_id', 'tenant_id', 'role']).doNothing())
    .execute()
}

/** Whether anybody holds the role, also somebody who is disabled: that was an operator's wish and opens no new way in. */
export async function someoneHolds(db: Db, tenant_id: string, role: string): Promise<boolean> {
  const row = await db
    .selectFrom('user_role')
    .select('user_id')
    .where('tenant_id', '=', tenant_id)
    .where('role', '=', role)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

/** Where somebody holds a role. */
export async function tenantsWith(db: Db, user_id: string, role: string): Promise<string[]> {
  const rows = await db
    .selectFrom('user_role')
    .select('tenant_id')
    .where('user_id', '=', user_id)
    .where('role', '=', role)
    .orderBy('tenant_id')
    .execute()
  return rows.map((row) => row.tenant_id)
}

/**
 * Who holds a role and may sign in with it, as it stays until the end of the transaction: nobody of them is disabled,
 * deactivated or removed meanwhile. So of any number who leave at once, the last one sees that they are the last.
 */
export async function holdHolders(tx: Db, tenant_id: string, role: string): Promise<string[]> {
  const holders = tx
    .selectFrom('user_role')
    .select('user_id')
    .where('tenant_id', '=', tenant_id)
    .where('role', '=', role)
  // In the order of ids, so that no two wait for each other. SQLite has one writer anyway.
  const active = tx
    .selectFrom('user')
    .select('id')
    .where('id', 'in', holders)
    .where('disabled_at', 'is', null)
    .where('deactivated_at', 'is', null)
    .orderBy('id')
  const rows = await (kindOf(tx) === 'postgres' ? active.forUpdate() : active).execute()
  return rows.map((row) => row.id)
}
