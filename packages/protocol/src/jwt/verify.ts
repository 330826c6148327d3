import { parseJsonObject, type JsonObject } from './json-object.ts'
import { verifyJws, type JwsRefusal } from './signature/jws.ts'
import type { JwtClaims, JwtHeader } from './claims.ts'
import type { VerificationKey } from './keys/keys.ts'
import type { Seconds } from '../time.ts'

export type JwtExpectation = {
  /**
   * What kind of token this must be, such as `at+jwt`. One kind never passes for another (RFC 8725 §3.11); undefined
   * in a list lets a token pass that names no kind.
   */
  typ: string | readonly (string | undefined)[]
  issuer: string
  /** The recipient. Leave it out only where the audience is compared afterwards, as for an id_token_hint. */
  audience?: string | undefined
  now: Seconds
  /** How many seconds the clocks may differ by, for exp, nbf and iat. 0 if not given. */
  leeway?: Seconds | undefined
  /** For an id_token_hint, which is accepted after it has expired (OIDC Core §3.1.2.1). */
  ignoreExpiry?: boolean | undefined
}

/** Why a token was not accepted. For the log and for metrics; a caller learns `invalid_token` alone. */
export type JwtRefusal =
  | JwsRefusal
  | 'typ'
  | 'claims'
  | 'issuer'
  | 'audience'
  | 'expired'
  | 'not_yet_valid'
  | 'issued_in_future'

export type JwtVerification =
  | { ok: true; header: JwtHeader; claims: JwtClaims }
  | { ok: false; reason: JwtRefusal }

/**
 * Verifies a compact JWT: signature, kind, issuer, audience and times.
 *
 * @param keys the issuer's keys, from `importJwks`
 * @see RFC 7519 §7.2, RFC 8725 §3.11, RFC 9068 §4
 */
export function verifyJwt(
  token: string,
  keys: readonly VerificationKey[],
  expected: JwtExpectation,
): JwtVerification {
  const jws = verifyJws(token, keys)
  if (!jws.ok) return jws
  if (!isExpectedTyp(jws.header.typ, expected.typ)) return { ok: false, reason: 'typ' }

  const claims = parseJsonObject(jws.payload)
  if (!claims) return { ok: false, reason: 'malformed' }
  if (!hasSoundClaims(claims)) return { ok: false, reason: 'claims' }

  const reason = refusal(claims, expected)
  return reason ? { ok: false, reason } : { ok: true, header: jws.header, claims }
}

function refusal(claims: JwtClaims, expected: JwtExpectation): JwtRefusal | undefined {
  const { now, leeway = 0, audience } = expected
  // RFC 7519 §4.1.1: compared as a case-sensitive string, slashes and all.
  if (claims.iss !== expected.issuer) return 'issuer'
  // RFC 7519 §4.1.3: one of the recipients, likewise.
  if (audience !== undefined && !audiences(claims).includes(audience)) return 'audience'
  // RFC 7519 §4.1.4: "on or after which the JWT MUST NOT be accepted".
  if (!expected.ignoreExpiry && now >= claims.exp + leeway) return 'expired'
  // RFC 7519 §4.1.5.
  if (claims.nbf !== undefined && now < claims.nbf - leeway) return 'not_yet_valid'
  // RFC 7519 §4.1.6 leaves iat to us: made in the future means a wrong clock or a made-up token.
  if (claims.iat > now + leeway) return 'issued_in_future'
  return undefined
}

const audiences = ({ aud }: JwtClaims) => (typeof aud === 'string' ? [aud] : (aud ?? []))

/** The claims we insist on are there, and every registered one has its type (RFC 7519 §4.1). */
function hasSoundClaims(claims: JsonObject): claims is JwtClaims {
  const { iss, sub, aud, exp, nbf, iat, jti } = claims
  const strings =
    isString(iss) && (sub === undefined || isString(sub)) && (jti === undefined || isString(jti))
  const audience = aud === undefined || isString(aud) || (Array.isArray(aud) && aud.every(isString))
  return strings && audience && isTime(exp) && isTime(iat) && (nbf === undefined || isTime(nbf))
}

const isString = (value: unknown) => typeof value === 'string'
/** Stricter than RFC 7519 §2, which allows fractions: whole seconds after 1970, and not 1e309. */
const isTime = (value: unknown) => Number.isSafeInteger(value) && Number(value) >= 0

/** RFC 7515 §4.1.9: a media type, in any case, of which `application/` may be left out. */
function isExpectedTyp(typ: string | undefined, expected: JwtExpectation['typ']): boolean {
  if (typ === undefined) return typeof expected !== 'string' && expected.includes(undefined)
  const short = shortened(typ)
  return typeof expected === 'string'
    ? shortened(expected) === short
    : expected.some((one) => one !== undefined && shortened(one) === short)
}

function shortened(typ: string): string {
  const lower = typ.toLowerCase()
  return lower.startsWith('application/') && lower.indexOf('/', 12) === -1 ? lower.slice(12) : lower
}
