import type { Seconds } from '@warder/protocol'
import { sql } from 'kysely'
import type { Db } from '../open.ts'
import { prepared } from '../prepared.ts'

/** What one process saw of a key since it wrote last. */
export type Use = { id: string; uses: number; last_used_at: Seconds; days: ReadonlyMap<string, number> }

const note = prepared((db: Db, id: string, uses: number, last_used_at: Seconds) =>
  db
    .updateTable('api_key')
    .set({
      use_count: sql<number>`use_count + ${uses}`,
      last_used_at: sql<number>`case when last_used_at > ${last_used_at} then last_used_at else ${last_used_at} end`,
    })
    .where('id', '=', id)
    .returning('id'),
)

// SQLite takes 32,766 parameters in a statement; a row has three.
const rowsPerStatement = 5000

/** Adds what was seen to the counts, many keys in one transaction. A key that is gone by now is passed over. */
export async function add(db: Db, seen: readonly Use[]): Promise<void> {
  if (seen.length === 0) return
  // In one order, so that two processes never wait for each other.
  const ordered = seen.toSorted((a, b) => (a.id < b.id ? -1 : 1))
  await db.transaction().execute(async (tx) => {
    const rows: { api_key_id: string; day: string; uses: number }[] = []
    for (const { id, uses, last_used_at, days } of ordered) {
      if (!(await note.first(tx, id, uses, last_used_at))) continue
      for (const [day, count] of days) rows.push({ api_key_id: id, day, uses: count })
    }
    for (let at = 0; at < rows.length; at += rowsPerStatement) {
      await tx
        .insertInto('api_key_usage')
        .values(rows.slice(at, at + rowsPerStatement))
        .onConflict((conflict) =>
          conflict
            .columns(['api_key_id', 'day'])
            .doUpdateSet({ uses: sql<number>`api_key_usage.uses + excluded.uses` }),
        )
        .execute()
    }
  })
}

/** How often a key was used on each day it was used at all, both ends included, the oldest first. */
export async function between(db: Db, api_key_id: string, from: string, to: string) {
  return db
    .selectFrom('api_key_usage')
    .select(['day', 'uses'])
    .where('api_key_id', '=', api_key_id)
    .where('day', '>=', from)
    .where('day', '<=', to)
    .orderBy('day')
    .execute()
}

/** Days before `before`. Says how many rows went. */
export async function removeBefore(db: Db, before: string, batch: number): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from api_key_usage where (api_key_id, day) in (
      select api_key_id, day from api_key_usage where day < ${before} limit ${batch}
    )`.execute(db)
  return Number(numAffectedRows)
}
