import type { Seconds } from '@warder/protocol'
import type { Generated } from 'kysely'

export type ClientTables = {
  client: ClientTable
  consent: ConsentTable
}

/** RFC 7591 §2 names. Lists are separated by spaces, as on the wire; URIs are JSON. */
export type ClientTable = {
  client_id: string
  tenant_id: string
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
  /** Where access tokens go when a request names no resource; null is the issuer. */
  default_resource: string | null
  /** RFC 8707 resources it may ask for, as JSON. */
  resources: string
  /** What it wants of a sign-in when a request does not say (OIDC Dynamic Registration §2), separated by spaces. */
  default_acr_values: Generated<string>
  /** Null when PKCE is not required. */
  require_pkce_at: Seconds | null
  /** Set for the operator's own applications: no consent page. */
  skip_consent_at: Seconds | null
  disabled_at: Seconds | null
  created_at: Seconds
  updated_at: Seconds
}

export type ConsentTable = {
  user_id: string
  client_id: string
  tenant_id: string
  scope: string
  /** RFC 8707 resources, separated by spaces. */
  resource: string
  granted_at: Seconds
  withdrawn_at: Seconds | null
}
