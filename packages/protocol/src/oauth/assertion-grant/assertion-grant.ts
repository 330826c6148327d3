import { decodeBase64url } from '../../encoding.ts'
import { isJsonObject, parseJsonObject } from '../../jwt/json-object.ts'
import { verifyJws } from '../../jwt/signature/jws.ts'
import type { VerificationKey } from '../../jwt/keys/keys.ts'
import type { Seconds } from '../../time.ts'
import { OAuthError } from '../errors.ts'

/** The grant type of RFC 7523 §2.1. */
export const jwtBearerGrant = 'urn:ietf:params:oauth:grant-type:jwt-bearer'

export type GrantAssertionExpectation = {
  /** Who says so: it is compared with `iss`, and the keys are its own. */
  issuer: string
  keys: readonly VerificationKey[]
  /** Names of this server, one of which must be the audience. */
  audiences: readonly string[]
  now: Seconds
}

/** Who is spoken for; and what the caller must remember until it expires, so that the assertion is used once. */
export type CheckedGrantAssertion = { sub: string; jti: string; exp: Seconds }

/** One that lives longer would be worth stealing, and would have to be remembered longer. */
const longestLife: Seconds = 300
/** How far an issuer's clock may be ahead. */
const leeway: Seconds = 30
const longestText = 512

/**
 * Who an assertion says it is from, before anything about it is believed: to find the keys it must be checked with.
 *
 * @see RFC 7523 §3
 */
export function assertionIssuer(assertion: string): string | undefined {
  if (assertion.length > 16_384) return undefined
  const payload = decodeBase64url(assertion.split('.')[1] ?? '')
  const claims = payload && parseJsonObject(payload)
  const issuer = isJsonObject(claims) ? claims['iss'] : undefined
  return isText(issuer) ? issuer : undefined
}

/**
 * Checks a JWT that is itself the grant. That it was not used before, and that its subject has allowed it, is for the caller.
 *
 * @throws OAuthError invalid_grant, whose cause names the reason for the log alone
 * @see RFC 7523 §3 and §3.1
 */
export function checkGrantAssertion(
  assertion: string,
  expected: GrantAssertionExpectation,
): CheckedGrantAssertion {
  const { now, audiences } = expected
  const jws = verifyJws(assertion, expected.keys)
  if (!jws.ok) throw refuse(jws.reason)
  // RFC 8725 §3.11: another kind of token, such as one by which a client authenticates, is no grant.
  if (jws.header.typ !== undefined && !kinds.has(jws.header.typ.toLowerCase())) throw refuse('typ')
  const claims = parseJsonObject(jws.payload)
  if (!claims) throw refuse('malformed')
  const { iss, sub, aud, exp, nbf, iat, jti } = claims
  if (iss !== expected.issuer) throw refuse('issuer')
  if (!isText(sub)) throw refuse('subject')
  // RFC 7523 §3: "The authorization server MUST reject any JWT that does not contain its own identity as the intended audience".
  const named = Array.isArray(aud) ? aud : [aud]
  if (!named.some((one) => typeof one === 'string' && audiences.includes(one))) throw refuse('audience')
  if (!isText(jti)) throw refuse('jti')
  // RFC 7523 §3: "MUST contain an exp claim", and one "unreasonably far in the future" may be refused.
  if (!isTime(exp) || exp <= now) throw refuse('expired')
  if (exp > now + longestLife + leeway) throw refuse('lives too long')
  for (const begin of [nbf, iat]) {
    if (begin !== undefined && (!isTime(begin) || begin > now + leeway)) throw refuse('not yet valid')
  }
  return { sub, jti, exp }
}

const kinds: ReadonlySet<string> = new Set(['jwt', 'application/jwt'])

const isText = (value: unknown): value is string =>
  typeof value === 'string' && value !== '' && value.length <= longestText

const isTime = (value: unknown): value is Seconds => Number.isSafeInteger(value) && Number(value) >= 0

const refuse = (cause: string) => new OAuthError('invalid_grant', 'the assertion is not valid here', cause)
