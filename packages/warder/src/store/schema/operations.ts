import type { Seconds } from '@warder/protocol'
import type { Generated } from 'kysely'

export type OperationTables = {
  data_key: DataKeyTable
  counter: CounterTable
  guess: GuessTable
  audit_event: AuditEventTable
  audit_seal: AuditSealTable
  audit_erasure: AuditErasureTable
  outbox: OutboxTable
  webhook: WebhookTable
  webhook_delivery: WebhookDeliveryTable
}

/** A key that seals rows, itself sealed under WARDER_SECRET. */
export type DataKeyTable = {
  id: string
  /** Fingerprint of the WARDER_SECRET key that seals it. */
  sealed_by: string
  sealed: string
  created_at: Seconds
  retired_at: Seconds | null
}

/** A guarded counter: "at most N of this until then". */
export type CounterTable = { key: string; count: number; expires_at: Seconds }

/** Wrong guesses in a row, by account and by where they were made. */
export type GuessTable = {
  key: string
  user_id: string | null
  failures: number
  /** Before this there is no further one. */
  ready_at: Seconds
  expires_at: Seconds
}

export type AuditEventTable = {
  seq: Generated<number>
  time: Seconds
  type: string
  /** succeeded, refused or failed. */
  outcome: string
  tenant_id: string
  actor: string | null
  subject: string | null
  client_id: string | null
  session_id: string | null
  request_id: string
  address: string
  user_agent: string
  detail: string
}

/** What a stretch of the audit said when it was sealed. Every event up to the last one belongs to exactly one. */
export type AuditSealTable = {
  /** One after the other, without a gap. */
  number: number
  first_seq: number
  last_seq: number
  events: number
  /** When the newest of its events happened. */
  newest_at: Seconds
  /** Of all its events in order; empty where they, and those before, have had their time and were removed. */
  digest: string
  /** Over everything above, under a data key: the database alone cannot make it. */
  mac: string
  sealed_at: Seconds
}

/** What sealed events said of a person before they were forgotten: digests, sealed, so that the rest can still be checked. */
export type AuditErasureTable = { seq: Generated<number>; pseudonym: string; sealed: string }

/** Mail and messages on their way. What they say is sealed, because it holds links that sign people in. */
export type OutboxTable = {
  seq: Generated<number>
  id: string
  channel: string
  recipient: string
  sealed: string | null
  created_at: Seconds
  attempts: number
  next_attempt_at: Seconds
  sent_at: Seconds | null
  /** Given up: it goes out only when an operator says so. */
  failed_at: Seconds | null
  last_error: string | null
}

/** A program elsewhere that is told what happens in a tenant. */
export type WebhookTable = {
  id: string
  tenant_id: string
  url: string
  description: string
  /** What it is told of: events of the audit, `user.*` or `*`, as JSON. */
  types: string
  /** Set when the operator of the server named the address: it may lead where only the operator reaches. */
  trusted_at: Seconds | null
  /** Sealed, like the one before it, which signs beside it for a while. */
  secret: string
  replaced_secret: string | null
  replaced_until: Seconds | null
  /** Attempts in a row that failed, since when, and before when there is no further one. */
  failures: number
  failing_since: Seconds | null
  ready_at: Seconds
  /** `failing`, `gone`, `backlog`, or `paused` by somebody. */
  disabled_as: string | null
  created_at: Seconds
  /** When the present secret was made or the address named, and the person who did it; null where it was an operator or a program. */
  issued_at: Seconds
  issued_by: string | null
}

/** One message to one program. It stands for itself: its program may be gone. */
export type WebhookDeliveryTable = {
  seq: Generated<number>
  /** Its `webhook-id`: the same at every attempt. */
  id: string
  webhook_id: string
  type: string
  /** The body as it is sent; forgotten once it was taken. */
  body: string | null
  created_at: Seconds
  attempts: number
  next_attempt_at: Seconds
  delivered_at: Seconds | null
  failed_at: Seconds | null
  last_error: string | null
}
