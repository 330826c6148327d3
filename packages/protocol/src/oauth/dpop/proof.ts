import { hash } from 'node:crypto'
import { constantTimeEqual, decodeBase64url } from '../../encoding.ts'
import { importJwk } from '../../jwt/keys/import-jwk.ts'
import { isJsonObject, parseJsonObject, type JsonObject } from '../../jwt/json-object.ts'
import { verifyJws } from '../../jwt/signature/jws.ts'
import { jwkThumbprint, publicJwk, type VerificationKey } from '../../jwt/keys/keys.ts'
import {
  isSigningAlgorithm,
  knownName,
  signingAlgorithms,
  type SigningAlgorithm,
} from '../../jwt/signature/algorithms.ts'
import { OAuthError } from '../errors.ts'
import type { Seconds } from '../../time.ts'

export type ProofExpectation = {
  /** Of the request the proof came with. */
  method: string
  /** The address that was asked for; its query does not count. */
  url: string
  now: Seconds
  /** At a resource: the access token beside it. */
  access_token?: string
  /** Whether a nonce is one of the server's own, and lately so. Without it a nonce is not looked at. */
  isNonce?: (nonce: string) => boolean
  /** Whether there must be one. */
  nonceRequired?: boolean
}

/** A proof that holds. It counts once: remember `jti` with the key until `until`, and refuse it when it is known. */
export type CheckedProof = { jkt: string; alg: SigningAlgorithm; jti: string; until: Seconds }

/** RFC 9449 §11.1: how old a proof may be, and how far the clock of a client may be ahead. */
const oldest: Seconds = 60
const ahead: Seconds = 30
const longestProof = 8192
const longestJti = 512

/** What proofs may be signed with. There is no symmetric algorithm and no `none` (RFC 9449 §4.2). */
export const dpopAlgorithms = Object.keys(signingAlgorithms) as SigningAlgorithm[] // its own keys

/**
 * Checks a DPoP proof: that whoever sent this very request has the key whose thumbprint is returned. That it was not
 * used before is for the caller to check.
 *
 * @param header the DPoP header as it came
 * @throws OAuthError invalid_dpop_proof, or use_dpop_nonce where the nonce is missing or too old
 * @see RFC 9449 §4.3, whose steps the numbers below are
 */
export function checkDpopProof(header: string, expected: ProofExpectation): CheckedProof {
  // 1: one header; two are joined by a comma, which no JWT has.
  if (header.includes(',')) throw refuse('send one DPoP header')
  if (header.length > longestProof) throw refuse('the proof is too long')
  const { key, jkt } = keyIn(header)
  // 2, 5 to 7: a well-formed JWT, signed by the key in it, which is public and asymmetric.
  const jws = verifyJws(header, [key])
  if (!jws.ok) throw refuse('the proof is not signed by its own key', jws.reason)
  // 3 and 8 to 12.
  const claims = parseJsonObject(jws.payload)
  if (!claims) throw refuse('the proof is no JSON object')
  const { htm, htu, jti } = claims
  if (typeof jti !== 'string' || jti === '' || jti.length > longestJti) throw refuse('jti is missing')
  if (htm !== expected.method) throw refuse('htm is not the method of this request')
  if (typeof htu !== 'string' || !isSameTarget(htu, expected.url))
    throw refuse('htu is not the address of this request')
  const until = checkTime(claims, expected.now)
  checkAccessToken(claims, expected.access_token)
  checkNonce(claims, expected)
  return { jkt, alg: jws.header.alg, jti, until }
}

/** The key that a proof carries, from a header that may only be believed once that key has verified it. */
function keyIn(proof: string): { key: VerificationKey; jkt: string } {
  const bytes = decodeBase64url(proof.slice(0, Math.max(0, proof.indexOf('.'))))
  const header = bytes && parseJsonObject(bytes)
  if (!header) throw refuse('the proof is no JWT')
  const { typ, alg, jwk, kid } = header
  // 4: RFC 9449 §4.2.
  if (typ !== 'dpop+jwt') throw refuse('typ must be dpop+jwt')
  if (!isSigningAlgorithm(knownName(alg))) throw refuse('alg is not supported')
  if (!isJsonObject(jwk)) throw refuse('jwk is missing')
  // The algorithm of a key that names none is that of the header, for RSA the one of two; importJwk sees that they fit.
  const key = importJwk({ ...jwk, alg: jwk['alg'] ?? alg, ...(typeof kid === 'string' && { kid }) })
  if (!key) throw refuse('jwk is not a public key that can be used')
  return { key, jkt: jwkThumbprint(publicJwk(key)) }
}

/** 9: without query and fragment, after normalisation (RFC 3986 §6.2.2 and §6.2.3), which the URL parser does. */
function isSameTarget(htu: string, url: string): boolean {
  const [claimed, real] = [URL.parse(htu), URL.parse(url)]
  if (!claimed || !real || claimed.username || claimed.password) return false
  return claimed.origin === real.origin && claimed.pathname === real.pathname && real.origin !== 'null'
}

/** 11: made now. @returns until when it could be presented again, so how long it must be remembered */
function checkTime({ iat }: JsonObject, now: Seconds): Seconds {
  if (typeof iat !== 'number' || !Number.isFinite(iat)) throw refuse('iat is missing')
  if (iat < now - oldest || iat > now + ahead) throw refuse('the proof is too old, or from the future')
  return Math.ceil(iat) + oldest + 1
}

/** 12 a: the digest of the token, so that a proof for one token is of no use with another. */
function checkAccessToken({ ath }: JsonObject, access_token: string | undefined): void {
  if (access_token === undefined) return
  const digest = hash('sha256', access_token, 'base64url')
  if (typeof ath !== 'string' || !constantTimeEqual(ath, digest))
    throw refuse('ath is not of this access token')
}

/** 10: RFC 9449 §8 and §9. */
function checkNonce({ nonce }: JsonObject, { isNonce, nonceRequired }: ProofExpectation): void {
  if (!isNonce || (nonce === undefined && !nonceRequired)) return
  if (typeof nonce !== 'string' || !isNonce(nonce))
    throw new OAuthError('use_dpop_nonce', 'send the proof with the nonce of the header DPoP-Nonce')
}

const refuse = (description: string, cause?: string) =>
  new OAuthError('invalid_dpop_proof', description, cause)
