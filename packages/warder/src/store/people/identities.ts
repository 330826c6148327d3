import type { Seconds } from '@warder/protocol'
import { newId } from '../../crypto/tokens.ts'
import type { Db } from '../open.ts'
import * as credentials from './credentials.ts'

/** Accounts elsewhere that sign people in here. They are rows of `credential`, unique by issuer and subject in a directory. */

const method = 'identity'

/** Who it is elsewhere: the same name means somebody else at another issuer. */
export type Subject = { issuer: string; subject: string }

/** What is kept beside: by which provider it came, and what its person knows it by. */
export type IdentityData = { provider: string; label: string }

/** An issuer is an address, and has no space. */
const lookupOf = ({ issuer, subject }: Subject): string => `${issuer} ${subject}`

export async function find(db: Db, directory_id: string, of: Subject) {
  return db
    .selectFrom('credential')
    .select(['id', 'user_id'])
    .where('directory_id', '=', directory_id)
    .where('method', '=', method)
    .where('lookup', '=', lookupOf(of))
    .executeTakeFirst()
}

export type NewIdentity = Subject & IdentityData & { user_id: string; directory_id: string }

/** Throws the store's unique violation when it signs somebody in already. */
export async function insert(
  tx: Db,
  { user_id, directory_id, provider, label, ...of }: NewIdentity,
  now: Seconds,
): Promise<string> {
  const id = newId('crd')
  const data: IdentityData = { provider, label }
  await credentials.insert(tx, {
    id,
    user_id,
    directory_id,
    method,
    lookup: lookupOf(of),
    data: JSON.stringify(data),
    created_at: now,
    updated_at: now,
  })
  return id
}

/** Notes a use. False when it was taken from its person, or locked, since it was looked up. */
export async function use(
  tx: Db,
  { id, user_id }: { id: string; user_id: string },
  now: Seconds,
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('credential')
    .set({ last_used_at: now })
    .where('id', '=', id)
    .where('user_id', '=', user_id)
    .where('locked_at', 'is', null)
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

export type Identity = IdentityData & { id: string; created_at: Seconds; last_used_at: Seconds | null }

/** Those of a person, the oldest first. */
export async function listOf(db: Db, user_id: string): Promise<Identity[]> {
  const rows = await db
    .selectFrom('credential')
    .select(['id', 'data', 'created_at', 'last_used_at'])
    .where('user_id', '=', user_id)
    .where('method', '=', method)
    .orderBy('created_at')
    .orderBy('id')
    .limit(100)
    .execute()
  return rows.map(({ data, ...row }) => ({ ...row, ...identityIn(data) }))
}

export const identityIn = (data: string): IdentityData => JSON.parse(data) as IdentityData // written by `insert`

/** Of any number who try, one removes it. Undefined when the person has no such identity. */
export async function remove(tx: Db, user_id: string, id: string): Promise<IdentityData | undefined> {
  const gone = await tx
    .deleteFrom('credential')
    .where('id', '=', id)
    .where('user_id', '=', user_id)
    .where('method', '=', method)
    .returning('data')
    .executeTakeFirst()
  return gone && identityIn(gone.data)
}

/** Removes every identity of an issuer in a directory. */
export async function removeAllOf(tx: Db, directory_id: string, issuer: string): Promise<void> {
  await tx
    .deleteFrom('credential')
    .where('directory_id', '=', directory_id)
    .where('method', '=', method)
    .where('lookup', '>', `${issuer} `)
    // The character after a space.
    .where('lookup', '<', `${issuer}!`)
    .execute()
}
