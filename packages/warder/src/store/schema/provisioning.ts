import type { Seconds } from '@warder/protocol'
import type { Generated } from 'kysely'

export type ProvisioningTables = {
  provisioner: ProvisionerTable
  provisioned_user: ProvisionedUserTable
  provisioned_group: ProvisionedGroupTable
  provisioned_member: ProvisionedMemberTable
}

/** A directory elsewhere that makes people here, over SCIM. It reaches what it made and nothing else. */
export type ProvisionerTable = {
  id: string
  tenant_id: string
  name: string
  /** Digest of the token: it has 256 random bits. */
  token_hash: string
  /** Of the token that this one replaced, as long as that works beside it. */
  replaced_hash: string | null
  replaced_until: Seconds | null
  /** `delete` or `disable`: what becomes of an account that has nothing but this connection to sign in with. */
  on_delete: string
  /** Since when the operator vouches for the addresses that it sends. */
  vouched_at: Seconds | null
  created_at: Seconds
  /** When the present token was made, and the person who was told it; null where it was an operator or a program. */
  issued_at: Seconds
  issued_by: string | null
  expires_at: Seconds | null
  last_used_at: Seconds | null
  revoked_at: Seconds | null
}

/** A person who was made over SCIM. The id of the resource is that of the account. */
export type ProvisionedUserTable = {
  user_id: string
  provisioner_id: string
  /** The userName in small letters: unique for the connection. */
  user_name_key: string
  external_id: string | null
  /** The resource as it was sent, in its one form, without what columns or other tables say. */
  resource: string
  version: number
  /** What the account's own `disabled_at` became when this connection said that it is not active. */
  disabled_at: Seconds | null
  created_at: Seconds
  updated_at: Seconds
}

export type ProvisionedGroupTable = {
  id: string
  provisioner_id: string
  display_name: string
  /** In small letters: unique for the connection. */
  display_name_key: string
  external_id: string | null
  /** What the operator lets it give its members. */
  role: Generated<string | null>
  version: number
  created_at: Seconds
  updated_at: Seconds
}

export type ProvisionedMemberTable = { group_id: string; user_id: string }
