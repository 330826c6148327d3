import { decodeBase64url } from '../../encoding.ts'
import { isJsonObject, parseJsonObject, type JsonObject } from '../../jwt/json-object.ts'
import { verifyJws } from '../../jwt/signature/jws.ts'
import type { SigningAlgorithm } from '../../jwt/signature/algorithms.ts'
import type { VerificationKey } from '../../jwt/keys/keys.ts'
import { OAuthError } from '../errors.ts'
import type { Seconds } from '../../time.ts'

export type AssertionExpectation = {
  client_id: string
  /** The client's own keys. */
  keys: readonly VerificationKey[]
  /** Names of this server, any of which may be the audience; its issuer is the first. */
  audiences: readonly string[]
  /** FAPI 2.0 Security Profile §5.3.2.1: the audience is one text and no list. */
  singleAudience?: boolean
  /** Leave it out to take every algorithm that a key of the client has. */
  algorithms?: readonly SigningAlgorithm[] | undefined
  now: Seconds
}

/** `jti` must be remembered until it expires, so that the assertion is used once. */
export type CheckedAssertion = { jti: string; exp: Seconds; claims: JsonObject }

/** Longer-lived assertions would be worth stealing, and would have to be remembered longer. */
const longestLife: Seconds = 300
/** How far a client's clock may be ahead. */
const leeway: Seconds = 30
const longestJti = 512

/**
 * Who an assertion says it is from, before anything about it is believed: to find the keys it must be checked with.
 *
 * @see RFC 7523 §3
 */
export function assertionSubject(assertion: string): string | undefined {
  if (assertion.length > 16_384) return undefined
  const payload = decodeBase64url(assertion.split('.')[1] ?? '')
  const claims = payload && parseJsonObject(payload)
  const subject = isJsonObject(claims) ? claims['sub'] : undefined
  return typeof subject === 'string' && subject !== '' ? subject : undefined
}

/**
 * Checks a JWT by which a client authenticates. That it was not used before is for the caller to check, with the `jti`.
 *
 * @throws OAuthError invalid_client, whose cause names the reason for the log alone
 * @see RFC 7523 §3, OIDC Core §9
 */
export function checkClientAssertion(assertion: string, expected: AssertionExpectation): CheckedAssertion {
  const { now } = expected
  const jws = verifyJws(assertion, expected.keys)
  if (!jws.ok) throw refuse(jws.reason)
  if (expected.algorithms && !expected.algorithms.includes(jws.header.alg)) throw refuse('algorithm')
  // RFC 8725 §3.11: another kind of token, such as a request object, is no assertion.
  if (jws.header.typ !== undefined && !assertionTypes.has(jws.header.typ.toLowerCase())) throw refuse('typ')

  const claims = parseJsonObject(jws.payload)
  if (!claims) throw refuse('malformed')
  const { iss, sub, aud, exp, nbf, iat, jti } = claims
  // RFC 7523 §3: "For client authentication, the subject MUST be the client_id", and who issues it is the client itself.
  if (iss !== expected.client_id || sub !== expected.client_id) throw refuse('issuer or subject')
  if (!isForUs(aud, jws.header.typ, expected)) throw refuse('audience')
  // OIDC Core §9: jti and exp are required.
  if (typeof jti !== 'string' || jti === '' || jti.length > longestJti) throw refuse('jti')
  if (!isTime(exp) || exp <= now) throw refuse('expired')
  if (exp > now + longestLife + leeway) throw refuse('lives too long')
  for (const begin of [nbf, iat]) {
    if (begin !== undefined && (!isTime(begin) || begin > now + leeway)) throw refuse('not yet valid')
  }
  return { jti, exp, claims }
}

const ownTypes: ReadonlySet<string> = new Set([
  'client-authentication+jwt',
  'application/client-authentication+jwt',
])
const assertionTypes: ReadonlySet<string> = new Set(['jwt', 'application/jwt', ...ownTypes])

/**
 * RFC 7523 §3: "The JWT MUST contain an aud claim containing a value that identifies the authorization server". A list that
 * names anybody else as well is refused: a client with several servers can be led to write one that two of them would take.
 * Whoever names the kind of the token goes by draft-ietf-oauth-rfc7523bis-11, by which the issuer is all that it says.
 */
function isForUs(
  aud: unknown,
  typ: string | undefined,
  { audiences, singleAudience }: AssertionExpectation,
): boolean {
  if (typ !== undefined && ownTypes.has(typ.toLowerCase())) return aud === audiences[0]
  if (typeof aud === 'string') return audiences.includes(aud)
  if (singleAudience || !Array.isArray(aud)) return false
  return aud.length > 0 && aud.every((one) => typeof one === 'string' && audiences.includes(one))
}

const isTime = (value: unknown): value is Seconds => Number.isSafeInteger(value) && Number(value) >= 0

const refuse = (reason: string) => new OAuthError('invalid_client', 'client authentication failed', reason)
