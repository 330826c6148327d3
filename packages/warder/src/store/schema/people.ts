import type { Seconds } from '@warder/protocol'

export type PeopleTables = {
  user: UserTable
  user_role: UserRoleTable
  credential: CredentialTable
  session: SessionTable
}

export type UserTable = {
  id: string
  directory_id: string
  /** As the person writes it; mail goes here. */
  email: string
  /** What is unique in a directory: the address in the form that `users/email.ts` compares. */
  email_key: string
  full_name: string
  locale: string | null
  email_verified_at: Seconds | null
  disabled_at: Seconds | null
  last_login_at: Seconds | null
  created_at: Seconds
  updated_at: Seconds
}

export type UserRoleTable = { user_id: string; tenant_id: string; role: string; granted_at: Seconds }

/** One row per thing a person can prove: a password, a passkey, a TOTP secret, an identity elsewhere. */
export type CredentialTable = {
  id: string
  user_id: string
  directory_id: string
  method: string
  /** Unique with directory and method: the user id of a password, the id of a passkey, the issuer and subject of an identity. */
  lookup: string
  data: string
  created_at: Seconds
  updated_at: Seconds
}

export type SessionTable = {
  id: string
  /** Digest of the cookie's secret. Null when the sign-in asked for tokens and there is no cookie. */
  token_hash: string | null
  user_id: string
  directory_id: string
  tenant_id: string
  /** Digest of the browser cookie, when a browser signed in. */
  browser_hash: string | null
  /** RFC 8176 values, separated by spaces. */
  amr: string
  auth_time: Seconds
  user_agent: string
  address: string
  created_at: Seconds
  last_seen_at: Seconds
  /** Moves forward with use, never past `expires_at`. */
  idle_expires_at: Seconds
  expires_at: Seconds
  revoked_at: Seconds | null
}
