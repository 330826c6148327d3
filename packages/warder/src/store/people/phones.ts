import type { Seconds } from '@warder/protocol'
import { newId } from '../../crypto/tokens.ts'
import type { Db } from '../open.ts'

/**
 * The telephone number of a person is a row of `credential`, unique in its directory, and each is confirmed: what is not yet
 * waits as a one-time row. Whether a code to it is asked for as a second step says a row of the method `sms` beside it.
 */
export type Phone = {
  id: string
  /** In E.164 form. */
  number: string
  /** Whether a code that is sent there signs its person in. */
  sign_in: boolean
  created_at: Seconds
}

type Kept = { sign_in: boolean }

const method = 'phone'

const of = (row: { id: string; lookup: string; data: string; created_at: Seconds }): Phone => ({
  id: row.id,
  number: row.lookup,
  sign_in: (JSON.parse(row.data) as Kept).sign_in, // written by `insert` and `setUse`
  created_at: row.created_at,
})

export async function ofUser(db: Db, user_id: string): Promise<Phone | undefined> {
  const row = await db
    .selectFrom('credential')
    .select(['id', 'lookup', 'data', 'created_at'])
    .where('user_id', '=', user_id)
    .where('method', '=', method)
    .where('locked_at', 'is', null)
    .executeTakeFirst()
  return row && of(row)
}

/** Whose number it is, with what it is used for. */
export async function findOwner(db: Db, directory_id: string, number: string) {
  const row = await db
    .selectFrom('credential')
    .innerJoin('user', 'user.id', 'credential.user_id')
    .selectAll('user')
    .select(['credential.id as phone_id', 'credential.data as phone_data'])
    .where('credential.directory_id', '=', directory_id)
    .where('credential.method', '=', method)
    .where('credential.lookup', '=', number)
    .where('credential.locked_at', 'is', null)
    .executeTakeFirst()
  if (!row) return undefined
  const { phone_id, phone_data, ...user } = row
  return { ...user, phone: { id: phone_id, sign_in: (JSON.parse(phone_data) as Kept).sign_in } }
}

/** Throws the store's unique violation when it is somebody's already. Hold the person first. */
export async function insert(
  tx: Db,
  { id: user_id, directory_id }: { id: string; directory_id: string },
  { number, sign_in }: Pick<Phone, 'number' | 'sign_in'>,
  now: Seconds,
): Promise<string> {
  const id = newId('phn')
  const row = { id, user_id, directory_id, method, lookup: number, data: JSON.stringify({ sign_in }) }
  await tx
    .insertInto('credential')
    .values({ ...row, name: null, last_used_at: null, locked_at: null, created_at: now, updated_at: now })
    .execute()
  return id
}

/** Of the number that the person has. Hold them first. */
export async function setUse(tx: Db, user_id: string, sign_in: boolean, now: Seconds): Promise<void> {
  await tx
    .updateTable('credential')
    .set({ data: JSON.stringify({ sign_in }), updated_at: now })
    .where('user_id', '=', user_id)
    .where('method', '=', method)
    .execute()
}

/** Notes that it signed somebody in. False when it does so no more. */
export async function noteUse(tx: Db, user_id: string, id: string, now: Seconds): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('credential')
    .set({ last_used_at: now })
    .where('id', '=', id)
    .where('user_id', '=', user_id)
    .where('method', '=', method)
    .where('data', '=', JSON.stringify({ sign_in: true }))
    .where('locked_at', 'is', null)
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

/** Takes the number away; says which it was. */
export async function remove(tx: Db, user_id: string): Promise<string | undefined> {
  const row = await tx
    .deleteFrom('credential')
    .where('user_id', '=', user_id)
    .where('method', '=', method)
    .returning('lookup')
    .executeTakeFirst()
  return row?.lookup
}
