import { parseBearer } from '@warder/protocol'
import type { Presented } from '../check.ts'

/** What a request brings to say who calls. It may bring one thing; a cookie counts only where nothing else does. */
export type Credential =
  | { kind: 'token'; scheme: 'Bearer' | 'DPoP'; token: string }
  | { kind: 'api_key'; key: string }
  | { kind: 'hmac' }
  | { kind: 'http_signature' }
  | { kind: 'cookie'; name: string; value: string }

export type Read = Credential | { kind: 'none' } | { kind: 'malformed'; detail: string }

/** Which credentials a guard looks at besides the Authorization header. */
export type Looks = { api_key: boolean; hmac: boolean; http_signature: boolean; cookies: readonly string[] }

const header = 'The Authorization header is not well formed.'
const several = 'Send one credential: more than one was found.'
/** No comma: two headers of this name arrive joined by one. */
const plainKey = /^[\x21-\x2b\x2d-\x7e]{1,512}$/

/**
 * Reads the credential of a request. It never throws, whatever stands in the headers.
 *
 * @see RFC 6750 §2: one method for each request, and RFC 9449 §7.1 for the scheme DPoP
 */
export function readCredential(request: Presented, looks: Looks): Read {
  const authorization = request.headers.get('authorization')
  const key = looks.api_key || looks.hmac ? request.headers.get('x-api-key') : null
  const bearer = readToken(authorization)
  if (bearer && key !== null) return { kind: 'malformed', detail: several }
  if (bearer) return bearer

  if (key !== null) {
    const signed = looks.hmac && request.headers.get('x-signature') !== null
    if (signed) return { kind: 'hmac' }
    if (looks.api_key) {
      if (!plainKey.test(key))
        return { kind: 'malformed', detail: 'The X-API-Key header is not well formed.' }
      return { kind: 'api_key', key }
    }
  }
  if (looks.http_signature && request.headers.get('signature-input') !== null)
    return { kind: 'http_signature' }
  return looks.cookies.length > 0
    ? readCookie(request.headers.get('cookie'), looks.cookies)
    : { kind: 'none' }
}

function readToken(authorization: string | null): Read | undefined {
  const credentials = parseBearer(authorization)
  if (credentials.kind === 'token') return { kind: 'token', scheme: 'Bearer', token: credentials.token }
  if (credentials.kind === 'malformed') return { kind: 'malformed', detail: header }
  if (authorization === null || !/^dpop(?: |$)/i.test(authorization)) return undefined
  // RFC 9449 §7.1: the same token68 after another word.
  const token = /^dpop +([A-Za-z0-9\-._~+/]+=*)$/i.exec(authorization)?.[1]
  return token === undefined
    ? { kind: 'malformed', detail: header }
    : { kind: 'token', scheme: 'DPoP', token }
}

/**
 * RFC 6265 §5.4 lets a browser send two cookies of one name; which is ours nobody can tell, so neither is. Nothing but the space
 * between them is taken off: a name with another one before it, as of a byte A0, is of whoever set it.
 */
function readCookie(cookies: string | null, names: readonly string[]): Read {
  if (cookies === null) return { kind: 'none' }
  const pairs = cookies.split(';').map((pair) => pair.replace(/^ /, ''))
  for (const name of names) {
    const [first, ...others] = pairs.filter((pair) => pair.startsWith(`${name}=`))
    if (first === undefined) continue
    const value = first.slice(name.length + 1)
    if (others.length === 0 && /^[A-Za-z0-9_-]{1,512}$/.test(value)) return { kind: 'cookie', name, value }
    return { kind: 'malformed', detail: 'The session cookie is not well formed.' }
  }
  return { kind: 'none' }
}
