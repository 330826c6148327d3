import type { Seconds } from '@warder/protocol'
import { sql } from 'kysely'
import type { Db } from '../open.ts'
import { prepared } from '../prepared.ts'

export type Increment = { ok: true; count: number } | { ok: false; expires_at: Seconds }

const increment = prepared((db: Db, key: string, expires_at: Seconds, now: Seconds, limit: number) =>
  db
    .insertInto('counter')
    .values({ key, count: 1, expires_at })
    .onConflict((conflict) =>
      conflict
        .column('key')
        .doUpdateSet({
          count: sql<number>`case when counter.expires_at <= ${now} then 1 else counter.count + 1 end`,
          expires_at: sql<number>`case when counter.expires_at <= ${now} then excluded.expires_at else counter.expires_at end`,
        })
        .where((eb) => eb.or([eb('counter.count', '<', limit), eb('counter.expires_at', '<=', now)])),
    )
    .returning('count'),
)

const expiryOf = prepared((db: Db, key: string) =>
  db.selectFrom('counter').select('expires_at').where('key', '=', key),
)

/**
 * Counts one more of `key`, at most `limit` until `expires_at`. Of any number of concurrent calls
 * exactly `limit` are ok. A counter past its time starts again at one; the first call sets the time.
 */
export async function tryIncrement(
  db: Db,
  key: string,
  limit: number,
  expires_at: Seconds,
  now: Seconds,
): Promise<Increment> {
  const counted = limit > 0 ? await increment.first(db, key, expires_at, now, limit) : undefined
  if (counted) return { ok: true, count: counted.count }
  const full = await expiryOf.first(db, key)
  return { ok: false, expires_at: full?.expires_at ?? expires_at }
}

/** Takes one back: what was counted did not happen. */
export async function giveBack(db: Db, key: string): Promise<void> {
  await db
    .updateTable('counter')
    .set((eb) => ({ count: eb('count', '-', 1) }))
    .where('key', '=', key)
    .where('count', '>', 0)
    .execute()
}

/** Forgets what was counted: a right password clears the wrong ones before it. */
export async function reset(db: Db, key: string): Promise<void> {
  await db.deleteFrom('counter').where('key', '=', key).execute()
}

/** The same with every key that begins so. */
export async function resetAll(db: Db, prefix: string): Promise<void> {
  // No key has the last of all characters in it.
  await db.deleteFrom('counter').where('key', '>=', prefix).where('key', '<', `${prefix}\u{10ffff}`).execute()
}
