import { hash } from 'node:crypto'
import { signingAlgorithms, type SigningAlgorithm } from './signature/algorithms.ts'
import type { Seconds } from '../time.ts'

/** The header of a verified token (RFC 7515 §4.1). */
export type JwtHeader = { alg: SigningAlgorithm; kid?: string; typ?: string; [parameter: string]: unknown }

/** The registered claims (RFC 7519 §4.1), with those we insist on, and whatever else the token says. */
export type JwtClaims = {
  iss: string
  exp: Seconds
  iat: Seconds
  sub?: string
  aud?: string | string[]
  nbf?: Seconds
  jti?: string
  [claim: string]: unknown
}

/** RFC 9068 §2.2, with the session the token belongs to. */
export type AccessTokenClaims = {
  iss: string
  exp: Seconds
  iat: Seconds
  sub: string
  aud: string | string[]
  client_id: string
  jti: string
  scope?: string
  auth_time?: Seconds
  acr?: string
  amr?: string[]
  sid?: string
}

/** OIDC Core §2. */
export type IdTokenClaims = {
  iss: string
  exp: Seconds
  iat: Seconds
  sub: string
  aud: string | string[]
  azp?: string
  nonce?: string
  auth_time?: Seconds
  acr?: string
  amr?: string[]
  at_hash?: string
  sid?: string
}

/**
 * The at_hash of an ID token: the left half of the hash of the access token beside it.
 *
 * @param alg the algorithm of the ID token's signature, which decides the hash
 * @see OIDC Core §3.1.3.6
 */
export function atHash(alg: SigningAlgorithm, access_token: string): string {
  const digest = hash(signingAlgorithms[alg].halfHash, access_token, 'buffer')
  return digest.subarray(0, digest.length / 2).toString('base64url')
}
