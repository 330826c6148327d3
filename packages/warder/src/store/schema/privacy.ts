import type { Seconds } from '@warder/protocol'
import type { Generated } from 'kysely'

export type PrivacyTables = {
  consent_record: ConsentRecordTable
}

/** That somebody agreed to a document, or took it back. Rows are added and never changed: the last one of a document holds. */
export type ConsentRecordTable = {
  seq: Generated<number>
  /** After an erasure the pseudonym that the audit has too, so there is no reference. */
  user_id: string
  tenant_id: string
  document: string
  /** The one that was shown. */
  version: string
  /** `given` or `withdrawn`. */
  action: string
  /** Where: `registration`, `sign-in`, `account` or `api`; or `operator`, who says that it was elsewhere. */
  source: string
  /** Names the event of the audit, which has the rest. */
  request_id: string
  recorded_at: Seconds
}
