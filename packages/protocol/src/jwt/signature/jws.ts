import { verify } from 'node:crypto'
import { decodeBase64url } from '../../encoding.ts'
import { isSigningAlgorithm, knownName, pss, signingAlgorithms } from './algorithms.ts'
import { joseToDer } from './ecdsa-signature.ts'
import { parseJsonObject, type JsonObject } from '../json-object.ts'
import type { JwtHeader } from '../claims.ts'
import type { VerificationKey } from '../keys/keys.ts'

/** Why a signature was not accepted. For the log and for metrics; a caller learns `invalid_token` alone. */
export type JwsRefusal =
  | 'too_long'
  | 'malformed'
  | 'algorithm'
  | 'critical_header'
  | 'unknown_key'
  | 'signature'

export type JwsVerification =
  | { ok: true; header: JwtHeader; payload: Buffer }
  | { ok: false; reason: JwsRefusal }

// Characters. Larger than any token of ours by ten times; a header of a request could not hold more anyway.
const longestToken = 16_384

/**
 * Verifies a signature in the compact form with one of the keys given. The algorithm is the key's: the header can
 * only agree with it. Keys named inside the token (jwk, jku, x5u, x5c) are never looked at.
 *
 * @see RFC 7515 §5.2, RFC 8725 §3.1
 */
export function verifyJws(token: string, keys: readonly VerificationKey[]): JwsVerification {
  if (token.length > longestToken) return refuse('too_long')
  // RFC 7515 §3.1: three parts and no more, since base64url has no dot. Not the JSON forms of §3.2.
  const firstDot = token.indexOf('.')
  const secondDot = token.indexOf('.', firstDot + 1)
  if (firstDot < 0 || secondDot < 0) return refuse('malformed')

  const headerBytes = decodeBase64url(token.slice(0, firstDot))
  const payload = decodeBase64url(token.slice(firstDot + 1, secondDot))
  const signature = decodeBase64url(token.slice(secondDot + 1))
  const written = headerBytes && parseJsonObject(headerBytes)
  if (!written || !payload || !signature) return refuse('malformed')
  const header = withKnownName(written)

  if (!isJwtHeader(header)) return refuse(isSigningAlgorithm(header['alg']) ? 'malformed' : 'algorithm')
  // RFC 7515 §4.1.11: it lists extensions that must be understood, and we understand none.
  if (Object.hasOwn(header, 'crit')) return refuse('critical_header')

  const named = header.kid === undefined ? keys : keys.filter((key) => key.kid === header.kid)
  if (named.length === 0) return refuse('unknown_key')
  // RFC 8725 §3.1: the key knows its algorithm, and no other is tried with it. Of several keys under one kid all
  // of that algorithm are tried.
  const candidates = named.filter((key) => key.alg === header.alg)
  if (candidates.length === 0) return refuse('algorithm')

  const input = Buffer.from(token.slice(0, secondDot), 'latin1')
  if (!candidates.some((key) => isSignedBy(key, input, signature))) return refuse('signature')
  return { ok: true, header, payload }
}

const refuse = (reason: JwsRefusal): JwsVerification => ({ ok: false, reason })

function withKnownName(header: JsonObject): JsonObject {
  const alg = knownName(header['alg'])
  return alg === header['alg'] ? header : { ...header, alg }
}

function isJwtHeader(header: JsonObject): header is JwtHeader {
  const { alg, kid, typ } = header
  return isSigningAlgorithm(alg) && isStringOrAbsent(kid) && isStringOrAbsent(typ)
}

const isStringOrAbsent = (value: unknown) => value === undefined || typeof value === 'string'

function isSignedBy(key: VerificationKey, input: Buffer, signature: Buffer): boolean {
  const algorithm = signingAlgorithms[key.alg]
  if (key.alg === 'PS256') return verify(algorithm.digest, input, { key: key.publicKey, ...pss }, signature)

  if (!('coordinate' in algorithm)) return verify(algorithm.digest, input, key.publicKey, signature)
  const der = joseToDer(signature, algorithm.coordinate)
  return der !== undefined && verify(algorithm.digest, input, key.publicKey, der)
}
