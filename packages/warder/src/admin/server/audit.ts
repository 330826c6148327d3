import { Problem, type Seconds } from '@warder/protocol'
import * as z from 'zod'
import { auditTypes } from '../../audit/events.ts'
import * as auditEvents from '../../store/operations/audit-events.ts'
import { isoTime } from '../../time.ts'
import { listing } from '../administration.ts'

const cursorForm = /^aud_\d{1,15}$/

const id = z.string().max(255)
const moment = z.iso
  .datetime({ offset: true })
  .transform((text): Seconds => Math.floor(Date.parse(text) / 1000))

const filters = z.object({
  type: z.enum(auditTypes).optional(),
  actor: id.optional(),
  subject: id.optional(),
  tenant: id.optional(),
  /** From this moment on. */
  from: moment.optional(),
  /** Before this moment. */
  to: moment.optional(),
})

/**
 * What happened, newest first. A page is what was found in a stretch of the audit, so that none takes long: it may be empty, and
 * the list goes on as long as there is a `next_cursor`.
 */
export const listEvents = listing(
  cursorForm,
  filters,
  async ({ app, tenant }, { limit, cursor, ...asked }) => {
    if (asked.tenant !== undefined && asked.tenant !== tenant.id)
      throw new Problem('forbidden', { detail: 'The audit of a tenant is read at its own address.' })
    const before = cursor === undefined ? undefined : Number(cursor.slice('aud_'.length))
    const { rows, next } = await auditEvents.page(app.db, { ...asked, tenant_id: tenant.id }, limit, before)
    return { items: rows.map(viewOf), next_cursor: next === undefined ? null : `aud_${next}` }
  },
)

function viewOf(row: auditEvents.AuditEventRow) {
  const { type, outcome, actor, subject, client_id, session_id, request_id, address, user_agent } = row
  return {
    id: `aud_${row.seq}`,
    time: isoTime(row.time),
    type,
    outcome,
    actor,
    subject,
    client_id,
    session_id,
    request_id,
    address,
    user_agent,
    detail: JSON.parse(row.detail) as unknown, // written by `record`
  }
}
