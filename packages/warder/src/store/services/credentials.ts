import type { Seconds } from '@warder/protocol'
import { sql, type Insertable, type Selectable } from 'kysely'
import type { Db } from '../open.ts'
import { prepared } from '../prepared.ts'
import type { ServiceCredentialTable } from '../schema/services.ts'

/** What service accounts prove themselves by: made, given another version, and ended. */

export type CredentialRow = Selectable<ServiceCredentialTable>

export async function insert(tx: Db, row: Insertable<ServiceCredentialTable>): Promise<void> {
  await tx.insertInto('service_credential').values(row).execute()
}

/** Those of an account that were not revoked, by id; expired ones are among them. */
export async function listOf(db: Db, account_id: string): Promise<CredentialRow[]> {
  return db
    .selectFrom('service_credential')
    .selectAll()
    .where('account_id', '=', account_id)
    .where('revoked_at', 'is', null)
    .orderBy('id')
    .limit(200)
    .execute()
}

export async function find(db: Db, account_id: string, id: string): Promise<CredentialRow | undefined> {
  return db
    .selectFrom('service_credential')
    .selectAll()
    .where('id', '=', id)
    .where('account_id', '=', account_id)
    .where('revoked_at', 'is', null)
    .executeTakeFirst()
}

const bySecret = prepared((db: Db, hash: string) =>
  db
    .selectFrom('service_credential')
    .selectAll()
    .where('secret_hash', '=', hash)
    .where('revoked_at', 'is', null),
)

const byReplaced = prepared((db: Db, hash: string) =>
  db
    .selectFrom('service_credential')
    .selectAll()
    .where('replaced_hash', '=', hash)
    .where('revoked_at', 'is', null),
)

/** The credential of a secret, of whichever account: the present secret, or the one that it replaced, which `secret_hash` shows. */
export async function findBySecret(db: Db, hash: string): Promise<CredentialRow | undefined> {
  return (await bySecret.first(db, hash)) ?? byReplaced.first(db, hash)
}

const keysOf = prepared((db: Db, account_id: string) =>
  db
    .selectFrom('service_credential')
    .selectAll()
    .where('account_id', '=', account_id)
    .where('type', '=', 'public_key')
    .where('revoked_at', 'is', null)
    .orderBy('id')
    .limit(50),
)

/** The public keys of an account that were not revoked. */
export async function publicKeysOf(db: Db, account_id: string): Promise<CredentialRow[]> {
  return keysOf.all(db, account_id)
}

/** The columns of a version. */
export type Version = Pick<
  CredentialRow,
  'secret_hash' | 'jwks' | 'jwks_uri' | 'issued_at' | 'issued_by' | 'expires_at' | 'replaced_until'
>

/**
 * Gives a credential its next version, and keeps the one before as long as it may work on; the one before that ends. Of any
 * number who read the same version exactly one replaces it. None that was revoked is.
 *
 * @param keep what goes on as the version before: the present one, or once more the one before it
 */
export async function replace(
  tx: Db,
  read: Pick<CredentialRow, 'id' | 'version'>,
  next: Version,
  keep: Pick<CredentialRow, 'replaced_version' | 'replaced_hash' | 'replaced_jwks' | 'replaced_jwks_uri'>,
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('service_credential')
    .set({ ...next, ...keep, version: read.version + 1, proved_at: null, told_at: null })
    .where('id', '=', read.id)
    .where('version', '=', read.version)
    .where('revoked_at', 'is', null)
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

/** Ends one; undefined when there was none to end. */
export async function revoke(
  tx: Db,
  account_id: string,
  id: string,
  now: Seconds,
): Promise<CredentialRow | undefined> {
  return tx
    .updateTable('service_credential')
    .set({ revoked_at: now })
    .where('id', '=', id)
    .where('account_id', '=', account_id)
    .where('revoked_at', 'is', null)
    .returningAll()
    .executeTakeFirst()
}

/** Ends those whose present version somebody was told, from a moment on. Says which. */
export async function revokeIssuedBy(
  tx: Db,
  user_id: string,
  since: Seconds,
  now: Seconds,
): Promise<CredentialRow[]> {
  return tx
    .updateTable('service_credential')
    .set({ revoked_at: now })
    .where('issued_by', '=', user_id)
    .where('issued_at', '>=', since)
    .where('revoked_at', 'is', null)
    .returningAll()
    .execute()
}

const note = prepared(
  (db: Db, id: string, current: number, now: Seconds, before: Seconds) =>
    db
      .updateTable('service_credential')
      .set({
        last_used_at: now,
        proved_at: sql<
          number | null
        >`case when version = ${current} then coalesce(proved_at, ${now}) else proved_at end`,
      })
      .where('id', '=', id)
      .where((eb) =>
        eb.or([
          eb('last_used_at', 'is', null),
          eb('last_used_at', '<', before),
          eb.and([eb('proved_at', 'is', null), eb('version', '=', current)]),
        ]),
      )
      .returning('id'),
  'commit',
)

/** Notes that a version was used; not each time, but always the first. */
export async function noteUse(
  db: Db,
  { id, version }: { id: string; version: number },
  now: Seconds,
  every: Seconds,
): Promise<void> {
  await note.first(db, id, version, now, now - every)
}

/** Versions that ended while nobody replaced them, and that nobody was told of. */
export async function ended(db: Db, now: Seconds, limit: number) {
  return db
    .selectFrom('service_credential')
    .innerJoin('service_account', 'service_account.id', 'service_credential.account_id')
    .innerJoin('tenant', 'tenant.id', 'service_account.tenant_id')
    .select([
      'service_credential.id',
      'service_credential.version',
      'service_credential.type',
      'service_credential.name',
      'service_credential.account_id',
      'service_account.tenant_id',
      'service_account.name as account_name',
      'service_account.created_by',
      'service_account.disabled_at',
    ])
    .where('service_credential.expires_at', '<=', now)
    .where('service_credential.told_at', 'is', null)
    .where('tenant.suspended_at', 'is', null)
    .where('service_credential.revoked_at', 'is', null)
    .orderBy('service_credential.expires_at')
    .limit(limit)
    .execute()
}

/** Of any number of instances one tells it. */
export async function setTold(
  tx: Db,
  { id, version }: { id: string; version: number },
  now: Seconds,
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('service_credential')
    .set({ told_at: now })
    .where('id', '=', id)
    .where('version', '=', version)
    .where('told_at', 'is', null)
    .where('revoked_at', 'is', null)
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

/** Signed credentials whose grace is over; those who check them by themselves have yet to hear of it. */
export async function graceOver(db: Db, now: Seconds, limit: number) {
  return db
    .selectFrom('service_credential')
    .select(['id', 'version', 'replaced_version'])
    .where('type', '=', 'jwt')
    .where('replaced_until', '<=', now)
    .orderBy('replaced_until')
    .limit(limit)
    .execute()
}

/** Forgets the version before the present one. Of any number of instances one does. */
export async function dropReplaced(
  tx: Db,
  { id, version }: { id: string; version: number },
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('service_credential')
    .set({ replaced_until: null })
    .where('id', '=', id)
    .where('version', '=', version)
    .where('replaced_until', 'is not', null)
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

/** Revoked before `before`. Says how many went. */
export async function removeRevoked(db: Db, before: Seconds, batch: number): Promise<number> {
  const old = db.selectFrom('service_credential').select('id').where('revoked_at', '<', before).limit(batch)
  const { numDeletedRows } = await db
    .deleteFrom('service_credential')
    .where('id', 'in', old)
    .executeTakeFirst()
  return Number(numDeletedRows)
}
