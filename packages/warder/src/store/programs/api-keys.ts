import type { Seconds } from '@warder/protocol'
import type { Db } from '../open.ts'
import type { ApiKeyTable } from '../schema/programs.ts'

/** The API keys of people: made, listed, given another secret and ended. What is presented is found in `api-key-holders.ts`. */

export async function insert(tx: Db, row: ApiKeyTable): Promise<void> {
  await tx.insertInto('api_key').values(row).execute()
}

/** How many keys of a person work now. Hold the person first where it decides whether there may be one more. */
export async function countLive(db: Db, user_id: string, now: Seconds): Promise<number> {
  const row = await db
    .selectFrom('api_key')
    .select((eb) => eb.fn.countAll().as('count'))
    .where('user_id', '=', user_id)
    .where('revoked_at', 'is', null)
    .where((eb) => eb.or([eb('expires_at', 'is', null), eb('expires_at', '>', now)]))
    .executeTakeFirst()
  return Number(row?.count ?? 0)
}

/** Holds a key that works, for the rest of the transaction. False when it has ended. */
export async function holdLive(tx: Db, id: string, now: Seconds): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('api_key')
    .set((eb) => ({ issued_at: eb.ref('issued_at') }))
    .where('id', '=', id)
    .where('revoked_at', 'is', null)
    .where((eb) => eb.or([eb('expires_at', 'is', null), eb('expires_at', '>', now)]))
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

const columns = [
  'id',
  'user_id',
  'tenant_id',
  'name',
  'environment',
  'prefix',
  'replaced_until',
  'scope',
  'ip_allowlist',
  'created_at',
  'issued_at',
  'expires_at',
  'last_used_at',
  'use_count',
] as const

/** A key as it is shown: never with what could be compared with a secret. */
export type ShownKey = Pick<ApiKeyTable, (typeof columns)[number]>

/** Where a page of a list ended. */
export type After = { created_at: Seconds; id: string }

/** The keys of a person in a tenant that were not revoked, the newest first; expired ones are among them. */
export async function listOf(
  db: Db,
  { user_id, tenant_id }: { user_id: string; tenant_id: string },
  { limit, after }: { limit: number; after?: After | undefined },
): Promise<ShownKey[]> {
  return db
    .selectFrom('api_key')
    .select(columns)
    .where('user_id', '=', user_id)
    .where('tenant_id', '=', tenant_id)
    .where('revoked_at', 'is', null)
    .$if(after !== undefined, (query) =>
      query.where((eb) =>
        eb(
          eb.refTuple('created_at', 'id'),
          '<',
          eb.tuple(eb.val(after?.created_at ?? 0), eb.val(after?.id ?? '')),
        ),
      ),
    )
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
}

/** Whose keys are meant: those of a person, or of anybody in a tenant, as an operator means them. */
export type Whose = { tenant_id: string; user_id?: string }

/** Keys that were not revoked, by id, with the address of whose they are. */
export async function listAll(db: Db, { tenant_id, user_id }: Whose, limit: number, after = '') {
  return db
    .selectFrom('api_key')
    .innerJoin('user', 'user.id', 'api_key.user_id')
    .select(columns.map((name) => `api_key.${name}` as const))
    .select('user.email')
    .where('api_key.tenant_id', '=', tenant_id)
    .$if(user_id !== undefined, (query) => query.where('api_key.user_id', '=', user_id ?? ''))
    .where('api_key.revoked_at', 'is', null)
    .where('api_key.id', '>', after)
    .orderBy('api_key.id')
    .limit(limit)
    .execute()
}

/** One key that was not revoked; undefined where it is somebody else's. */
export async function find(db: Db, { tenant_id, user_id }: Whose, id: string) {
  return db
    .selectFrom('api_key')
    .select([...columns, 'key_hash', 'replaced_hash'])
    .where('id', '=', id)
    .where('tenant_id', '=', tenant_id)
    .$if(user_id !== undefined, (query) => query.where('user_id', '=', user_id ?? ''))
    .where('revoked_at', 'is', null)
    .executeTakeFirst()
}

export type Rotation = {
  prefix: string
  key_hash: string
  /** Until when the old secret works beside the new one; null where it ends at once. */
  replaced_until: Seconds | null
  issued_at: Seconds
  expires_at: Seconds | null
}

/**
 * Gives a key another secret, and keeps the old one as the replaced one where it may work on; one that was replaced
 * before it ends. Of any number who read the same secret exactly one replaces it. Not one that expired or was revoked.
 */
export async function replaceSecret(
  tx: Db,
  read: { id: string; key_hash: string },
  next: Rotation,
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('api_key')
    .set({ ...next, replaced_hash: next.replaced_until === null ? null : read.key_hash })
    .where('id', '=', read.id)
    .where('key_hash', '=', read.key_hash)
    .where('revoked_at', 'is', null)
    .where((eb) => eb.or([eb('expires_at', 'is', null), eb('expires_at', '>', next.issued_at)]))
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

/** Ends one key; undefined when there was none to end. Says by what it, and what it replaced, was known. */
export async function revoke(tx: Db, { tenant_id, user_id }: Whose, id: string, now: Seconds) {
  return tx
    .updateTable('api_key')
    .set({ revoked_at: now })
    .where('id', '=', id)
    .where('tenant_id', '=', tenant_id)
    .$if(user_id !== undefined, (update) => update.where('user_id', '=', user_id ?? ''))
    .where('revoked_at', 'is', null)
    .returning(['id', 'user_id', 'prefix', 'key_hash', 'replaced_hash'])
    .executeTakeFirst()
}

/** Ends every key of a person, in whichever tenant. */
export async function revokeAllOf(tx: Db, user_id: string, now: Seconds) {
  return tx
    .updateTable('api_key')
    .set({ revoked_at: now })
    .where('user_id', '=', user_id)
    .where('revoked_at', 'is', null)
    .returning(['id', 'key_hash', 'replaced_hash'])
    .execute()
}

/** Keys that were revoked, or that expired, before `before`, with what is known of their use. Says how many went. */
export async function removeOver(
  db: Db,
  over: 'revoked_at' | 'expires_at',
  before: Seconds,
  batch: number,
): Promise<number> {
  const old = db.selectFrom('api_key').select('id').where(over, '<', before).limit(batch)
  const { numDeletedRows } = await db.deleteFrom('api_key').where('id', 'in', old).executeTakeFirst()
  return Number(numDeletedRows)
}
