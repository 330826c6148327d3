import type { Seconds } from '@warder/protocol'
import type { Generated } from 'kysely'

export type OperationTables = {
  data_key: DataKeyTable
  counter: CounterTable
  guess: GuessTable
  audit_event: AuditEventTable
  outbox: OutboxTable
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
