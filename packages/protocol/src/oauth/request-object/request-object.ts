import { decodeBase64url } from '../../encoding.ts'
import { isJsonObject, parseJsonObject, type JsonObject } from '../../jwt/json-object.ts'
import { verifyJws } from '../../jwt/signature/jws.ts'
import type { SigningAlgorithm } from '../../jwt/signature/algorithms.ts'
import type { VerificationKey } from '../../jwt/keys/keys.ts'
import { OAuthError } from '../errors.ts'
import type { Seconds } from '../../time.ts'

export type RequestObjectExpectation = {
  client_id: string
  issuer: string
  keys: readonly VerificationKey[]
  /** Leave it out to take every algorithm that a key of the client has. */
  algorithms?: readonly SigningAlgorithm[] | undefined
  /** FAPI 2.0 Message Signing §5.3.2: audience and times must be there, and it lives for an hour at most. */
  dated?: boolean
  now: Seconds
}

const leeway: Seconds = 30
const hour: Seconds = 3600

/** RFC 7519 §4.1: what is said about the object itself, and is no parameter. */
const aboutItself: ReadonlySet<string> = new Set(['iss', 'aud', 'exp', 'nbf', 'iat', 'jti'])

/** RFC 9101 §10.8 suggests the first; the others are what libraries write. */
const types: ReadonlySet<string> = new Set([
  'oauth-authz-req+jwt',
  'application/oauth-authz-req+jwt',
  'jwt',
  'application/jwt',
])

/**
 * The authorization request in a signed request object. Only these parameters count, whatever stands beside it in the URL
 * (RFC 9101 §6.3).
 *
 * @param beside the parameters that came with the object
 * @throws OAuthError invalid_request_object, whose cause names the reason for the log alone
 * @see RFC 9101 §4, §6.2 and §6.3, OIDC Core §6.1
 */
export function readRequestObject(
  object: string,
  beside: URLSearchParams,
  expected: RequestObjectExpectation,
): URLSearchParams {
  const claims = signedClaims(object, expected)
  // RFC 9101 §4: client_id is a parameter of the request, and is in the object.
  if (claims['client_id'] !== expected.client_id)
    throw refuse('client_id in the request is that of another client')
  const params = parametersOf(claims)
  for (const name of ['client_id', 'response_type']) {
    // OIDC Core §6.1: these two stand outside as well and "MUST match"; every other is superseded.
    if (beside.getAll(name).some((other) => other !== params.get(name)))
      throw refuse(`${name} differs between the request and what is beside it`)
  }
  return params
}

/** What a signed request says, whatever it asks for: by whom it is signed, for whom it is and when it counts has been checked. */
export function signedClaims(object: string, expected: RequestObjectExpectation): JsonObject {
  const jws = verifyJws(object, expected.keys)
  if (!jws.ok) throw refuse('request is not signed with a key of this client', jws.reason)
  if (expected.algorithms && !expected.algorithms.includes(jws.header.alg))
    throw refuse('request is signed with an algorithm that this client may not use')
  if (jws.header.typ !== undefined && !types.has(jws.header.typ.toLowerCase()))
    throw refuse('request is another kind of token')
  const claims = parseJsonObject(jws.payload)
  if (!claims) throw refuse('request is no JSON object')
  checkParties(claims, expected)
  checkTimes(claims, expected)
  return claims
}

/** Whether a request object says of itself that nobody signed it (OIDC Core §6.1). */
export function isUnsigned(object: string): boolean {
  const header = decodeBase64url(object.split('.', 1)[0] ?? '')
  return header !== undefined && parseJsonObject(header)?.['alg'] === 'none'
}

