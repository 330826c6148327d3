import { createHash } from 'node:crypto'
import type { Seconds } from '@warder/protocol'
import { openUnder, sealUnder, type DataKey } from '../../crypto/secrets.ts'
import { digest, newKey } from '../../crypto/tokens.ts'
import type { Db } from '../open.ts'
import type { DataKeyTable } from '../schema/operations.ts'

/** The database was sealed under another WARDER_SECRET than the ones given. */
export class WrongSecret extends Error {
  override readonly name = 'WrongSecret'
}

/** Envelope encryption: the data keys rest in the database, sealed by WARDER_SECRET. Makes the first one. */
export async function loadDataKeys(db: Db, masters: readonly Buffer[], now: Seconds): Promise<DataKey[]> {
  const [first] = masters
  if (!first) throw new WrongSecret('WARDER_SECRET is not set')
  let rows = await all(db)
  if (rows.length === 0) {
    const id = 'dk1'
    const sealed = sealUnder(wrappingKey(first), `data_key:${id}`, newKey())
    await insertIfAbsent(db, { id, sealed_by: fingerprint(first), sealed, created_at: now, retired_at: null })
    rows = await all(db)
  }
  return opened(rows, masters)
}

/**
 * Looks whether the secrets open the database, and changes nothing. One that seals nothing yet is open to any.
 * @throws WrongSecret
 */
export async function checkSecrets(db: Db, masters: readonly Buffer[]): Promise<void> {
  opened(await all(db), masters)
}

/**
 * Seals every data key under the first secret, so that the others are needed no more. One at a time may be done: what stands
 * in the rows opens under one of the secrets at every moment.
 *
 * @returns how many were sealed under another
 * @throws WrongSecret
 */
export async function resealDataKeys(tx: Db, masters: readonly Buffer[]): Promise<number> {
  const [first] = masters
  if (!first) throw new WrongSecret('WARDER_SECRET is not set')
  const rows = await all(tx)
  const keys = opened(rows, masters)
  let resealed = 0
  for (const [at, row] of rows.entries()) {
    const key = keys[at]?.key
    if (!key || row.sealed_by === fingerprint(first)) continue
    const sealed = sealUnder(wrappingKey(first), `data_key:${row.id}`, key)
    const { numUpdatedRows } = await tx
      .updateTable('data_key')
      .set({ sealed, sealed_by: fingerprint(first) })
      .where('id', '=', row.id)
      .where('sealed', '=', row.sealed)
      .executeTakeFirst()
    resealed += Number(numUpdatedRows)
  }
  return resealed
}

function opened(rows: readonly DataKeyTable[], masters: readonly Buffer[]): DataKey[] {
  return rows.map((row) => {
    const master = masters.find((candidate) => fingerprint(candidate) === row.sealed_by)
    const key = master && openUnder(wrappingKey(master), `data_key:${row.id}`, row.sealed)
    if (key) return { id: row.id, key }
    throw new WrongSecret(
      `This database was sealed with another WARDER_SECRET (fingerprint ${row.sealed_by}). Start with that secret, or list it after the new one.`,
    )
  })
}

/** Names a secret without telling it: eight characters of a digest of its digest. */
export function fingerprint(master: Buffer): string {
  return digest(`warder ${digest(master.toString('base64url'))}`).slice(0, 8)
}

function wrappingKey(master: Buffer): Buffer {
  return createHash('sha256').update('warder data key wrapping').update(master).digest()
}

/** Newest first: the first one seals. */
async function all(db: Db) {
  return db.selectFrom('data_key').selectAll().orderBy('created_at', 'desc').orderBy('id').execute()
}

/** The first data key has a fixed id, so that of two processes starting at once one makes it. */
async function insertIfAbsent(db: Db, row: DataKeyTable): Promise<void> {
  await db
    .insertInto('data_key')
    .values(row)
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute()
}
