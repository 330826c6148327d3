import { standardClaims } from '../openid/standard-claims.ts'
import { namesOf, type SigningAlgorithm } from '../jwt/signature/algorithms.ts'
import type { ResponseMode } from './response/response-mode.ts'

export type MetadataOptions = {
  /** The issuer, exactly as it stands in tokens: no slash at the end. */
  issuer: string
  /** Paths below the issuer, each beginning with a slash. What is absent is not offered. */
  endpoints: {
    authorization: string
    token: string
    jwks: string
    userinfo: string
    end_session?: string
    revocation?: string
    introspection?: string
    device_authorization?: string
    backchannel_authentication?: string
    pushed_authorization_request?: string
    registration?: string
    /** Ours, and no standard's: where guards hear what was revoked. */
    revocation_feed?: string
  }
  scopes: readonly string[]
  grant_types: readonly string[]
  token_endpoint_auth_methods: readonly string[]
  /** What client assertions may be signed with; needed where private_key_jwt is among the methods. */
  token_endpoint_auth_signing_algs?: readonly SigningAlgorithm[]
  /** RFC 8705 §3.3. */
  certificate_bound_access_tokens?: boolean
  /** RFC 8705 §5: below which address the endpoints for programs ask for certificates; without it they do so below the issuer. */
  certificate_alias?: string
  /** OIDC Discovery §3: RS256 must be among them. */
  id_token_signing_algs: readonly SigningAlgorithm[]
  /** Where UserInfo may be signed. */
  userinfo_signing_algs?: readonly SigningAlgorithm[]
  /** RFC 9701 §7: where introspection may be signed. */
  introspection_signing_algs?: readonly SigningAlgorithm[]
  /** `public` alone if not given (OIDC Core §8). */
  subject_types?: readonly ('public' | 'pairwise')[]
  /** `query` alone if not given. */
  response_modes?: readonly ResponseMode[]
  authorization_signing_algs?: readonly SigningAlgorithm[]
  /** Where requests may be signed. */
  request_object_signing_algs?: readonly SigningAlgorithm[]
  /** RFC 9126 §5: every request must have been pushed. */
  require_pushed_authorization_requests?: boolean
  /** draft-ietf-oauth-client-id-metadata-document-01 §6. */
  client_id_metadata_documents?: boolean
  /** RFC 9449 §5.1. */
  dpop_signing_algs?: readonly SigningAlgorithm[]
  authorization_details_types?: readonly string[]
  acr_values?: readonly string[]
  ui_locales?: readonly string[]
}

type Metadata = string | boolean | readonly string[] | Record<string, string>
export type AuthorizationServerMetadata = Record<string, Metadata>

/**
 * The metadata of an authorization server: one object, served as both documents.
 *
 * @see RFC 8414 §2 for `oauth-authorization-server`, OIDC Discovery §3 for `openid-configuration`
 */