function checkParties(claims: JsonObject, { client_id, issuer, dated }: RequestObjectExpectation): void {
  const { iss, aud, sub } = claims
  if (iss !== undefined && iss !== client_id) throw refuse('iss of the request is not the client')
  // RFC 9101 §10.8: with sub it would also pass for what a client authenticates with.
  if (sub !== undefined) throw refuse('sub must not be in the request')
  if (aud === undefined && !dated) return
  const audiences: unknown[] = Array.isArray(aud) ? aud : [aud]
  if (!audiences.includes(issuer)) throw refuse('aud of the request is not this server')
}

function checkTimes(claims: JsonObject, { now, dated }: RequestObjectExpectation): void {
  const { exp, nbf, iat } = claims
  for (const time of [exp, nbf, iat])
    if (time !== undefined && !isTime(time)) throw refuse('times in the request are whole seconds')
  if (isTime(exp) && exp <= now) throw refuse('the request has expired')
  if ((isTime(nbf) && nbf > now + leeway) || (isTime(iat) && iat > now + leeway))
    throw refuse('the request is not valid yet')
  if (!dated) return
  if (!isTime(nbf) || now - nbf > hour)
    throw refuse('nbf of the request must be there and not older than an hour')
  if (!isTime(exp) || exp - nbf > hour)
    throw refuse('exp of the request must be there and within an hour of nbf')
}

/** What a member is written as in JSON (RFC 9101 §4), of the parameters that this server reads. Each may be text as well. */
const kinds: Readonly<Record<string, 'text' | 'number' | 'json'>> = {
  ...Object.fromEntries(
    [
      ...['client_id', 'response_type', 'response_mode', 'redirect_uri', 'scope', 'state', 'nonce', 'prompt'],
      ...['code_challenge', 'code_challenge_method', 'dpop_jkt', 'resource', 'acr_values', 'login_hint'],
      ...['id_token_hint', 'ui_locales', 'display', 'claims_locales', 'login_hint_token', 'binding_message'],
      ...['user_code', 'client_notification_token'],
    ].map((name) => [name, 'text'] as const),
  ),
  // OIDC Core §6.1: "max_age" is a JSON number there, and "claims" an object; CIBA Core §7.1.1, RFC 9396 §2.
  max_age: 'number',
  requested_expiry: 'number',
  claims: 'json',
  authorization_details: 'json',
  registration: 'json',
}

/** As they would stand in a query: texts as they are, numbers in digits, objects as JSON. */
export function parametersOf(claims: JsonObject): URLSearchParams {
  // RFC 9101 §4: "request and request_uri parameters MUST NOT be included in Request Objects".
  if ('request' in claims || 'request_uri' in claims) throw refuse('a request cannot hold another one')
  const params = new URLSearchParams()
  for (const [name, value] of Object.entries(claims)) {
    if (aboutItself.has(name)) continue
    // OIDC Core §3.1.2.1: languages are a text, and what we cannot serve of them is no error.
    if (name === 'ui_locales' && typeof value !== 'string') continue
    // RFC 8707 §2: the one parameter that may be repeated.
    if (name === 'resource' && Array.isArray(value)) {
      for (const one of value) params.append(name, textOf(name, 'text', one))
      continue
    }
    const kind = Object.hasOwn(kinds, name) ? kinds[name] : undefined
    if (kind !== undefined) params.set(name, textOf(name, kind, value))
    // RFC 6749 §3.1: "The authorization server MUST ignore unrecognized request parameters", of whatever type they are.
    else if (typeof value === 'string') params.set(name, value)
  }
  return params
}

function textOf(name: string, kind: 'text' | 'number' | 'json', value: unknown): string {
  if (typeof value === 'string') return value
  if (kind === 'number' && Number.isSafeInteger(value)) return String(value)
  if (kind === 'json' && (Array.isArray(value) || isJsonObject(value))) return JSON.stringify(value)
  throw refuse(`${name} in the request has another type than it should`)
}

const isTime = (value: unknown): value is Seconds => Number.isSafeInteger(value) && Number(value) >= 0

const refuse = (description: string, cause?: string) =>
  new OAuthError('invalid_request_object', description, cause)
