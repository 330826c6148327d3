import type { Seconds } from '@warder/protocol'
import { sql, type Selectable } from 'kysely'
import type { Db } from '../open.ts'
import type { WebhookDeliveryTable } from '../schema/operations.ts'

/** What is on its way to a program, or was. */
export type DeliveryRow = Selectable<WebhookDeliveryTable>

type NewDelivery = Pick<DeliveryRow, 'id' | 'webhook_id' | 'type' | 'created_at'> & { body: string }

/** Puts a message on its way, in the transaction of what it tells of; nothing to a program that was disabled or removed meanwhile. */
export async function insert(tx: Db, row: NewDelivery): Promise<void> {
  const now = sql<number>`cast(${row.created_at} as bigint)`
  const text = (value: string) => sql<string>`cast(${value} as text)`
  await tx
    .insertInto('webhook_delivery')
    .columns(['id', 'webhook_id', 'type', 'body', 'created_at', 'attempts', 'next_attempt_at'])
    .expression((eb) =>
      eb
        .selectFrom('webhook')
        .select([
          text(row.id).as('message_id'),
          'webhook.id',
          text(row.type).as('type'),
          text(row.body).as('body'),
          now.as('created_at'),
          sql<number>`0`.as('attempts'),
          now.as('next_attempt_at'),
        ])
        .where('webhook.id', '=', row.webhook_id)
        .where('webhook.disabled_as', 'is', null),
    )
    .execute()
}

const waiting = (db: Db, webhook_id: string) =>
  db
    .selectFrom('webhook_delivery')
    .where('webhook_id', '=', webhook_id)
    .where('delivered_at', 'is', null)
    .where('failed_at', 'is', null)

/** What is due for a program, in the order in which it happened as far as nothing failed. */
export async function due(db: Db, webhook_id: string, now: Seconds, limit: number): Promise<DeliveryRow[]> {
  return waiting(db, webhook_id)
    .selectAll()
    .where('next_attempt_at', '<=', now)
    .orderBy('next_attempt_at')
    .orderBy('seq')
    .limit(limit)
    .execute()
}

/** Whether so many messages wait for a program. */
export async function areWaiting(db: Db, webhook_id: string, many: number): Promise<boolean> {
  const last = await waiting(db, webhook_id)
    .select('seq')
    .limit(1)
    .offset(many - 1)
    .executeTakeFirst()
  return last !== undefined
}

/** Of every program: how many messages wait, and how many of those were tried in vain. */
export async function waitingCounts(db: Db): Promise<{ waiting: number; tried: number }> {
  const { waiting, tried } = await db
    .selectFrom('webhook_delivery')
    .select((eb) => [
      eb.fn.countAll<number | string>().as('waiting'),
      eb.fn.count<number | string>('last_error').as('tried'),
    ])
    .where('delivered_at', 'is', null)
    .where('failed_at', 'is', null)
    .executeTakeFirstOrThrow()
  return { waiting: Number(waiting), tried: Number(tried) }
}

/** Takes a message for one sender until `until`; false when another process has it. */
export async function claim(
  db: Db,
  row: Pick<DeliveryRow, 'id' | 'next_attempt_at'>,
  until: Seconds,
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('webhook_delivery')
    .set((eb) => ({ next_attempt_at: until, attempts: eb('attempts', '+', 1) }))
    .where('id', '=', row.id)
    .where('next_attempt_at', '=', row.next_attempt_at)
    .where('delivered_at', 'is', null)
    .where('failed_at', 'is', null)
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

/** What was said is forgotten once it was taken. */
export async function markTaken(db: Db, id: string, now: Seconds): Promise<void> {
  await db
    .updateTable('webhook_delivery')
    .set({ delivered_at: now, body: null, last_error: null })
    .where('id', '=', id)
    .execute()
}

export async function postpone(db: Db, id: string, until: Seconds, error: string): Promise<void> {
  await db
    .updateTable('webhook_delivery')
    .set({ next_attempt_at: until, last_error: error })
    .where('id', '=', id)
    .execute()
}

export async function giveUp(db: Db, id: string, now: Seconds, error: string): Promise<void> {
  await db
    .updateTable('webhook_delivery')
    .set({ failed_at: now, last_error: error })
    .where('id', '=', id)
    .execute()
}

/** Makes a message that was given up due again, under the id that it had; false when there is no such message. */
export async function retry(tx: Db, webhook_id: string, id: string, now: Seconds): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('webhook_delivery')
    .set({ failed_at: null, attempts: 0, created_at: now, next_attempt_at: now })
    .where('id', '=', id)
    .where('webhook_id', '=', webhook_id)
    .where('failed_at', 'is not', null)
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

/** The messages of a program, newest first; `before` is the last id of the page before. */
export async function list(
  db: Db,
  webhook_id: string,
  limit: number,
  before?: string,
): Promise<DeliveryRow[]> {
  return db
    .selectFrom('webhook_delivery')
    .selectAll()
    .where('webhook_id', '=', webhook_id)
    .$if(before !== undefined, (query) =>
      query.where('seq', '<', (eb) =>
        eb
          .selectFrom('webhook_delivery')
          .select('seq')
          .where('id', '=', before ?? ''),
      ),
    )
    .orderBy('seq', 'desc')
    .limit(limit)
    .execute()
}

/** Messages that were made before `before`, whatever became of them. Says how many went. */
export async function removeOld(db: Db, before: Seconds, batch: number): Promise<number> {
  const old = db
    .selectFrom('webhook_delivery')
    .select('seq')
    .where('created_at', '<', before)
    .orderBy('created_at')
    .limit(batch)
  const { numDeletedRows } = await db
    .deleteFrom('webhook_delivery')
    .where('seq', 'in', old)
    .executeTakeFirst()
  return Number(numDeletedRows)
}
