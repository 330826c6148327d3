export type BearerCredentials = { kind: 'none' } | { kind: 'token'; token: string } | { kind: 'malformed' }

/** RFC 6750 §2.1: the scheme in any case (RFC 9110 §11.1), spaces, and one token68. */
const bearer = /^bearer +([A-Za-z0-9\-._~+/]+=*)$/i

/**
 * Reads a bearer token from the Authorization header. Another scheme is no bearer token and not an error:
 * the caller may have a use for it.
 *
 * @param authorization the header's value, null when there is none
 * @see RFC 6750 §2.1, RFC 9110 §11.4
 */
export function parseBearer(authorization: string | null): BearerCredentials {
  if (authorization === null || !/^bearer(?: |$)/i.test(authorization)) return { kind: 'none' }
  const token = bearer.exec(authorization)?.[1]
  return token === undefined ? { kind: 'malformed' } : { kind: 'token', token }
}

export type BearerChallenge = {
  realm: string
  error?:
    | 'invalid_request'
    | 'invalid_token'
    | 'insufficient_scope'
    | 'insufficient_user_authentication'
    | undefined
  error_description?: string | undefined
  /** The scopes the resource needs, separated by spaces. */
  scope?: string | undefined
  /** The authentication contexts that would do, separated by spaces (RFC 9470 §3). */
  acr_values?: string | undefined
  /** How many seconds ago the sign-in may have been (RFC 9470 §3). */
  max_age?: number | undefined
  /** Where the metadata of the resource are (RFC 9728 §5.1). */
  resource_metadata?: string | undefined
}

/**
 * The WWW-Authenticate value of a resource that takes bearer tokens. Where the request had no token,
 * leave out the error (RFC 6750 §3.1).
 *
 * @see RFC 6750 §3, RFC 9470 §3 and RFC 9728 §5.1
 */
export function bearerChallenge(challenge: BearerChallenge): string {
  const { realm, error, error_description, scope, acr_values, max_age, resource_metadata } = challenge
  const parameters = { realm, error, error_description, scope, acr_values, max_age, resource_metadata }
  const written = Object.entries(parameters)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}=${quoted(String(value))}`)
  return `Bearer ${written.join(', ')}`
}

/** RFC 9110 §5.6.4: a quoted-string. What a header cannot carry becomes a space. */
function quoted(text: string): string {
  return `"${text.replace(/[^\x20-\x7e]/g, ' ').replace(/["\\]/g, '\\$&')}"`
}
