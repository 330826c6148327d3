import type { Seconds } from '@warder/protocol'
import type { Insertable } from 'kysely'
import type { Db } from '../open.ts'
import type { OutboxTable } from '../schema/operations.ts'

export async function insert(db: Db, row: Insertable<OutboxTable>): Promise<void> {
  await db.insertInto('outbox').values(row).execute()
}

/** Messages that are due, oldest first. */
export async function due(db: Db, now: Seconds, limit: number) {
  return db
    .selectFrom('outbox')
    .selectAll()
    .where('sent_at', 'is', null)
    .where('next_attempt_at', '<=', now)
    .orderBy('next_attempt_at')
    .limit(limit)
    .execute()
}

/** Takes a message for one sender until `until`; false when another process has it. */
export async function claim(
  db: Db,
  row: { id: string; next_attempt_at: Seconds },
  until: Seconds,
): Promise<boolean> {
  const result = await db
    .updateTable('outbox')
    .set((eb) => ({ next_attempt_at: until, attempts: eb('attempts', '+', 1) }))
    .where('id', '=', row.id)
    .where('next_attempt_at', '=', row.next_attempt_at)
    .where('sent_at', 'is', null)
    .executeTakeFirst()
  return result.numUpdatedRows === 1n
}

/** What was said is forgotten once it is sent: links in it sign people in. */
export async function markSent(db: Db, id: string, now: Seconds): Promise<void> {
  await db
    .updateTable('outbox')
    .set({ sent_at: now, sealed: null, last_error: null })
    .where('id', '=', id)
    .execute()
}

export async function markFailed(db: Db, id: string, error: string, retry_at: Seconds): Promise<void> {
  await db
    .updateTable('outbox')
    .set({ last_error: error, next_attempt_at: retry_at })
    .where('id', '=', id)
    .execute()
}

export async function newest(db: Db, limit: number) {
  return db
    .selectFrom('outbox')
    .selectAll()
    .where('sealed', 'is not', null)
    .orderBy('seq', 'desc')
    .limit(limit)
    .execute()
}

/** Deletes what was or will be sent to these recipients. */
export async function removeTo(tx: Db, recipients: readonly string[]): Promise<void> {
  if (recipients.length === 0) return
  await tx.deleteFrom('outbox').where('recipient', 'in', recipients).execute()
}

/** Messages that were made before `before`, sent or given up. Says how many went. */
export async function removeOld(db: Db, before: Seconds, batch: number): Promise<number> {
  const old = db
    .selectFrom('outbox')
    .select('seq')
    .where('created_at', '<', before)
    .orderBy('seq')
    .limit(batch)
  const { numDeletedRows } = await db.deleteFrom('outbox').where('seq', 'in', old).executeTakeFirst()
  return Number(numDeletedRows)
}
