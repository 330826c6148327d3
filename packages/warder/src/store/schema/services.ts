import type { Seconds } from '@warder/protocol'

export type ServiceTables = {
  service_account: ServiceAccountTable
  service_credential: ServiceCredentialTable
  workload_trust: WorkloadTrustTable
}

/** A program that acts for itself: a client of the OAuth server that nobody signs in to. */
export type ServiceAccountTable = {
  id: string
  tenant_id: string
  name: string
  description: string
  /** What it may do, separated by spaces. */
  scope: string
  /** RFC 8707 resources it may ask tokens for, as JSON; the first is what they are for when it names none. */
  resources: string
  /** `permissions`, or empty: what its access tokens say beside the scope. Separated by spaces. */
  token_claims: string
  /** The person who made it, who is told when one of its credentials ends; null where an operator or another program did. */
  created_by: string | null
  /** Grows with each change, so that a change of something older is noticed. */
  version: number
  disabled_at: Seconds | null
  created_at: Seconds
  updated_at: Seconds
}

/** What a service account proves itself by. */
export type ServiceCredentialTable = {
  id: string
  account_id: string
  name: string
  /** `jwt`, `rotating_secret` or `public_key`. */
  type: string
  /** Counts what it was: 1 at first, one more with each rotation. Tokens and the audit name it. */
  version: number
  /** How long each version lives; null for a public key without an end. */
  lifetime: Seconds | null
  /** Digest of the present secret, which has 256 random bits. */
  secret_hash: string | null
  /** The present public keys, or where they are. */
  jwks: string | null
  jwks_uri: string | null
  issued_at: Seconds
  /** The person who was told the present version, or who gave the key; null where it was an operator. A program that renews it leaves it. */
  issued_by: string | null
  expires_at: Seconds | null
  /** The version that the present one replaced, as long as it works beside it. */
  replaced_version: number | null
  replaced_hash: string | null
  replaced_jwks: string | null
  replaced_jwks_uri: string | null
  replaced_until: Seconds | null
  /** When the present version was used first: until then the one before may replace it again. */
  proved_at: Seconds | null
  last_used_at: Seconds | null
  /** Set once somebody was told that the present version ended. */
  told_at: Seconds | null
  created_at: Seconds
  revoked_at: Seconds | null
}

/** Whose tokens of another issuer are as good as a credential of the account. */
export type WorkloadTrustTable = {
  id: string
  account_id: string
  name: string
  issuer: string
  audience: string
  /** The `sub` it must have; `*` stands for any text. */
  subject: string
  /** Other claims it must have, as JSON of names and texts, in which `*` stands for any text. */
  claims: string
  /** The keys of an issuer that cannot be asked for them, as a JSON Web Key Set. */
  jwks: string | null
  /** Set when each token works once. */
  single_use_at: Seconds | null
  last_used_at: Seconds | null
  created_at: Seconds
  /** The person who wrote it down; null where it was an operator. */
  created_by: string | null
}
