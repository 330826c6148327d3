import type { Seconds } from '@warder/protocol'
import { sql } from 'kysely'
import type { Db } from './open.ts'

/** The tables whose rows stand for themselves until they expire, and their keys. */
const keys = { one_time_token: 'token_hash', counter: 'key', guess: 'key' } as const

export type Expiring = keyof typeof keys

export const expiring = Object.keys(keys) as Expiring[]

/** Deletes at most `batch` expired rows, the oldest first, and says how many. Expiry itself is checked at use. */
export async function removeExpired(db: Db, table: Expiring, now: Seconds, batch: number): Promise<number> {
  const rows = sql.table(table)
  const key = sql.ref(keys[table])
  const { numAffectedRows } = await sql`
    delete from ${rows} where ${key} in (
      select ${key} from ${rows} where expires_at <= ${now} order by expires_at limit ${batch}
    )`.execute(db)
  return Number(numAffectedRows)
}
