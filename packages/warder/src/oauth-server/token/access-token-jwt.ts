import {
  signPayload,
  type ActClaim,
  type AuthorizationDetail,
  type Seconds,
  type SigningKey,
} from '@warder/protocol'
import { newId } from '../../crypto/tokens.ts'
import type { Client } from '../clients/client.ts'
import type { Confirmation } from '../proofs/sender.ts'

/** What is the same in every token of one client, subject, scope and audience (RFC 9068 §2.2). */
export type ConstantClaims = {
  iss: string
  sub: string
  aud: string | readonly string[]
  client_id: string
  scope?: string
  auth_time?: Seconds
  acr?: string
  amr?: readonly string[]
  /** The session it ends with. Absent when it does not end with one. */
  sid?: string
  /** Claims of the UserInfo response that were asked for by name (OIDC Core §5.5). */
  userinfo_claims?: readonly string[]
  /** RFC 9396 §9.1. */
  authorization_details?: readonly AuthorizationDetail[]
  /** The key it works with alone (RFC 9449 §6.1, RFC 8705 §3.1). */
  cnf?: Confirmation
  tenant_id?: string
  roles?: readonly string[]
  permissions?: readonly string[]
  /** Who acts in the name of the subject (RFC 8693 §4.1). */
  act?: ActClaim
  /** What else it dies with, as `deathNames` writes it. */
  dies_with?: readonly string[]
  /** What a service account has proved itself by, and which version of it. */
  credential?: string
  credential_version?: number
  /** In a token that is a credential of its own. */
  credential_type?: 'jwt'
}

export type AccessToken = { token: string; jti: string; expires_at: Seconds }

/** Serialises constant claims so that `signAccessToken` only adds what changes. */
export function constantPart(claims: ConstantClaims): string {
  return JSON.stringify(claims).slice(0, -1)
}

/**
 * A JWT access token.
 *
 * @param constant from `constantPart`
 * @see RFC 9068 §2.1: `at+jwt` keeps it from being taken for an ID token, and the reverse
 */
export function signAccessToken(
  key: SigningKey,
  constant: string,
  iat: Seconds,
  lifetime: Seconds,
): AccessToken {
  const jti = newId('jti')
  const expires_at = iat + lifetime
  const token = signPayload(key, 'at+jwt', `${constant},"iat":${iat},"exp":${expires_at},"jti":"${jti}"}`)
  return { token, jti, expires_at }
}

/**
 * Who a token is for: the resources asked for, else the client's own, else this server (RFC 9068 §3). With a
 * resource of the client's own, `openid` adds this server, because the UserInfo endpoint is a resource too.
 */
export function audienceOf(
  client: Pick<Client, 'default_resource'>,
  issuer: string,
  resource: readonly string[],
  scope: readonly string[],
): string | string[] {
  const [only] = resource
  if (only !== undefined) return resource.length === 1 ? only : [...resource]
  if (client.default_resource === null) return issuer
  return scope.includes('openid') ? [client.default_resource, issuer] : client.default_resource
}
