import type { Seconds } from '@warder/protocol'
import { sql } from 'kysely'
import type { Db } from '../open.ts'
import { prepared } from '../prepared.ts'

/** What one guess is counted under. */
export type Counted = {
  /** A digest: it came from what somebody typed. */
  key: string
  /** Whose it is, when there is such a person, so that it can be forgotten with them. */
  user_id: string | null
  /** How many in a row come without a wait; each further one doubles it. */
  free: number
  /** How many in a row there may be at all. */
  most: number
  /** How long after the wait a row of wrong guesses is remembered. */
  keep: Seconds
}

export type Take =
  | { ok: true; failures: number }
  /** `spent`: not before somebody proves who they are in another way. Otherwise at `ready_at`. */
  | { ok: false; spent: boolean; ready_at: Seconds }

/** The longest wait is the quarter of an hour that ten doublings of a second come to. */
const longest: Seconds = 900

/** Counts a guess that is about to be looked at, as a wrong one: whoever turns out right clears the count. */
const takeRow = prepared(
  (
    db: Db,
    key: string,
    user_id: string | null,
    free: number,
    most: number,
    keep: Seconds,
    now: Seconds,
    first_wait: Seconds,
  ) => {
    const at = sql<number>`cast(${now} as bigint)`
    const over = sql<boolean>`guess.expires_at <= ${at}`
    const next = sql<number>`(guess.failures + 1 - cast(${free} as integer))`
    const wait = sql<number>`case when ${next} < 0 then 0 when ${next} >= 10 then ${sql.lit(longest)} else 1 << ${next} end`
    const first = sql<number>`cast(${first_wait} as bigint)`
    const kept = sql<number>`cast(${keep} as bigint)`
    return db
      .insertInto('guess')
      .values({
        key,
        user_id,
        failures: 1,
        ready_at: sql<number>`${at} + ${first}`,
        expires_at: sql<number>`${at} + ${first} + ${kept}`,
      })
      .onConflict((conflict) =>
        conflict
          .column('key')
          .doUpdateSet({
            user_id: sql<string | null>`excluded.user_id`,
            failures: sql<number>`case when ${over} then 1 else guess.failures + 1 end`,
            ready_at: sql<number>`case when ${over} then excluded.ready_at else ${at} + ${wait} end`,
            expires_at: sql<number>`case when ${over} then excluded.expires_at else ${at} + ${wait} + ${kept} end`,
          })
          .where((eb) =>
            eb.or([over, eb.and([sql<boolean>`guess.ready_at <= ${at}`, eb('guess.failures', '<', most)])]),
          ),
      )
      .returning('failures')
  },
  'commit',
)

const standing = prepared((db: Db, key: string) =>
  db.selectFrom('guess').select(['failures', 'ready_at']).where('key', '=', key),
)

/**
 * Counts one more guess, when its wait is over and there may be one more. Of any number of concurrent calls as many
 * are ok as come without a wait: the condition sits in the statement that counts.
 */
export async function take(db: Db, counted: Counted, now: Seconds): Promise<Take> {
  const { key, user_id, free, most, keep } = counted
  const taken = await takeRow.first(db, key, user_id, free, most, keep, now, free > 1 ? 0 : 1)
  if (taken) return { ok: true, failures: taken.failures }
  const row = await standing.first(db, key)
  return { ok: false, spent: (row?.failures ?? 0) >= most, ready_at: row?.ready_at ?? now }
}

/** Takes one back that nobody looked at, and the half of the wait that it added. */
export async function giveBack(db: Db, keys: readonly string[], now: Seconds): Promise<void> {
  await db
    .updateTable('guess')
    .set((eb) => ({
      failures: eb('failures', '-', 1),
      // SQLite divides what it was handed as a number of JavaScript with a remainder.
      ready_at: sql<number>`case when ready_at > ${now} then (ready_at + cast(${now} as bigint)) / 2 else ready_at end`,
    }))
    .where('key', 'in', keys)
    .where('failures', '>', 0)
    .execute()
}

const deleteTwo = prepared(
  (db: Db, one: string, other: string) => db.deleteFrom('guess').where('key', 'in', [one, other]),
  'commit',
)

/** Forgets what was counted under two keys: a right guess clears the wrong ones before it. */
export async function clear(db: Db, one: string, other: string): Promise<void> {
  await deleteTwo.all(db, one, other)
}

/** Forgets every guess at a person, wherever it was made. */
export async function clearAllOf(tx: Db, user_id: string): Promise<void> {
  await tx.deleteFrom('guess').where('user_id', '=', user_id).execute()
}
