import type { Seconds } from '@warder/protocol'
import type { ExpressionBuilder } from 'kysely'
import type { Db } from '../open.ts'
import type { Database } from '../schema.ts'
import type { ApiKeyTable } from '../schema/programs.ts'

/** API keys: made, listed, given another secret and ended. What is presented is found in `api-key-holders.ts`. */

/** Whose a key is. A tenant has keys of its own too. */
export type KeyOwner = { type: 'person' | 'service_account' | 'tenant'; id: string }

type OwnerColumns = Pick<ApiKeyTable, 'user_id' | 'service_account_id'>

export function ownerOf(row: OwnerColumns & Pick<ApiKeyTable, 'tenant_id'>): KeyOwner {
  if (row.user_id !== null) return { type: 'person', id: row.user_id }
  if (row.service_account_id !== null) return { type: 'service_account', id: row.service_account_id }
  return { type: 'tenant', id: row.tenant_id }
}

/** What a row says of its owner; that it is of no one in the tenant makes it the tenant's. */
export function ownerColumns({ type, id }: KeyOwner): OwnerColumns {
  return {
    user_id: type === 'person' ? id : null,
    service_account_id: type === 'service_account' ? id : null,
  }
}

/** The condition that a key is of an owner, as an index has it. */
function isOf(eb: ExpressionBuilder<Database, 'api_key'>, { type, id }: KeyOwner) {
  if (type === 'person') return eb('api_key.user_id', '=', id)
  if (type === 'service_account') return eb('api_key.service_account_id', '=', id)
  return eb.and([
    eb('api_key.tenant_id', '=', id),
    eb('api_key.user_id', 'is', null),
    eb('api_key.service_account_id', 'is', null),
  ])
}

export async function insert(tx: Db, row: ApiKeyTable): Promise<void> {
  await tx.insertInto('api_key').values(row).execute()
}

/** How many keys of an owner work now. Hold the owner first where it decides whether there may be one more. */
export async function countLive(db: Db, owner: KeyOwner, now: Seconds): Promise<number> {
  const row = await db
    .selectFrom('api_key')
    .select((eb) => eb.fn.countAll().as('count'))
    .where((eb) => isOf(eb, owner))
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
  'service_account_id',
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

/** The keys of an owner in a tenant that were not revoked, the newest first; expired ones are among them. */
export async function listOf(
  db: Db,
  { owner, tenant_id }: { owner: KeyOwner; tenant_id: string },
  { limit, after }: { limit: number; after?: After | undefined },
): Promise<ShownKey[]> {
  return db
    .selectFrom('api_key')
    .select(columns)
    .where((eb) => isOf(eb, owner))
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

/** Keys of a tenant that were not revoked, by id, with the address of the person whose they are; those of one owner if so asked. */
export async function listAll(
  db: Db,
  { tenant_id, owner }: { tenant_id: string; owner?: KeyOwner },
  limit: number,
  after = '',
) {
  return db
    .selectFrom('api_key')
    .leftJoin('user', 'user.id', 'api_key.user_id')
    .select(columns.map((name) => `api_key.${name}` as const))
    .select('user.email')
    .where('api_key.tenant_id', '=', tenant_id)
    .$if(owner !== undefined, (query) => query.where((eb) => (owner ? isOf(eb, owner) : eb.lit(true))))
    .where('api_key.revoked_at', 'is', null)
    .where('api_key.id', '>', after)
    .orderBy('api_key.id')
    .limit(limit)
    .execute()
}

/** One key that was not revoked, whosever it is; undefined for one of another tenant. */
export async function find(db: Db, tenant_id: string, id: string) {
  return db
    .selectFrom('api_key')
    .select([...columns, 'key_hash', 'replaced_hash'])
    .where('id', '=', id)
    .where('tenant_id', '=', tenant_id)
    .where('revoked_at', 'is', null)
    .executeTakeFirst()
}

export type Rotation = {
  prefix: string
  key_hash: string
  issued_by: string | null
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

/** Ends one key. Of any number at once one does: false when there was none to end. */
export async function revoke(tx: Db, id: string, now: Seconds): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('api_key')
    .set({ revoked_at: now })
    .where('id', '=', id)
    .where('revoked_at', 'is', null)
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

/** Ends every key of an owner; those of a person in whichever tenant. Says which. */
export async function revokeAllOf(
  tx: Db,
  owner: KeyOwner,
  now: Seconds,
  { tenant_id }: { tenant_id?: string } = {},
): Promise<string[]> {
  const rows = await tx
    .updateTable('api_key')
    .set({ revoked_at: now })
    .where((eb) => isOf(eb, owner))
    .$if(tenant_id !== undefined, (query) => query.where('tenant_id', '=', tenant_id ?? ''))
    .where('revoked_at', 'is', null)
    .returning('id')
    .execute()
  return rows.map(({ id }) => id)
}

/** Ends the keys of programs whose present secret somebody was told, from a moment on. Says which. */
export async function revokeIssuedBy(
  tx: Db,
  user_id: string,
  since: Seconds,
  now: Seconds,
): Promise<ShownKey[]> {
  return tx
    .updateTable('api_key')
    .set({ revoked_at: now })
    .where('issued_by', '=', user_id)
    .where('issued_at', '>=', since)
    .where('user_id', 'is', null)
    .where('revoked_at', 'is', null)
    .returning(columns)
    .execute()
}

/** The keys of an owner that were not revoked. */
export async function idsOf(db: Db, owner: KeyOwner): Promise<string[]> {
  const rows = await db
    .selectFrom('api_key')
    .select('id')
    .where((eb) => isOf(eb, owner))
    .where('revoked_at', 'is', null)
    .execute()
  return rows.map(({ id }) => id)
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
