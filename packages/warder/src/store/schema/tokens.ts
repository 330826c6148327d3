import type { Seconds } from '@warder/protocol'
import type { Generated } from 'kysely'

export type TokenTables = {
  one_time_token: OneTimeTokenTable
  oauth_grant: OAuthGrantTable
  session_client: SessionClientTable
  logout_notice: LogoutNoticeTable
  approval_notice: ApprovalNoticeTable
  refresh_token: RefreshTokenTable
  access_token: AccessTokenTable
  opaque_token: OpaqueTokenTable
  revocation: RevocationTable
}

export type OneTimeTokenTable = {
  token_hash: string
  purpose: string
  /** Whose it is, so that a newer one can take the place of an older. */
  subject: string | null
  data: string
  attempts: Generated<number>
  created_at: Seconds
  expires_at: Seconds
  consumed_at: Seconds | null
}

/** What a person, or a program, allowed a client once: the family of tokens that came of it. */
export type OAuthGrantTable = {
  id: string
  tenant_id: string
  client_id: string
  /** The person; for client credentials there is no grant row. */
  user_id: string
  /** The session it was made in; ends with it unless the grant is offline. */
  session_id: string
  /** Set when the grant outlives the session (`offline_access`). */
  offline_at: Seconds | null
  scope: string
  /** RFC 8707 resources, separated by spaces. */
  resource: string
  /** The claims that were asked for by name (OIDC Core §5.5), as JSON. */
  claims: Generated<string | null>
  /** RFC 9396 §2, as JSON. */
  authorization_details: Generated<string | null>
  amr: string
  auth_time: Seconds
  created_at: Seconds
  revoked_at: Seconds | null
  /** When the clean-up looks at it next: whether anything can still come of it is costly to ask. */
  review_at: Seconds
}

/** The applications that took part in a session, of those that want to hear of its end. */
export type SessionClientTable = { session_id: string; client_id: string; first_at: Seconds }

/** The end of a session on its way to an application (OpenID Connect Back-Channel Logout 1.0). Gone once it was told. */
export type LogoutNoticeTable = {
  /** The `jti` of its logout token, so that a second delivery is known for one. */
  id: string
  tenant_id: string
  client_id: string
  user_id: string
  session_id: string
  created_at: Seconds
  attempts: number
  next_attempt_at: Seconds
}

/** A client that wants to be told that somebody answered it, and was not told yet. */
export type ApprovalNoticeTable = {
  /** Of the answered question in `one_time_token`, with which it goes. */
  id: string
  client_id: string
  attempts: number
  next_attempt_at: Seconds
}

export type RefreshTokenTable = {
  token_hash: string
  grant_id: string
  client_id: string
  created_at: Seconds
  expires_at: Seconds
  consumed_at: Seconds | null
  /** The key whose proof must come with it: of a public client the key of its first use (RFC 9449 §5, RFC 8705 §4). */
  bound_to: string | null
  /** Digest of the token that took its place. */
  successor_hash: string | null
  /** The answer of the rotation, sealed under a key derived from the presented token. */
  successor_sealed: string | null
}

/** Every access token that belongs to a grant, so that revoking the grant can name them. */
export type AccessTokenTable = { jti: string; grant_id: string; expires_at: Seconds }

/** An access token that says nothing: what one that is signed would say stands here (RFC 6749 §1.4). */
export type OpaqueTokenTable = {
  /** As `placedDigest` makes it. */
  token_hash: string
  /** The claims of RFC 9068 §2.2, as JSON. */
  claims: string
  expires_at: Seconds
}

/** The revocation feed. A token is dead when a digest of its jti, sid, sub, client, tenant or key stands here. */
export type RevocationTable = {
  seq: Generated<number>
  kind: string
  hash: string
  /** Only what was issued before this moment is dead; null when all of it is. */
  not_before: Seconds | null
  until: Seconds
  created_at: Seconds
}
