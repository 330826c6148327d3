import { OAuthError } from '../errors.ts'
import { parameter } from '../parameters/parameters.ts'

/**
 * How the answer of an authorization reaches the client: in the query or the fragment of its redirect URI, or in a form
 * that the browser posts there; with `.jwt` as one signed JWT (JARM §2.3).
 */
export const responseModes = [
  'query',
  'fragment',
  'form_post',
  'query.jwt',
  'fragment.jwt',
  'form_post.jwt',
] as const
export type ResponseMode = (typeof responseModes)[number]

/**
 * The response mode of a request, `query` when it names none.
 *
 * @param allowed what the client registered
 * @throws OAuthError invalid_request for a mode that is unknown or not the client's
 * @see OAuth 2.0 Multiple Response Type Encoding Practices §2.1, OAuth 2.0 Form Post Response Mode §2, JARM §2.3
 */
export function parseResponseMode(params: URLSearchParams, allowed: readonly string[]): ResponseMode {
  const asked = parameter(params, 'response_mode') ?? 'query'
  // JARM §2.3.4: for a code, `jwt` is short for `query.jwt`.
  const mode = responseModes.find((known) => known === (asked === 'jwt' ? 'query.jwt' : asked))
  if (!mode || !allowed.includes(mode))
    throw new OAuthError('invalid_request', 'response_mode is not one that this client may use')
  return mode
}

/**
 * The mode for an error about a request that may not parse: the one it asks for if that can be had, else `query` or
 * whatever the client registered in its place. A client that takes signed answers alone gets no other.
 */
export function responseModeOf(params: URLSearchParams, allowed: readonly string[]): ResponseMode {
  try {
    return parseResponseMode(params, allowed)
  } catch {
    return responseModes.find((mode) => allowed.includes(mode)) ?? 'query'
  }
}
