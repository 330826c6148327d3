import type { Insertable } from 'kysely'
import type { Db } from '../open.ts'
import { prepared } from '../prepared.ts'
import type { AuditEventTable } from '../schema/operations.ts'

export type AuditRow = Insertable<AuditEventTable>

const newRow = (
  db: Db,
  time: number,
  type: string,
  outcome: string,
  tenant_id: string,
  actor: string | null,
  subject: string | null,
  client_id: string | null,
  session_id: string | null,
  request_id: string,
  address: string,
  user_agent: string,
  detail: string,
) =>
  db.insertInto('audit_event').values({
    time,
    type,
    outcome,
    tenant_id,
    actor,
    subject,
    client_id,
    session_id,
    request_id,
    address,
    user_agent,
    detail,
  })

// On the path of every token, so the SQL is built once.
const insertRow = { disk: prepared(newRow), commit: prepared(newRow, 'commit') }

/** `until` counts outside a transaction only: inside one, the event is as durable as its effect. */
export async function insert(db: Db, row: AuditRow, until: 'disk' | 'commit'): Promise<void> {
  await insertRow[until].all(
    db,
    row.time,
    row.type,
    row.outcome,
    row.tenant_id,
    row.actor ?? null,
    row.subject ?? null,
    row.client_id ?? null,
    row.session_id ?? null,
    row.request_id,
    row.address,
    row.user_agent,
    row.detail,
  )
}

/** The newest events about one person, of the given types, newest first. */
export async function newestAbout(db: Db, subject: string, types: readonly string[], limit: number) {
  return db
    .selectFrom('audit_event')
    .selectAll()
    .where('subject', '=', subject)
    .where('type', 'in', types)
    .orderBy('seq', 'desc')
    .limit(limit)
    .execute()
}
