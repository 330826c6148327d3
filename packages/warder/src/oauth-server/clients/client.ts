import {
  isDocumentId,
  type CertificateName,
  type ClientRules,
  type Seconds,
  type SigningAlgorithm,
} from '@warder/protocol'
import type { Maybe } from '../../after.ts'
import type { App } from '../../app.ts'
import type { TokenClaim } from '../token/own-claims.ts'
import * as clients from '../../store/oauth/clients.ts'
import type { ClientRow } from '../../store/oauth/clients.ts'
import { words } from '../../store/words.ts'
import { describedClient } from '../documents/described.ts'
import { withShared } from './strangers/allowed.ts'
import { aboutView, type AboutMetadata } from './about/about.ts'
import { grantSettings, type BackchannelDelivery, type ExchangePolicy } from './grants.ts'
import { clientProfiles, type ClientProfile } from './profile.ts'
import { findAccount, isAccountId } from './service-account.ts'

/** How an application may present itself at the token endpoint (RFC 7591 §2). */
export const clientAuthMethods = [
  'client_secret_basic',
  'client_secret_post',
  'private_key_jwt',
  'tls_client_auth',
  'self_signed_tls_client_auth',
  'none',
] as const
export type ClientAuthMethod = (typeof clientAuthMethods)[number]

/** How access tokens look: signed and readable (RFC 9068), or a random word that only this server understands. */
export const tokenFormats = ['jwt', 'opaque'] as const
export type TokenFormat = (typeof tokenFormats)[number]

export const clientTypes = ['confidential', 'public', 'machine'] as const
export type ClientType = (typeof clientTypes)[number]

/** A registered application, read from its row once and shared by every request for five seconds. */
export type Client = ClientRules & {
  tenant_id: string
  client_name: string
  type: ClientType
  client_secret_hash: string | null
  token_endpoint_auth_method: ClientAuthMethod
  post_logout_redirect_uris: string[]
  backchannel_logout_uri: string | null
  frontchannel_logout_uri: string | null
  id_token_signed_response_alg: SigningAlgorithm
  access_token_signed_response_alg: SigningAlgorithm
  /** What its access tokens say of what the person holds. */
  access_token_claims: readonly TokenClaim[]
  access_token_format: TokenFormat
  default_resource: string | null
  resources: string[]
  /** OIDC Dynamic Registration §2. */
  default_acr_values: string[]
  skip_consent: boolean
  /** A key set of its own, or where it is (RFC 7591 §2). */
  jwks: string | null
  jwks_uri: string | null
  /** The name that its certificate must have (RFC 8705 §2.1.2). */
  tls_client_auth: CertificateName | undefined
  response_modes: readonly string[]
  authorization_details_types: readonly string[]
  certificate_bound: boolean
  dpop_bound: boolean
  require_par: boolean
  require_request_object: boolean
  authorization_signed_response_alg: SigningAlgorithm
  profile: ClientProfile | undefined
  /** Whose names its people have; undefined where they have the same everywhere (OIDC Core §8). */
  sector: string | undefined
  userinfo_signed_response_alg: SigningAlgorithm | undefined
  /** What its requests and assertions must be signed with; undefined for any of its keys. */
  request_object_signing_alg: SigningAlgorithm | undefined
  token_endpoint_auth_signing_alg: SigningAlgorithm | undefined
  default_max_age: Seconds | undefined
  token_exchange: ExchangePolicy
  backchannel: BackchannelDelivery | undefined
  introspection_signed_response_alg: SigningAlgorithm
  about: AboutMetadata
  /** Nobody here has looked at it: it registered itself, or its id is the address of a document about it. */
  self_registered: boolean
  /** What a service account has proved itself by in this request. */
  credential?: { id: string; version: number }
}

/** The client of the tokens that `/auth/*` gives: the person's own programs, not an application of somebody else. */
export const builtInClient = 'cli_warder'

const freshFor: Seconds = 5

/**
 * A client by its id. Undefined when the tenant has none of that id, or it is disabled; a change made by
 * another process is seen within five seconds.
 */
