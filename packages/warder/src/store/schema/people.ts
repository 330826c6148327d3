import type { Seconds } from '@warder/protocol'
import type { Generated } from 'kysely'

export type PeopleTables = {
  user: UserTable
  user_email: UserEmailTable
  user_role: UserRoleTable
  credential: CredentialTable
  known_device: KnownDeviceTable
  known_country: KnownCountryTable
  session: SessionTable
}

export type UserTable = {
  id: string
  directory_id: string
  /** The main address, as the person writes it; mail goes here. It has a row of `user_email` like every other. */
  email: string
  full_name: string
  locale: string | null
  /** More of what OIDC Core §5.1 names, as JSON; null when nothing is known. Written by `users/claims.ts`. */
  claims: Generated<string | null>
  email_verified_at: Seconds | null
  /** By an administrator, who alone lifts it. */
  disabled_at: Seconds | null
  /** By the person, who lifts it by signing in. */
  deactivated_at: Seconds | null
  /** The next right password opens nothing but the choice of a new one. */
  password_change_required_at: Seconds | null
  /** Since when an operator wants them to have a second factor. */
  second_factor_required_at: Seconds | null
  /** Since when they have a second factor of their own. Kept by `store/people/factors.ts` beside the credentials themselves. */
  mfa_enabled_at: Seconds | null
  /** When a page offered them a passkey, which it does once. */
  passkey_offered_at: Seconds | null
  /** When they last signed in with a first factor that is no password. */
  passwordless_proved_at: Seconds | null
  /** What it was: `passkey`, `mail`, `phone` or `identity`. */
  passwordless_proved_by: string | null
  /** When they last said that they want to go on with their password for now. */
  password_kept_at: Seconds | null
  last_login_at: Seconds | null
  created_at: Seconds
  updated_at: Seconds
}

/** Every address that leads to a person. Look-ups by address go through here and nowhere else. */
export type UserEmailTable = {
  id: string
  user_id: string
  directory_id: string
  email: string
  /** What is unique in a directory: the address in the form that `users/email.ts` compares. */
  email_key: string
  /** Null while only an operator says that it is theirs. */
  verified_at: Seconds | null
  created_at: Seconds
  /** Until then it stays, because it was the main address and its owner may undo the change. */
  held_until: Seconds | null
  /** Counts the holds of a person: of two that may be undone, the one that began first wins. */
  hold_rank: number
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
  /** What the person calls it, where there may be several; null for a password. */
  name: string | null
  last_used_at: Seconds | null
  /** Since when it proves nothing, until it is replaced: somebody else may know it. */
  locked_at: Seconds | null
  created_at: Seconds
  updated_at: Seconds
}

/** Where a person signed in before: a browser by its cookie, a program by what can be told of it. */
export type KnownDeviceTable = {
  user_id: string
  /** Digest of the browser cookie, or what `risk/device.ts` makes of a caller without one. */
  browser_hash: string
  first_seen_at: Seconds
  /** Of the last sign-in there; address and country are of the same moment. */
  last_seen_at: Seconds
  user_agent: string
  address: string
  /** ISO 3166-1, two letters; null when the place was not known. */
  country: string | null
  /** Until then the person is not asked for a second factor there, because they wished so. */
  trusted_until: Seconds | null
}

/** The countries a person signed in from. A device keeps its last one alone, and people travel back and forth. */
export type KnownCountryTable = {
  user_id: string
  country: string
  first_seen_at: Seconds
  last_seen_at: Seconds
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
  /** What it began with, or what was there when the person last confirmed that it is theirs. */
  user_agent: string
  address: string
  created_at: Seconds
  last_seen_at: Seconds
  /** Moves forward with use, never past `expires_at`. */
  idle_expires_at: Seconds
  expires_at: Seconds
  /** When the person asked to stay signed in, which gives it the long limits; those of a program always have them. */
  remembered_at: Seconds | null
  /** Since when it may be in the wrong hands: it opens nothing until its person has confirmed that it is theirs. */
  suspect_at: Seconds | null
  /** The last difference from what it began with that was written to the audit. */
  noted_change: string | null
  /** The session that its person was in when they opened this one, for another tenant: it ends with that. */
  opened_from: string | null
  revoked_at: Seconds | null
}
