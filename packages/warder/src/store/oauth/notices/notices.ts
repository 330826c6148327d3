import type { Seconds } from '@warder/protocol'
import { expressionBuilder, sql } from 'kysely'
import type { Db } from '../../open.ts'
import type { Database } from '../../schema.ts'

/** What applications are told until they have taken it. */
export type NoticeTable = 'logout_notice' | 'approval_notice'

export type Notice = { id: string; client_id: string; attempts: number; next_attempt_at: Seconds }

/** Takes a notice for one sender until `until`; false when another process has it. */
export async function claim(
  db: Db,
  table: NoticeTable,
  notice: Pick<Notice, 'id' | 'next_attempt_at'>,
  until: Seconds,
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable(table)
    .set((eb) => ({ next_attempt_at: until, attempts: eb('attempts', '+', 1) }))
    .where('id', '=', notice.id)
    .where('next_attempt_at', '=', notice.next_attempt_at)
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

export async function postpone(db: Db, table: NoticeTable, id: string, until: Seconds): Promise<void> {
  await db.updateTable(table).set({ next_attempt_at: until }).where('id', '=', id).execute()
}

/** It was told, or nobody tries any more. */
export async function remove(db: Db, table: NoticeTable, id: string): Promise<void> {
  await db.deleteFrom(table).where('id', '=', id).execute()
}

/**
 * Since when the tenant of a client is suspended: it says nothing to anybody then, and goes on afterwards. To be asked of each
 * notice that is due; as a condition of a join, PostgreSQL would read every tenant first.
 *
 * @param client_id the column that names the client
 */
export function suspendedAt(client_id: string) {
  return expressionBuilder<Database>()
    .selectFrom('client as told')
    .innerJoin('tenant as home', 'home.id', 'told.tenant_id')
    .select('home.suspended_at')
    .where('told.client_id', '=', sql.ref<string>(client_id))
}
