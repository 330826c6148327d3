import type { Seconds } from '@warder/protocol'
import type { Generated } from 'kysely'

export type ClientTables = {
  client: ClientTable
  consent: ConsentTable
  muted_client: MutedClientTable
}

/** RFC 7591 §2 names. Lists are separated by spaces, as on the wire; URIs are JSON. */
export type ClientTable = {
  /**
   * What other rows know it by. That is what everybody calls it, unless it is described by a document: the address of one
   * is the same in every tenant. See `store/oauth/client-key.ts`.
   */
  client_id: string
  tenant_id: string
  /** What everybody calls one that describes itself: the address of its document. */
  document: Generated<string | null>
  client_name: string
  /** confidential, public or machine. */
  type: string
  client_secret_hash: string | null
  token_endpoint_auth_method: string
  redirect_uris: string
  post_logout_redirect_uris: string
  /** Where this server tells it that a session ended (OpenID Connect Back-Channel Logout 1.0 §2.2). */
  backchannel_logout_uri: string | null
  /** What a browser loads to end the session it has there (OpenID Connect Front-Channel Logout 1.0 §2). */
  frontchannel_logout_uri: string | null
  grant_types: string
  response_types: string
  scope: string
  application_type: string
  id_token_signed_response_alg: string
  access_token_signed_response_alg: string
  /** `roles`, `permissions`, both or none: what its access tokens say of what the person holds. Separated by spaces. */
  access_token_claims: string
  /** `jwt`, or `opaque` for one whose tokens say nothing to whoever holds them. */
  access_token_format: Generated<string>
  /** Where access tokens go when a request names no resource; null is the issuer. */
  default_resource: string | null
  /** RFC 8707 resources it may ask for, as JSON. */
  resources: string
  /** What it wants of a sign-in when a request does not say (OIDC Dynamic Registration §2), separated by spaces. */
  default_acr_values: Generated<string>
  /** Its public keys, as a JSON Web Key Set, or where they are. */
  jwks: Generated<string | null>
  jwks_uri: Generated<string | null>
  /** The name that its certificate must have (RFC 8705 §2.1.2), as JSON of a kind and a value. */
  tls_client_auth: Generated<string | null>
  /** Set when its access tokens are bound to its certificate (RFC 8705 §3.4). */
  certificate_bound_at: Generated<Seconds | null>
  /** Set when it gets no tokens without a proof of its key (RFC 9449 §5.2). */
  dpop_bound_at: Generated<Seconds | null>
  /** Set when its requests must have been pushed (RFC 9126 §6). */
  require_par_at: Generated<Seconds | null>
  /** Set when its requests must be signed (RFC 9101 §10.5). */
  require_request_object_at: Generated<Seconds | null>
  /** How it may have the answer of an authorization, separated by spaces. */
  response_modes: Generated<string>
  /** What its answers are signed with where it asks for signed ones (JARM §3). */
  authorization_signed_response_alg: Generated<string | null>
  /** RFC 9396 §10, separated by spaces. */
  authorization_details_types: Generated<string>
  /** Set when its people have names that no other sector has (OIDC Core §8.1): the host that they are made for. */
  sector: Generated<string | null>
  /** Null for UserInfo that is not signed (OIDC Dynamic Registration §2). */
  userinfo_signed_response_alg: Generated<string | null>
  /** The one algorithm that it signs requests and assertions with; null for any that its keys have. */
  request_object_signing_alg: Generated<string | null>
  token_endpoint_auth_signing_alg: Generated<string | null>
  /** Seconds, where a request does not say. */
  default_max_age: Generated<Seconds | null>
  /** Whose tokens it may exchange, and for where (RFC 8693), as JSON. */
  token_exchange: Generated<string | null>
  /** How it hears that a person has answered (CIBA §4), as JSON. */
  backchannel: Generated<string | null>
  /** Null for RS256 (RFC 9701 §6). */
  introspection_signed_response_alg: Generated<string | null>
  /** What it told of itself and is told again, as JSON: see `oauth-server/clients/about/`. */
  about: Generated<string | null>
  /** The picture that it named, as it stands in a page. */
  logo: Generated<string | null>
  /** `fapi2`, or null. */
  profile: Generated<string | null>
  /** Null when PKCE is not required. */
  require_pkce_at: Seconds | null
  /** Set for the operator's own applications: no consent page. */
  skip_consent_at: Seconds | null
  /** Set when nobody of ours made it: it registered itself (RFC 7591), and what it named is fetched as a stranger's. */
  registered_at: Generated<Seconds | null>
  /** Of the token by which it changes itself (RFC 7592). */
  registration_token_hash: Generated<string | null>
  disabled_at: Seconds | null
  created_at: Seconds
  updated_at: Seconds
}

/** The applications whose questions a person does not want to see. */
export type MutedClientTable = { user_id: string; client_id: string; muted_at: Seconds }

export type ConsentTable = {
  user_id: string
  client_id: string
  tenant_id: string
  scope: string
  /** RFC 8707 resources, separated by spaces, each followed by `#` and the name of every scope that is allowed there, unless all are. */
  resource: string
  /** Of a client that registered itself: where its person was sent with it. Null for every other. */
  redirect_host: string | null
  granted_at: Seconds
  withdrawn_at: Seconds | null
}
