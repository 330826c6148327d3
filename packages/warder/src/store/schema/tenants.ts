import type { Seconds } from '@warder/protocol'
import type { Generated } from 'kysely'

export type TenantTables = {
  directory: DirectoryTable
  tenant: TenantTable
  tenant_domain: TenantDomainTable
  signing_key: SigningKeyTable
  role: RoleTable
  membership: MembershipTable
  logo: LogoTable
}

/** A set of people in which an e-mail address is unique. */
export type DirectoryTable = { id: string; name: string; created_at: Seconds }

export type TenantTable = {
  id: string
  directory_id: string
  /** Immutable and never used again, because issuers are made of it. */
  slug: string
  name: string
  /** Null for the first tenant alone: its issuer is the public address of the configuration. */
  issuer: string | null
  /** Since when everybody who signs in here must have a second factor. */
  second_factor_required_at: Seconds | null
  /** Sealed; what the names of people for single sectors are made with (OIDC Core §8.1). Made at first need, and never again. */
  pairwise_salt: Generated<string | null>
  /** A word of whoever runs the server, such as the plan that was bought. */
  tier: string | null
  /** How many people may belong to it, where it has none of its own; null for any number. */
  seats: Generated<number | null>
  /** What its pages and mails call it; null for the name of the server. */
  brand_name: Generated<string | null>
  /** Such as `#0a7d55`; null for that of the server. */
  brand_color: Generated<string | null>
  /** Of its picture in `logo`. */
  logo_id: Generated<string | null>
  suspended_at: Seconds | null
  /** Since when nothing of it is there for anybody. The row stays for its slug. */
  deleted_at: Seconds | null
  /** Since when nothing of it is kept either. */
  erased_at: Seconds | null
  created_at: Seconds
}

/** The picture at the head of a tenant's pages. */
export type LogoTable = {
  tenant_id: string
  /** That of its content: two tenants may have the same. */
  id: string
  /** Of media. */
  type: string
  /** In base64. */
  content: string
}

/** A domain that a tenant says is its own: until DNS has said so too, one of any number of claims on a name. */
export type TenantDomainTable = {
  id: string
  tenant_id: string
  /** As DNS has it: small letters, no dot at the end. */
  name: string
  /** What a record of the domain must say. No secret. */
  challenge: string
  created_at: Seconds
  verified_at: Seconds | null
  /** When the record was last there. */
  seen_at: Seconds | null
  /** When it is looked at again, and until when a claim can be proved. */
  check_at: Seconds
}

/** That somebody of the common directory belongs to a tenant that has no directory of its own. */
export type MembershipTable = {
  tenant_id: string
  user_id: string
  created_at: Seconds
}

/** A role that a tenant made for itself; those that are always there have no row. */
export type RoleTable = {
  tenant_id: string
  name: string
  /** Separated by spaces: see access/permissions.ts. */
  permissions: string
  description: string
  created_at: Seconds
  updated_at: Seconds
}

/** A key is published first, signs from `active_at`, stops at `retired_at` and leaves the JWKS at `removed_at`. */
export type SigningKeyTable = {
  kid: string
  tenant_id: string
  alg: string
  public_jwk: string
  /** PKCS #8, sealed under a data key and bound to the kid. */
  private_key: string
  created_at: Seconds
  active_at: Seconds
  retired_at: Seconds | null
  removed_at: Seconds | null
  /** How long ID tokens that it signed are hints, out of the key set too; null for one that signs, and for one that others may know. */
  hints_until: Generated<Seconds | null>
}
