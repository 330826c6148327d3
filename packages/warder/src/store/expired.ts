import type { Seconds } from '@warder/protocol'
import { sql } from 'kysely'
import { minute } from '../time.ts'
import type { Db } from './open.ts'

/** The tables whose rows stand for themselves until they expire, with their keys, when that is, and how long they stay. */
const tables = {
  // Whoever comes with it a little later is told that it is too old, and not that there was none (RFC 8628 §3.5).
  one_time_token: { key: 'token_hash', end: 'expires_at', keep: 5 * minute },
  counter: { key: 'key', end: 'expires_at', keep: 0 },
  opaque_token: { key: 'token_hash', end: 'expires_at', keep: 0 },
  guess: { key: 'key', end: 'expires_at', keep: 0 },
  // Past its time it says nothing about any token that is still valid.
  revocation: { key: 'seq', end: 'until', keep: 0 },
} as const

export type Expiring = keyof typeof tables

export const expiring = Object.keys(tables) as Expiring[]

/** Deletes at most `batch` rows that have been expired for as long as they stay, the oldest first, and says how many. Expiry itself is checked at use. */
export async function removeExpired(db: Db, table: Expiring, now: Seconds, batch: number): Promise<number> {
  const { keep, ...columns } = tables[table]
  const rows = sql.table(table)
  const key = sql.ref(columns.key)
  const end = sql.ref(columns.end)
  const { numAffectedRows } = await sql`
    delete from ${rows} where ${key} in (
      select ${key} from ${rows} where ${end} <= ${now - keep} order by ${end} limit ${batch}
    )`.execute(db)
  return Number(numAffectedRows)
}