export function findClient(app: Parts, tenant_id: string, client_id: string): Maybe<Client | undefined> {
  const now = app.now()
  const known = app.oauth.clients.get(memoryKey(tenant_id, client_id))
  const fresh = known && now >= known.read_at && now - known.read_at < freshFor
  return fresh ? known.client : readClient(app, tenant_id, client_id, now)
}

type Parts = Pick<App, 'db' | 'now' | 'oauth'>

async function readClient(
  app: Parts,
  tenant_id: string,
  client_id: string,
  now: Seconds,
): Promise<Client | undefined> {
  const key = memoryKey(tenant_id, client_id)
  const row = await (isAccountId(client_id)
    ? findAccount(app.db, tenant_id, client_id)
    : clients.find(app.db, tenant_id, client_id))
  const found = isDocumentId(client_id) ? await describedClient(app, tenant_id, client_id, row) : row
  if (!found || found.disabled_at !== null) {
    app.oauth.clients.delete(key)
    return undefined
  }
  const client = withShared(clientOf(found), app.oauth.self_registered)
  app.oauth.clients.set(key, { client, read_at: now })
  return client
}

/** Makes this process see a change of its own at once. */
export function forgetClient(app: Pick<App, 'oauth'>, tenant_id: string, client_id: string): void {
  app.oauth.clients.delete(memoryKey(tenant_id, client_id))
}

const memoryKey = (tenant_id: string, client_id: string) => `${tenant_id} ${client_id}`

type MaybeAlgorithm = SigningAlgorithm | undefined

// The columns were written by `register.ts`, from values of these types.
export function clientOf(row: ClientRow): Client {
  return {
    client_id: row.client_id,
    tenant_id: row.tenant_id,
    client_name: row.client_name,
    type: row.type as ClientType,
    public: row.token_endpoint_auth_method === 'none',
    client_secret_hash: row.client_secret_hash,
    token_endpoint_auth_method: row.token_endpoint_auth_method as ClientAuthMethod,
    redirect_uris: JSON.parse(row.redirect_uris) as string[],
    post_logout_redirect_uris: JSON.parse(row.post_logout_redirect_uris) as string[],
    backchannel_logout_uri: row.backchannel_logout_uri,
    frontchannel_logout_uri: row.frontchannel_logout_uri,
    grant_types: words(row.grant_types),
    response_types: words(row.response_types),
    scope: words(row.scope),
    id_token_signed_response_alg: row.id_token_signed_response_alg as SigningAlgorithm,
    access_token_signed_response_alg: row.access_token_signed_response_alg as SigningAlgorithm,
    access_token_claims: words(row.access_token_claims) as TokenClaim[],
    access_token_format: row.access_token_format === 'opaque' ? 'opaque' : 'jwt',
    default_resource: row.default_resource,
    resources: JSON.parse(row.resources) as string[],
    default_acr_values: words(row.default_acr_values),
    require_pkce: row.require_pkce_at !== null,
    response_modes: words(row.response_modes),
    authorization_details_types: words(row.authorization_details_types),
    skip_consent: row.skip_consent_at !== null,
    jwks: row.jwks,
    jwks_uri: row.jwks_uri,
    tls_client_auth:
      row.tls_client_auth === null ? undefined : (JSON.parse(row.tls_client_auth) as CertificateName),
    certificate_bound: row.certificate_bound_at !== null,
    dpop_bound: row.dpop_bound_at !== null,
    require_par: row.require_par_at !== null,
    require_request_object: row.require_request_object_at !== null,
    authorization_signed_response_alg: (row.authorization_signed_response_alg ??
      row.id_token_signed_response_alg) as SigningAlgorithm,
    profile: clientProfiles.find((known) => known === row.profile),
    sector: row.sector ?? undefined,
    userinfo_signed_response_alg: (row.userinfo_signed_response_alg ?? undefined) as MaybeAlgorithm,
    request_object_signing_alg: (row.request_object_signing_alg ?? undefined) as MaybeAlgorithm,
    token_endpoint_auth_signing_alg: (row.token_endpoint_auth_signing_alg ?? undefined) as MaybeAlgorithm,
    default_max_age: row.default_max_age ?? undefined,
    ...grantSettings(row),
    about: aboutView(row),
    self_registered: row.registered_at !== null,
  }
}
