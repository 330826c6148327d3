import type { AuditRow } from '../store/operations/audit-events.ts'
import { isoTime } from '../time.ts'

/**
 * What is told of an event, to programs elsewhere and in this process alike. Identifiers, and what the audit has as its detail but
 * for addresses of mail: no name of a browser, no place in the network, nothing that somebody could sign in with.
 */
export type Message = {
  type: string
  /** ISO 8601, UTC. */
  timestamp: string
  data: {
    tenant_id: string
    /** `succeeded`, `refused` or `failed`. */
    outcome: string
    /** Who did it, and to whom it happened: people, applications and programs by their ids. */
    actor: string | null
    subject: string | null
    client_id: string | null
    session_id: string | null
    /** As in the log and the audit. */
    request_id: string
    detail: Record<string, unknown>
  }
}

export function messageOf(row: AuditRow): Message {
  const { type, tenant_id, outcome, request_id } = row
  return {
    type,
    timestamp: isoTime(row.time),
    data: {
      tenant_id,
      outcome,
      actor: row.actor ?? null,
      subject: row.subject ?? null,
      client_id: row.client_id ?? null,
      session_id: row.session_id ?? null,
      request_id,
      detail: withoutMail(JSON.parse(row.detail) as Record<string, unknown>), // written by `record`
    },
  }
}

/** Who it is about is said by their id. An address of theirs would rest in the queues and logs of others, also once it is erased here. */
function withoutMail(detail: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(detail).filter(([, value]) => !JSON.stringify(value).includes('@')),
  )
}
