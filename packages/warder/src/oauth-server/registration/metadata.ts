import * as z from 'zod'
import { OAuthError, responseModes } from '@warder/protocol'
import type { Config } from '../../config/config.ts'
import { localNamesIn } from '../clients/about/names.ts'
import type { ClientView, NewClient } from '../register.ts'

const text = z.string().max(2000)
const uris = z.array(text).max(50)

/** RFC 7591 §2: what is not known is left out in silence, and so is what is null. */
export const clientMetadata = z
  .object({
    redirect_uris: uris,
    token_endpoint_auth_method: text,
    grant_types: z.array(text).max(20),
    response_types: z.array(text).max(20),
    client_name: text,
    scope: text,
    jwks: z.record(z.string(), z.unknown()),
    jwks_uri: text,
    post_logout_redirect_uris: uris,
    backchannel_logout_uri: text,
    frontchannel_logout_uri: text,
    application_type: text,
    contacts: z.array(text).max(20),
    client_uri: text,
    logo_uri: text,
    policy_uri: text,
    tos_uri: text,
    initiate_login_uri: text,
    request_uris: uris,
    subject_type: text,
    sector_identifier_uri: text,
    id_token_signed_response_alg: text,
    userinfo_signed_response_alg: text,
    request_object_signing_alg: text,
    token_endpoint_auth_signing_alg: text,
    authorization_signed_response_alg: text,
    introspection_signed_response_alg: text,
    access_token_format: text,
    response_modes: z.array(text).max(10),
    default_max_age: z.number(),
    require_auth_time: z.boolean(),
    backchannel_logout_session_required: z.boolean(),
    frontchannel_logout_session_required: z.boolean(),
    default_acr_values: z.array(text).max(10),
    tls_client_auth_subject_dn: text,
    tls_client_auth_san_dns: text,
    tls_client_auth_san_uri: text,
    tls_client_auth_san_ip: text,
    tls_client_auth_san_email: text,
    tls_client_certificate_bound_access_tokens: z.boolean(),
    dpop_bound_access_tokens: z.boolean(),
    require_pushed_authorization_requests: z.boolean(),
    require_signed_request_object: z.boolean(),
    profile: text,
  })
  .partial()

/** What of an answer or of a token would have to be encrypted: silence would be a promise. */
const cannot = [
  'id_token_encrypted_response_alg',
  'userinfo_encrypted_response_alg',
  'authorization_encrypted_response_alg',
  'request_object_encryption_alg',
] as const

const refuse = (description: string) => new OAuthError('invalid_client_metadata', description)

/**
 * Reads what an application says of itself (RFC 7591 §2) as what an operator would have typed.
 *
 * @throws OAuthError invalid_client_metadata (§3.2.2)
 */
export function readMetadata(body: Record<string, unknown>, config: Pick<Config, 'profile'>): NewClient {
  const said = Object.fromEntries(Object.entries(body).filter(([, value]) => value !== null))
  for (const name of cannot) if (said[name] !== undefined) throw refuse(`${name} is not offered`)
  const parsed = clientMetadata.safeParse(said)
  if (!parsed.success) throw refuse(`${parsed.error.issues[0]?.path.join('.') ?? 'it'} is not valid`)
  const { client_name, response_types = [], ...rest } = parsed.data
  const given = Object.fromEntries(
    Object.entries(rest).filter(([, value]) => value !== undefined),
  ) as Partial<NewClient>
  const type = typeOf(given)
  const wanted = type === 'machine' ? [] : ['code']
  if (response_types.some((one) => !wanted.includes(one)))
    throw refuse('response_types are code, or none for a program')
  return {
    ...given,
    ...localNamesIn(said),
    ...profiled(type, given, config),
    type,
    name: client_name ?? nameOf(given),
  }
}

/** The clients of the conformance suite know no PKCE, and ask for each response mode without having registered it. */
function profiled(
  type: string,
  { profile: fapi }: Partial<NewClient>,
  { profile }: Pick<Config, 'profile'>,
): Partial<NewClient> {
  if (profile !== 'oidc_conformance' || type !== 'confidential' || fapi !== undefined) return {}
  return { require_pkce: false, response_modes: responseModes }
}

/** RFC 7591 §2: without a method it is one that keeps a secret, and without grants one that people sign in to. */
function typeOf({ token_endpoint_auth_method, grant_types }: Partial<NewClient>): string {
  if (token_endpoint_auth_method === 'none') return 'public'
  const forItself = grant_types !== undefined && grant_types.every((grant) => grant === 'client_credentials')
  return forItself && grant_types.length > 0 ? 'machine' : 'confidential'
}

/** Something for people to read, where it has no name: where it lives. */
function nameOf({ redirect_uris = [] }: Partial<NewClient>): string {
  const url = URL.parse(redirect_uris[0] ?? '')
  return url?.host || url?.protocol.slice(0, -1) || 'Application'
}

/** What is between us and the operator. */
const ours = ['type', 'skip_consent', 'disabled', 'created_at', 'resources', 'require_pkce'] as const

/** RFC 7591 §3.2.1: all that is registered, under its names. */
export function metadataOf(view: ClientView, created_at: number): Record<string, unknown> {
  const { client_id, client_secret, ...rest } = without(view, ours)
  return {
    client_id,
    client_id_issued_at: created_at,
    // RFC 7591 §3.2.1: "REQUIRED if client_secret is issued"; 0 is never.
    ...(client_secret !== undefined && { client_secret, client_secret_expires_at: 0 }),
    ...rest,
    response_types: view.grant_types.includes('authorization_code') ? ['code'] : [],
  }
}

/** Everything of an object but these. */
export function without<T extends object, K extends keyof T>(from: T, names: readonly K[]): Omit<T, K> {
  const left = { ...from }
  for (const name of names) delete left[name]
  return left
}
