import type { Seconds } from '@warder/protocol'
import type { Insertable } from 'kysely'
import type { Db } from '../open.ts'
import type { OutboxTable } from '../schema/operations.ts'

export type Channel = 'email' | 'sms'

export async function insert(db: Db, row: Insertable<OutboxTable>): Promise<void> {
  await db.insertInto('outbox').values(row).execute()
}

/** Messages of a channel that are due, oldest first. */
export async function due(db: Db, channel: Channel, now: Seconds, limit: number) {
  return db
    .selectFrom('outbox')
    .selectAll()
    .where('channel', '=', channel)
    .where('sent_at', 'is', null)
    .where('failed_at', 'is', null)
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
    .where('failed_at', 'is', null)
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

/** `counted` is false where the attempt says nothing about this message. */
export async function postpone(
  db: Db,
  id: string,
  { error, until, counted }: { error: string; until: Seconds; counted: boolean },
): Promise<void> {
  await db
    .updateTable('outbox')
    .set((eb) => ({
      last_error: error,
      next_attempt_at: until,
      attempts: eb('attempts', '-', counted ? 0 : 1),
    }))
    .where('id', '=', id)
    .execute()
}

export async function giveUp(db: Db, id: string, error: string, now: Seconds): Promise<void> {
  await db.updateTable('outbox').set({ last_error: error, failed_at: now }).where('id', '=', id).execute()
}

/** Makes a message that was given up due again; false when there is no such message. */
export async function retry(db: Db, id: string, channel: Channel, now: Seconds): Promise<boolean> {
  const result = await db
    .updateTable('outbox')
    .set({ failed_at: null, attempts: 0, created_at: now, next_attempt_at: now })
    .where('id', '=', id)
    .where('channel', '=', channel)
    .where('failed_at', 'is not', null)
    .where('sealed', 'is not', null)
    .executeTakeFirst()
  return result.numUpdatedRows === 1n
}

/** Messages that wait, or those that were given up, and no decoys; newest first. `before` is the last id of the page before. */
export async function unsent(
  db: Db,
  channel: Channel,
  page: { failed: boolean; limit: number; before?: string },
) {
  const { before } = page
  return db
    .selectFrom('outbox')
    .selectAll()
    .where('channel', '=', channel)
    .where('recipient', '!=', '')
    .where('sent_at', 'is', null)
    .where('failed_at', page.failed ? 'is not' : 'is', null)
    .$if(before !== undefined, (query) =>
      query.where('seq', '<', (eb) =>
        eb
          .selectFrom('outbox')
          .select('seq')
          .where('id', '=', before ?? ''),
      ),
    )
    .orderBy('seq', 'desc')
    .limit(page.limit)
    .execute()
}

/** How many messages of each channel wait, and how many were given up; what there is none of is left out. */
export async function unsentCounts(db: Db) {
  const counted = db
    .selectFrom('outbox')
    .select((eb) => ['channel', eb.fn.countAll<number | string>().as('count')])
    .where('recipient', '!=', '')
    .groupBy('channel')
  const [waiting, failed] = await Promise.all([
    counted.where('sent_at', 'is', null).where('failed_at', 'is', null).execute(),
    counted.where('failed_at', 'is not', null).execute(),
  ])
  const rows = (state: 'waiting' | 'failed', found: typeof waiting) =>
    found.map(({ channel, count }) => ({ channel, state, count: Number(count) }))
  return [...rows('waiting', waiting), ...rows('failed', failed)]
}

/** What can still be read, newest first. A decoy goes to nobody. */
export async function newest(db: Db, limit: number) {
  return db
    .selectFrom('outbox')
    .selectAll()
    .where('sealed', 'is not', null)
    .where('recipient', '!=', '')
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
    .orderBy('created_at')
    .limit(batch)
  const { numDeletedRows } = await db.deleteFrom('outbox').where('seq', 'in', old).executeTakeFirst()
  return Number(numDeletedRows)
}
