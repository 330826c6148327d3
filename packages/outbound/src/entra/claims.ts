/** The longest demand that is passed on, in letters. */
const longest = 8192

/**
 * What an API demands of the next token (Continuous Access Evaluation): a 401 with
 * `WWW-Authenticate: Bearer error="insufficient_claims", claims="…"`.
 *
 * @returns the JSON of the demand; undefined where there is none
 */
export function claimsDemanded(response: Response): string | undefined {
  const challenge = response.headers.get('www-authenticate') ?? ''
  if (response.status !== 401 || !/\bbearer\b/i.test(challenge) || challenge.length > longest)
    return undefined
  if (!/\berror="?insufficient_claims"?/i.test(challenge)) return undefined
  const [, encoded = ''] = /\bclaims="([A-Za-z0-9+/_=-]+)"/.exec(challenge) ?? []
  const text = Buffer.from(encoded, 'base64').toString('utf8')
  return objectOf(text) && text
}

/** Says that this client can do what such a demand asks for: it gets tokens that live longer, and may be called back. */
const capable = { access_token: { xms_cc: { values: ['cp1'] } } }

/** The parameter `claims` of a request for a token. */
export function claimsParameter(demanded: string | undefined, isCapable: boolean): string | undefined {
  if (!isCapable) return demanded
  const said = demanded === undefined ? {} : (objectOf(demanded) ?? {})
  const access = said['access_token']
  const merged = { ...(typeof access === 'object' && access !== null && access), ...capable.access_token }
  return JSON.stringify({ ...said, access_token: merged })
}

function objectOf(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>) // an object, as was just seen
      : undefined
  } catch {
    return undefined
  }
}
