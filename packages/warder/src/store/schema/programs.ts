import type { Seconds } from '@warder/protocol'

export type ProgramTables = {
  api_key: ApiKeyTable
  api_key_usage: ApiKeyUsageTable
}

/** What a program presents: in the name of a person, or for itself. */
export type ApiKeyTable = {
  id: string
  tenant_id: string
  /** Whose it is: it dies with them, and is worth nothing while they may not sign in. Null for the key of a program. */
  user_id: string | null
  /** Whose it is, in place of a person. Where both are null, it is the tenant's own. */
  service_account_id: string | null
  name: string
  /** `live` or `test`, as the key itself says. */
  environment: string
  /** The part of it that may be shown. */
  prefix: string
  /** Digest of the key: it has 256 random bits. */
  key_hash: string
  /** The person who was told the present secret; null where it was an operator. */
  issued_by: string | null
  /** Of the key that this one replaced, as long as that works beside it. */
  replaced_hash: string | null
  replaced_until: Seconds | null
  /** Scopes, separated by spaces. */
  scope: string
  /** CIDR blocks it may be used from, separated by spaces; empty for everywhere. */
  ip_allowlist: string
  created_at: Seconds
  /** When the present secret was made: at first, or by the last rotation. */
  issued_at: Seconds
  expires_at: Seconds | null
  last_used_at: Seconds | null
  use_count: number
  revoked_at: Seconds | null
}

/** How often a key was used on a day. */
export type ApiKeyUsageTable = {
  api_key_id: string
  /** In UTC, such as `2027-01-15`. */
  day: string
  uses: number
}
