import { certificateNames, importJwks, OAuthError, type CertificateName } from '@warder/protocol'
import type { Config } from '../../config/config.ts'
import type { ClientRow } from '../../store/oauth/clients.ts'
import { clientAuthMethods, type ClientAuthMethod, type ClientType } from './client.ts'
import { seesCertificates } from '../proofs/certificate.ts'
import { checkedProfile, signsMessages, type ClientProfile } from './profile.ts'

/** How an application proves who it is and what its tokens are bound to, under the names of RFC 7591 §2 and its extensions. */
export type SecurityMetadata = {
  token_endpoint_auth_method?: string
  /** RFC 7517 §5: its public keys, or where they are. */
  jwks?: unknown
  jwks_uri?: string
  tls_client_auth_subject_dn?: string
  tls_client_auth_san_dns?: string
  tls_client_auth_san_uri?: string
  tls_client_auth_san_ip?: string
  tls_client_auth_san_email?: string
  tls_client_certificate_bound_access_tokens?: boolean
  dpop_bound_access_tokens?: boolean
  require_pushed_authorization_requests?: boolean
  require_signed_request_object?: boolean
  /**
   * Ours: `fapi2` turns on what FAPI 2.0 Security Profile §5 asks of a client, `fapi2_message_signing` what FAPI 2.0 Message
   * Signing §5.3 and §5.4 ask beside it.
   */
  profile?: string
}

type SecurityColumns = Pick<
  ClientRow,
  | 'token_endpoint_auth_method'
  | 'jwks'
  | 'jwks_uri'
  | 'tls_client_auth'
  | 'certificate_bound_at'
  | 'dpop_bound_at'
  | 'require_par_at'
  | 'require_request_object_at'
  | 'profile'
>

const refuse = (description: string) => new OAuthError('invalid_client_metadata', description)

/** Methods for which a secret is made. */
export function hasSecret(method: string): boolean {
  return method === 'client_secret_basic' || method === 'client_secret_post'
}

/**
 * The columns of what a client registered, each checked against the others.
 *
 * @throws OAuthError invalid_client_metadata
 */
export function checkedSecurity(
  input: SecurityMetadata,
  type: ClientType,
  config: Pick<Config, 'client_certificate'>,
  now: number,
): SecurityColumns {
  const profile = checkedProfile(input.profile, type)
  const method = checkedMethod(input, type, profile)
  const name = certificateNameOf(input)
  const columns = {
    token_endpoint_auth_method: method,
    ...checkedKeys(input),
    tls_client_auth: name ? JSON.stringify(name) : null,
    certificate_bound_at: input.tls_client_certificate_bound_access_tokens ? now : null,
    dpop_bound_at: input.dpop_bound_access_tokens ? now : null,
    require_par_at: input.require_pushed_authorization_requests || profile ? now : null,
    // FAPI 2.0 Message Signing §5.3.1.
    require_request_object_at: input.require_signed_request_object || signsMessages(profile) ? now : null,
    profile: profile ?? null,
  }
  checkCertificates(method, columns, config)
  const keyed = columns.jwks !== null || columns.jwks_uri !== null
  if (!keyed && (method === 'private_key_jwt' || method === 'self_signed_tls_client_auth'))
    throw refuse(`${method} needs jwks or jwks_uri`)
  if (!keyed && columns.require_request_object_at !== null)
    throw refuse('signed requests need jwks or jwks_uri')
  // FAPI 2.0 Security Profile §5.3.2.1: sender-constrained access tokens, by one of the two.
  if (profile && columns.certificate_bound_at === null) columns.dpop_bound_at = now
  return columns
}

function checkedMethod(
  { token_endpoint_auth_method: asked }: SecurityMetadata,
  type: ClientType,
  profile: ClientProfile | undefined,
): ClientAuthMethod {
  if (type === 'public') {
    if (asked !== undefined && asked !== 'none')
      throw refuse('a public client has nothing to prove itself by')
    return 'none'
  }
  const method = clientAuthMethods.find(
    (known) => known === (asked ?? (profile ? 'private_key_jwt' : 'client_secret_basic')),
  )
  if (!method || method === 'none')
    throw refuse(`token_endpoint_auth_method must be one of ${clientAuthMethods.slice(0, -1).join(', ')}`)
  if (profile && hasSecret(method))
    throw refuse(
      `the profile ${profile} needs private_key_jwt, tls_client_auth or self_signed_tls_client_auth`,
    )
  return method
}

