import type { Seconds } from '@warder/protocol'

export type FederationTables = {
  connection: ConnectionTable
  foreign_session: ForeignSessionTable
}

/** An identity provider of an organisation, whose people sign in here with it. */
export type ConnectionTable = {
  id: string
  tenant_id: string
  /** `saml`. */
  type: string
  /** In addresses; unique in its tenant, and never changed. */
  name: string
  /** On buttons. */
  title: string
  /** What it is like, as JSON: `connections/definition.ts`. */
  data: string
  /** PEM, of the key that we sign and decrypt with for it alone. */
  certificate: string
  /** PKCS #8, sealed and bound to the id. */
  private_key: string
  /** When its metadata is read again; null where it came as a document, or from where nobody proves who wrote it. */
  refresh_at: Seconds | null
  /** When it was last read. */
  refreshed_at: Seconds
  /** Since when it cannot be read again, and why, in one word. */
  failing_since: Seconds | null
  failure: string | null
  /** Grows with each change, so that a change of something older is noticed. */
  version: number
  created_at: Seconds
  updated_at: Seconds
}

/** That a session was opened by a sign-in elsewhere, and what that is called there. */
export type ForeignSessionTable = {
  session_id: string
  /** The connection, or `openid:` and the issuer where it is one of the configuration. */
  connection_id: string
  /** What the provider calls the person; format and qualifier are said again when they sign out here. */
  name_id: string
  name_format: string
  name_qualifier: string | null
  session_index: string | null
}
