import type { Seconds } from '@warder/protocol'

/** What a credential that you hand out yourself may do, and how its holder is called in your log. */
export type Grants = {
  /** `subject` of the caller. Without it: the name. */
  subject?: string
  name?: string
  scopes?: readonly string[]
  roles?: readonly string[]
  permissions?: readonly string[]
  tenant_id?: string
}

/** A key as text, or the SHA-256 of it in hexadecimal or base64url, which may lie in a file that others read. */
export type ApiKey = Grants & {
  key?: string
  sha256?: string
  /** Seconds since 1970, or an ISO 8601 time. The key is worthless from then on. */
  expires_at?: Seconds | string
}

/** Keys of your own: given here, in a file, or without either in API_KEY and ADDITIONAL_API_KEYS. */
export type ApiKeysSource = {
  kind: 'api_keys'
  keys?: readonly (string | ApiKey)[]
  /** A JSON file `{"keys": [{"name": …, "sha256": …, "scopes": […]}]}`, read at the start and at `reload`. */
  file?: string
}

/** Keys that a Warder issued (`wdr_live_…`), asked for there and remembered for a moment. */
export type WarderKeysSource = {
  kind: 'warder_keys'
  /** Without it: WARDER_ISSUER. */
  issuer?: string
  /** The client that this API is to the server. Without them: WARDER_CLIENT_ID and WARDER_CLIENT_SECRET. */
  client_id?: string
  client_secret?: string
  /** How long an answer is believed, 0 to 300 seconds. Without it: 5. */
  cache?: Seconds
}

/** JWT access tokens of one issuer, verified here. */
export type AccessTokensSource = {
  kind: 'access_tokens'
  /** The issuer, exactly as it writes itself in `iss`. Without it: WARDER_ISSUER. */
  issuer?: string
  /** The name of this API in `aud`, exactly. Without it: WARDER_AUDIENCE. */
  audience?: string
  /**
   * `rfc9068`, the default, takes what says that it is an access token (`at+jwt`). `any_jwt` is for issuers that do
   * not say so: then an ID token whose audience is this API passes too.
   */
  profile?: 'rfc9068' | 'any_jwt'
  /** Whether to follow the revocation feed where the issuer has one. Without it: true. */
  follow_revocations?: boolean
}

/** Tokens that only their issuer can read (RFC 7662). */
export type IntrospectionSource = {
  kind: 'introspection'
  /** The issuer, whose metadata name the endpoint. Without it: WARDER_ISSUER. */
  issuer?: string
  /** The endpoint itself, where the issuer publishes no metadata. */
  endpoint?: string
  /** What `aud` must have, where it is given. Without it: WARDER_AUDIENCE. */
  audience?: string
  /** The client that this API is to the issuer. Without them: WARDER_CLIENT_ID and WARDER_CLIENT_SECRET. */
  client_id?: string
  client_secret?: string
  /** How long an answer is believed, 0 to 300 seconds. Without it: 5. */
  cache?: Seconds
}

/** The cookie of a Warder session, for an API on the same host as Warder. */
export type SessionSource = {
  kind: 'warder_session'
  /** Without it: WARDER_ISSUER. */
  issuer?: string
  /** Origins whose pages may change something with the cookie. Without it: the issuer's own. */
  origins?: readonly string[]
  /** How long an answer is believed, 0 to 60 seconds. Without it: 2. */
  cache?: Seconds
}

export type HmacAlgorithm = 'hmac-sha256' | 'hmac-sha384' | 'hmac-sha512'

/** A secret shared with somebody who signs requests. */
export type HmacKey = Grants & {
  id: string
  /** 32 bytes at least, as text or as bytes. */
  secret: string | Uint8Array
  /** Without it: hmac-sha256. The request cannot choose another. */
  algorithm?: HmacAlgorithm
}

/** Requests signed as `@warder/outbound` does by its preset `warder-hmac`. */
export type HmacSource = { kind: 'warder_hmac'; keys: readonly HmacKey[] }

export type SignatureAlgorithm =
  | 'ed25519'
  | 'ecdsa-p256-sha256'
  | 'ecdsa-p384-sha384'
  | 'rsa-pss-sha512'
  | 'rsa-v1_5-sha256'
  | 'hmac-sha256'

/** A key that verifies signatures of HTTP messages. */
export type HttpSignatureKey = Grants & {
  id: string
  algorithm: SignatureAlgorithm
  /** A public key as PEM or JWK; for hmac-sha256 the secret, 32 bytes at least. */
  key: string | Uint8Array | Readonly<Record<string, unknown>>
}

/** Requests signed by RFC 9421. */
export type HttpSignaturesSource = {
  kind: 'http_signatures'
  keys: readonly HttpSignatureKey[]
  /**
   * What a signature must cover. Without it: "@method", "@authority", "@path" and "@query", and "content-digest"
   * where there is a body.
   */
  components?: readonly string[]
  /** How old a signature may be, 1 to 3600 seconds. Without it: 300. */
  max_age?: Seconds
}

export type SourceOptions =
  | ApiKeysSource
  | WarderKeysSource
  | AccessTokensSource
  | IntrospectionSource
  | SessionSource
  | HmacSource
  | HttpSignaturesSource

export type SourceKind = SourceOptions['kind']