/** @throws OAuthError invalid_client_metadata */
export function checkedKeys({
  jwks,
  jwks_uri,
}: Pick<SecurityMetadata, 'jwks' | 'jwks_uri'>): Pick<SecurityColumns, 'jwks' | 'jwks_uri'> {
  // RFC 7591 §2: "The jwks_uri and jwks parameters MUST NOT both be present".
  if (jwks !== undefined && jwks_uri !== undefined) throw refuse('give jwks or jwks_uri, not both')
  if (jwks_uri !== undefined) {
    const url = URL.parse(jwks_uri)
    if (url?.protocol !== 'https:' || url.username || url.password || url.hash || jwks_uri.length > 2000)
      throw refuse('jwks_uri must be an https address')
    return { jwks: null, jwks_uri }
  }
  if (jwks === undefined) return { jwks: null, jwks_uri: null }
  const text = JSON.stringify(jwks)
  if (text.length > 16_384) throw refuse('jwks must not be longer than 16384 characters')
  const { keys } = (jwks ?? {}) as { keys?: unknown } // what it is, is looked at next
  const usable = importJwks(jwks).length
  if (!Array.isArray(keys) || usable === 0 || usable !== keys.length)
    throw refuse('jwks must be a set of public signature keys and nothing else')
  return { jwks: text, jwks_uri: null }
}

/** RFC 8705 §2.1.2: "exactly one of the below metadata parameters". */
function certificateNameOf(input: SecurityMetadata): CertificateName | undefined {
  const names = certificateNames.flatMap((kind) => {
    const value = input[`tls_client_auth_${kind}`]
    return value === undefined ? [] : [{ kind, value }]
  })
  const [name] = names
  if (names.length > 1) throw refuse('a certificate is known by one name')
  // oxlint-disable-next-line no-control-regex
  if (name && (name.value.length > 1000 || name.value.trim() === '' || /[\x00-\x1f\x7f]/.test(name.value)))
    throw refuse(`tls_client_auth_${name.kind} is empty or too long`)
  return name
}

/** A certificate that nobody passes on, or whose issuer nobody checks, proves nothing. */
function checkCertificates(
  method: ClientAuthMethod,
  columns: Pick<SecurityColumns, 'tls_client_auth' | 'certificate_bound_at'>,
  { client_certificate }: Pick<Config, 'client_certificate'>,
): void {
  const byAuthority = method === 'tls_client_auth'
  if (byAuthority !== (columns.tls_client_auth !== null))
    throw refuse('tls_client_auth goes with the name of a certificate')
  const byCertificate = byAuthority || method === 'self_signed_tls_client_auth'
  if (!byCertificate && columns.certificate_bound_at === null) return
  if (!seesCertificates(client_certificate))
    throw refuse('certificates of clients are not seen here: see the settings client_certificate.*')
  if (byAuthority && client_certificate.authorities === undefined)
    throw refuse('no authority is trusted here: see the setting client_certificate.authorities')
}

/** What of it is told again; what is not asked of a client is left out. */
export function securityView(row: SecurityColumns): SecurityMetadata {
  // Written by `checkedSecurity`.
  const name = row.tls_client_auth === null ? undefined : (JSON.parse(row.tls_client_auth) as CertificateName)
  return {
    ...(row.jwks !== null && { jwks: JSON.parse(row.jwks) as unknown }),
    ...(row.jwks_uri !== null && { jwks_uri: row.jwks_uri }),
    ...(name && { [`tls_client_auth_${name.kind}`]: name.value }),
    ...(row.certificate_bound_at !== null && { tls_client_certificate_bound_access_tokens: true }),
    ...(row.dpop_bound_at !== null && { dpop_bound_access_tokens: true }),
    ...(row.require_par_at !== null && { require_pushed_authorization_requests: true }),
    ...(row.require_request_object_at !== null && { require_signed_request_object: true }),
    ...(row.profile !== null && { profile: row.profile }),
  }
}
