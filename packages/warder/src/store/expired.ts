import type { Seconds } from '@warder/protocol'
import { sql } from 'kysely'
import type { Db } from './open.ts'

/** The tables whose rows stand for themselves until they expire, with their keys and when that is. */
const tables = {
  one_time_token: { key: 'token_hash', end: 'expires_at' },
  counter: { key: 'key', end: 'expires_at' },
  opaque_token: { key: 'token_hash', end: 'expires_at' },
  guess: { key: 'key', end: 'expires_at' },
  // Past its time it says nothing about any token that is still valid.
  revocation: { key: 'seq', end: 'until' },
} as const

export type Expiring = keyof typeof tables

export const expiring = Object.keys(tables) as Expiring[]

/** Deletes at most `batch` expired rows, the oldest first, and says how many. Expiry itself is checked at use. */
export async function removeExpired(db: Db, table: Expiring, now: Seconds, batch: number): Promise<number> {
  const rows = sql.table(table)
  const key = sql.ref(tables[table].key)
  const end = sql.ref(tables[table].end)
  const { numAffectedRows } = await sql`
    delete from ${rows} where ${key} in (
      select ${key} from ${rows} where ${end} <= ${now} order by ${end} limit ${batch}
    )`.execute(db)
  return Number(numAffectedRows)
}
