import type { Seconds } from '@warder/protocol'
import type { Insertable, Selectable } from 'kysely'
import { kindOf, type Db } from '../open.ts'
import type { ProvisionerTable } from '../schema/provisioning.ts'

/** Connections of directories that make people here. */
export type Provisioner = Selectable<ProvisionerTable>

export async function insert(tx: Db, row: Insertable<ProvisionerTable>): Promise<void> {
  await tx.insertInto('provisioner').values(row).execute()
}

/** By the digest of a token: the present one, or the one before it while that works. It may have ended otherwise. */
export async function findByToken(db: Db, tenant_id: string, hash: string, now: Seconds) {
  return db
    .selectFrom('provisioner')
    .selectAll()
    .where('tenant_id', '=', tenant_id)
    .where((eb) =>
      eb.or([
        eb('token_hash', '=', hash),
        eb.and([eb('replaced_hash', '=', hash), eb('replaced_until', '>', now)]),
      ]),
    )
    .executeTakeFirst()
}

/** One that was not revoked; undefined for one of another tenant. */
export async function find(db: Db, tenant_id: string, id: string): Promise<Provisioner | undefined> {
  return db
    .selectFrom('provisioner')
    .selectAll()
    .where('id', '=', id)
    .where('tenant_id', '=', tenant_id)
    .where('revoked_at', 'is', null)
    .executeTakeFirst()
}

/** Those of a tenant that were not revoked, by id; `after` is the last id of the page before. */
export async function list(db: Db, tenant_id: string, limit: number, after = ''): Promise<Provisioner[]> {
  return db
    .selectFrom('provisioner')
    .selectAll()
    .where('tenant_id', '=', tenant_id)
    .where('revoked_at', 'is', null)
    .where('id', '>', after)
    .orderBy('id')
    .limit(limit)
    .execute()
}

/**
 * Whether a token still opens its connection, and keeps it so until the end of the transaction: whoever ends it meanwhile comes
 * before or after. What two do over the same connection does not wait for each other.
 */
export async function holdOpen(
  tx: Db,
  { id, token_hash, replaced_hash }: Provisioner,
  now: Seconds,
): Promise<boolean> {
  const open = tx
    .selectFrom('provisioner')
    .select('id')
    .where('id', '=', id)
    // One that was rotated meanwhile is another state than the one that was looked at.
    .where('token_hash', '=', token_hash)
    .where((eb) => eb('replaced_hash', replaced_hash === null ? 'is' : '=', replaced_hash))
    .where('revoked_at', 'is', null)
    .where((eb) => eb.or([eb('expires_at', 'is', null), eb('expires_at', '>', now)]))
  return (await (kindOf(tx) === 'postgres' ? open.forShare() : open).executeTakeFirst()) !== undefined
}

/** Notes that a connection was used, unless that was noted since `before`. */
export async function noteUse(db: Db, id: string, now: Seconds, before: Seconds): Promise<void> {
  await db
    .updateTable('provisioner')
    .set({ last_used_at: now })
    .where('id', '=', id)
    .where((eb) => eb.or([eb('last_used_at', 'is', null), eb('last_used_at', '<=', before)]))
    .execute()
}

export type Rotation = Pick<
  ProvisionerTable,
  'token_hash' | 'replaced_until' | 'issued_at' | 'issued_by' | 'expires_at'
>

/** Gives a connection another token, and keeps the old one where it may work on. Of any number at once exactly one does. */
export async function replaceToken(tx: Db, read: Provisioner, next: Rotation): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('provisioner')
    .set({ ...next, replaced_hash: next.replaced_until === null ? null : read.token_hash })
    .where('id', '=', read.id)
    .where('token_hash', '=', read.token_hash)
    .where('revoked_at', 'is', null)
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

/** Ends a connection. False when there was none to end. */
export async function revoke(tx: Db, tenant_id: string, id: string, now: Seconds): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('provisioner')
    .set({ revoked_at: now })
    .where('id', '=', id)
    .where('tenant_id', '=', tenant_id)
    .where('revoked_at', 'is', null)
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

/** Ends the connections whose present token somebody was told, from a moment on. Says which. */
export async function revokeIssuedBy(tx: Db, user_id: string, since: Seconds, now: Seconds) {
  return tx
    .updateTable('provisioner')
    .set({ revoked_at: now })
    .where('issued_by', '=', user_id)
    .where('issued_at', '>=', since)
    .where('revoked_at', 'is', null)
    .returning(['id', 'tenant_id'])
    .execute()
}
