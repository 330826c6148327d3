import type { Seconds } from '@warder/protocol'
import type { Insertable, Selectable } from 'kysely'
import type { Db } from '../open.ts'
import { prepared } from '../prepared.ts'
import type { WebhookTable } from '../schema/operations.ts'

/** Programs elsewhere that are told what happens. */
export type WebhookRow = Selectable<WebhookTable>

export async function insert(tx: Db, row: Insertable<WebhookTable>): Promise<void> {
  await tx.insertInto('webhook').values(row).execute()
}

/** Undefined for one of another tenant. */
export async function find(db: Db, tenant_id: string, id: string): Promise<WebhookRow | undefined> {
  return db
    .selectFrom('webhook')
    .selectAll()
    .where('id', '=', id)
    .where('tenant_id', '=', tenant_id)
    .executeTakeFirst()
}

/** Those of a tenant, by id; `after` is the last id of the page before. */
export async function list(db: Db, tenant_id: string, limit: number, after = ''): Promise<WebhookRow[]> {
  return db
    .selectFrom('webhook')
    .selectAll()
    .where('tenant_id', '=', tenant_id)
    .where('id', '>', after)
    .orderBy('id')
    .limit(limit)
    .execute()
}

export async function count(tx: Db, tenant_id: string): Promise<number> {
  const { many } = await tx
    .selectFrom('webhook')
    .select((eb) => eb.fn.countAll<number | string>().as('many'))
    .where('tenant_id', '=', tenant_id)
    .executeTakeFirstOrThrow()
  return Number(many)
}

const told = prepared((db: Db, tenant_id: string) =>
  db
    .selectFrom('webhook')
    .select(['id', 'types'])
    .where('tenant_id', '=', tenant_id)
    .where('disabled_as', 'is', null),
)

/** Whom a tenant tells, and of what. */
export function toldBy(db: Db, tenant_id: string) {
  return told.all(db, tenant_id)
}

type WebhookChange = Partial<
  Pick<
    WebhookTable,
    | 'url'
    | 'description'
    | 'types'
    | 'trusted_at'
    | 'secret'
    | 'replaced_secret'
    | 'replaced_until'
    | 'disabled_as'
    | 'failures'
    | 'failing_since'
    | 'ready_at'
    | 'issued_at'
    | 'issued_by'
  >
>

/** Of any number of changes of the same secret at once exactly one is made. */
export async function update(tx: Db, read: WebhookRow, change: WebhookChange): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('webhook')
    .set(change)
    .where('id', '=', read.id)
    .where('secret', '=', read.secret)
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

/** With what waits for it. False when there was none. */
export async function remove(tx: Db, tenant_id: string, id: string): Promise<boolean> {
  const { numDeletedRows } = await tx
    .deleteFrom('webhook')
    .where('id', '=', id)
    .where('tenant_id', '=', tenant_id)
    .executeTakeFirst()
  if (numDeletedRows !== 1n) return false
  await tx.deleteFrom('webhook_delivery').where('webhook_id', '=', id).execute()
  return true
}

/** Disables those that somebody made, or had led to another address or was told the secret of, from a moment on. Says which. */
export async function disableIssuedBy(tx: Db, user_id: string, since: Seconds, as: string) {
  return tx
    .updateTable('webhook')
    .set({ disabled_as: as })
    .where('issued_by', '=', user_id)
    .where('issued_at', '>=', since)
    .where('disabled_as', 'is', null)
    .returning(['id', 'tenant_id'])
    .execute()
}

/** Those for which something is due and that may be tried, those first that were not for the longest time. */
export async function due(db: Db, now: Seconds, limit: number): Promise<WebhookRow[]> {
  return db
    .selectFrom('webhook')
    .innerJoin('tenant', 'tenant.id', 'webhook.tenant_id')
    .selectAll('webhook')
    .where('webhook.disabled_as', 'is', null)
    .where('webhook.ready_at', '<=', now)
    .where('tenant.suspended_at', 'is', null)
    .where((eb) =>
      eb.exists(
        eb
          .selectFrom('webhook_delivery as waiting')
          .select('waiting.seq')
          .whereRef('waiting.webhook_id', '=', 'webhook.id')
          .where('waiting.delivered_at', 'is', null)
          .where('waiting.failed_at', 'is', null)
          .where('waiting.next_attempt_at', '<=', now),
      ),
    )
    .orderBy('webhook.ready_at')
    .limit(limit)
    .execute()
}

/** It took something: whatever failed before is over. */
export async function noteTaken(db: Db, id: string): Promise<void> {
  await db
    .updateTable('webhook')
    .set({ failures: 0, failing_since: null })
    .where('id', '=', id)
    .where('failures', '>', 0)
    .execute()
}

/** It did not: there is no attempt before `ready_at`. */
export async function noteFailure(
  db: Db,
  id: string,
  { now, ready_at }: { now: Seconds; ready_at: Seconds },
): Promise<void> {
  await db
    .updateTable('webhook')
    .set((eb) => ({
      failures: eb('failures', '+', 1),
      failing_since: eb.fn.coalesce('failing_since', eb.val(now)),
      ready_at,
    }))
    .where('id', '=', id)
    .execute()
}

/** Tells it nothing any more. Of any number at once one does. */
export async function disable(tx: Db, id: string, as: string): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('webhook')
    .set({ disabled_as: as })
    .where('id', '=', id)
    .where('disabled_as', 'is', null)
    .executeTakeFirst()
  return numUpdatedRows === 1n
}