export function authorizationServerMetadata(options: MetadataOptions): AuthorizationServerMetadata {
  const { issuer, endpoints, token_endpoint_auth_methods } = options
  const assertions = taken(options.token_endpoint_auth_signing_algs)
  const metadata: Record<string, Metadata | undefined> = {
    issuer,
    authorization_endpoint: issuer + endpoints.authorization,
    token_endpoint: issuer + endpoints.token,
    userinfo_endpoint: issuer + endpoints.userinfo,
    jwks_uri: issuer + endpoints.jwks,
    end_session_endpoint: below(issuer, endpoints.end_session),
    revocation_endpoint: below(issuer, endpoints.revocation),
    revocation_endpoint_auth_methods_supported: endpoints.revocation && token_endpoint_auth_methods,
    registration_endpoint: below(issuer, endpoints.registration),
    client_id_metadata_document_supported: options.client_id_metadata_documents,
    // RFC 9126 §5.
    pushed_authorization_request_endpoint: below(issuer, endpoints.pushed_authorization_request),
    require_pushed_authorization_requests: options.require_pushed_authorization_requests,
    // RFC 8628 §4.
    device_authorization_endpoint: below(issuer, endpoints.device_authorization),
    // CIBA Core §4.
    backchannel_authentication_endpoint: below(issuer, endpoints.backchannel_authentication),
    ...(endpoints.backchannel_authentication && {
      ...backchannelSupport,
      backchannel_authentication_request_signing_alg_values_supported: taken(
        options.request_object_signing_algs,
      ),
    }),
    introspection_endpoint: below(issuer, endpoints.introspection),
    revocation_feed: below(issuer, endpoints.revocation_feed),
    // RFC 7662 §2.1: introspection needs authentication, so a client without any cannot call it.
    introspection_endpoint_auth_methods_supported:
      endpoints.introspection && token_endpoint_auth_methods.filter((method) => method !== 'none'),
    scopes_supported: options.scopes,
    response_types_supported: ['code'],
    response_modes_supported: responseModesOf(options.response_modes),
    // JARM §4.
    authorization_signing_alg_values_supported: options.authorization_signing_algs,
    grant_types_supported: options.grant_types,
    token_endpoint_auth_methods_supported: token_endpoint_auth_methods,
    // RFC 8414 §2: required where a method signs.
    token_endpoint_auth_signing_alg_values_supported: assertions,
    revocation_endpoint_auth_signing_alg_values_supported: endpoints.revocation && assertions,
    introspection_endpoint_auth_signing_alg_values_supported: endpoints.introspection && assertions,
    // RFC 9701 §7.
    introspection_signing_alg_values_supported: options.introspection_signing_algs,
    dpop_signing_alg_values_supported: taken(options.dpop_signing_algs),
    tls_client_certificate_bound_access_tokens: options.certificate_bound_access_tokens,
    mtls_endpoint_aliases: aliasesOf(options),
    code_challenge_methods_supported: ['S256'],
    // RFC 9207 §3: clients then refuse a response without iss, which ends mix-up.
    authorization_response_iss_parameter_supported: true,
    subject_types_supported: options.subject_types ?? ['public'],
    id_token_signing_alg_values_supported: options.id_token_signing_algs,
    userinfo_signing_alg_values_supported: options.userinfo_signing_algs,
    claims_supported: standardClaims,
    claim_types_supported: ['normal'],
    prompt_values_supported: ['none', 'login', 'consent', 'select_account'],
    claims_parameter_supported: true,
    // RFC 9396 §10.
    authorization_details_types_supported: options.authorization_details_types,
    // RFC 9101 §9 and OIDC Discovery §3.
    request_parameter_supported: options.request_object_signing_algs !== undefined,
    request_object_signing_alg_values_supported: taken(options.request_object_signing_algs),
    // OIDC Discovery §3: absent would mean true.
    request_uri_parameter_supported: false,
    ...(endpoints.end_session && logoutSupport),
    acr_values_supported: options.acr_values,
    ui_locales_supported: options.ui_locales,
  }
  // RFC 8414 §3.2: what is not offered is left out, and so is a list without elements.
  return Object.fromEntries(
    Object.entries(metadata).flatMap(([name, value]) =>
      value === undefined || value === '' || (Array.isArray(value) && value.length === 0)
        ? []
        : [[name, value]],
    ),
  )
}

/** RFC 8705 §5: each endpoint that a client calls itself, under its name. */
function aliasesOf({
  endpoints,
  certificate_alias: base,
}: MetadataOptions): Record<string, string> | undefined {
  if (base === undefined) return undefined
  const called = {
    token_endpoint: endpoints.token,
    userinfo_endpoint: endpoints.userinfo,
    revocation_endpoint: endpoints.revocation,
    introspection_endpoint: endpoints.introspection,
    device_authorization_endpoint: endpoints.device_authorization,
    backchannel_authentication_endpoint: endpoints.backchannel_authentication,
    pushed_authorization_request_endpoint: endpoints.pushed_authorization_request,
    registration_endpoint: endpoints.registration,
  }
  return Object.fromEntries(
    Object.entries(called).flatMap(([name, path]) => (path === undefined ? [] : [[name, base + path]])),
  )
}

/** JARM §2.3.4: `jwt` is a mode of its own, short for `query.jwt` where a code is answered. */
function responseModesOf(modes: readonly ResponseMode[] = ['query']): readonly string[] {
  return modes.includes('query.jwt') ? [...modes, 'jwt'] : modes
}

/** CIBA Core §4: nothing is pushed, and nobody types a code of their own. */
const backchannelSupport = {
  backchannel_token_delivery_modes_supported: ['poll', 'ping'],
  backchannel_user_code_parameter_supported: false,
}

/** OpenID Connect Back-Channel Logout 1.0 §2.1, Front-Channel Logout 1.0 §3: with a `sid` always. */
const logoutSupport = {
  backchannel_logout_supported: true,
  backchannel_logout_session_supported: true,
  frontchannel_logout_supported: true,
  frontchannel_logout_session_supported: true,
}

/** What others sign: by each name that they may write. */
const taken = (algs: readonly SigningAlgorithm[] | undefined) => algs && namesOf(algs)

const below = (issuer: string, path: string | undefined) => (path === undefined ? undefined : issuer + path)
