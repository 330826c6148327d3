import { parseBearer, type BearerCredentials } from '../bearer.ts'
import { OAuthError } from '../errors.ts'
import { parameter } from '../parameters/parameters.ts'
import { decodeBase64url } from '../../encoding.ts'
import { namesOf } from '../../jwt/signature/algorithms.ts'
import { dpopAlgorithms } from './proof.ts'

export type TokenCredentials =
  | Exclude<BearerCredentials, { kind: 'token' }>
  | { kind: 'token'; token: string; scheme: 'Bearer' | 'DPoP' }

/** RFC 9449 §7.1: the scheme in any case, spaces, and one token68. */
const dpop = /^dpop +([A-Za-z0-9\-._~+/]+=*)$/i

/** Reads an access token from the Authorization header, by either of its schemes. @see RFC 6750 §2.1, RFC 9449 §7.1 */
export function parseTokenCredentials(authorization: string | null): TokenCredentials {
  if (authorization !== null && /^dpop(?: |$)/i.test(authorization)) {
    const token = dpop.exec(authorization)?.[1]
    return token === undefined ? { kind: 'malformed' } : { kind: 'token', token, scheme: 'DPoP' }
  }
  const bearer = parseBearer(authorization)
  return bearer.kind === 'token' ? { ...bearer, scheme: 'Bearer' } : bearer
}

/**
 * The key that an authorization request binds its code to.
 *
 * @throws OAuthError invalid_request when it is no thumbprint
 * @see RFC 9449 §10
 */
export function parseDpopJkt(params: URLSearchParams): string | undefined {
  const jkt = parameter(params, 'dpop_jkt')
  if (jkt !== undefined && decodeBase64url(jkt)?.length !== 32)
    throw new OAuthError('invalid_request', 'dpop_jkt must be the thumbprint of a key')
  return jkt
}

/** The WWW-Authenticate value of a resource that takes tokens which are bound to a key. @see RFC 9449 §7.1 */
export function dpopChallenge({ error, description }: { error?: string; description?: string } = {}): string {
  // RFC 9110 §5.6.4: what a quoted string cannot hold stands in no description of ours.
  const parts = [
    ...(error === undefined ? [] : [`error="${error}"`]),
    ...(description === undefined
      ? []
      : [`error_description="${description.replace(/[^\x20\x21\x23-\x5b\x5d-\x7e]/g, ' ')}"`]),
    algs(),
  ]
  return `DPoP ${parts.join(', ')}`
}

/** With which algorithms a proof may be signed. */
const algs = () => `algs="${namesOf(dpopAlgorithms).join(' ')}"`

/**
 * A challenge in the scheme of the request: whoever came by DPoP is told by DPoP what is wrong, with the same parameters.
 *
 * @param authorization the header of the request, null where there was none
 * @param challenge what `bearerChallenge` made; any other is left as it is
 * @see RFC 9449 §7.1
 */
export function challengeInScheme(authorization: string | null, challenge: string): string {
  const isDpop = authorization !== null && /^dpop(?: |$)/i.test(authorization)
  return isDpop
    ? challenge.replace(/^Bearer (.*)$/, (_, told: string) => `DPoP ${told}, ${algs()}`)
    : challenge
}
