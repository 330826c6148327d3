import { OAuthError } from '../errors.ts'

/** OpenID Connect Dynamic Client Registration 1.0 §2: an application in a browser or on a device of its user. */
export type ApplicationType = 'web' | 'native'

const longestUri = 2000
/** RFC 3986 §2: the characters of a URI, and `%` only before two hexadecimal digits. No `*`, which looks like a pattern. */
const uriCharacters = /^(?:[A-Za-z0-9\-._~:/?#[\]@!$&'()+,;=]|%[0-9A-Fa-f]{2})+$/
const loopbackHosts = ['localhost', '127.0.0.1', '[::1]']
/** RFC 8252 §7.1: a reversed domain name, so with a dot in it, and a single slash since there is no authority. */
const privateUseUri = /^[a-z][a-z0-9+-]*(?:\.[a-z0-9+-]+)+:\/(?!\/)/

/**
 * Checks a redirect URI before it is stored with a client: https, or http on a loopback host, or for a
 * native application a private-use scheme.
 *
 * @throws OAuthError invalid_redirect_uri, saying what to change
 * @see RFC 9700 §2.1, RFC 8252 §7 and RFC 6749 §3.1.2
 */
export function checkRedirectUriRegistration(uri: string, applicationType: ApplicationType): void {
  const refuse = (reason: string) => new OAuthError('invalid_redirect_uri', `redirect URI ${reason}`)

  if (uri.length > longestUri) throw refuse('is too long')
  if (!uriCharacters.test(uri)) throw refuse('contains a character that is not allowed')
  // RFC 6749 §3.1.2: the endpoint URI must not include a fragment.
  if (uri.includes('#')) throw refuse('must not have a fragment')

  const url = URL.parse(uri)
  if (!url) throw refuse('must be an absolute URI')
  if (url.username || url.password || /^[^:]+:\/\/[^/?]*@/.test(uri)) throw refuse('must not name a user')
  // What a browser would rewrite (dot segments, default ports, odd spellings of a host) two parsers read in two ways.
  if (url.href !== uri && url.href !== `${uri}/`) throw refuse('must be written in its normal form')

  if (url.protocol === 'https:') return
  if (url.protocol === 'http:') {
    // RFC 8252 §7.3 and §8.3: without TLS only where the request never leaves the device.
    if (!loopbackHosts.includes(url.hostname))
      throw refuse('must use https unless its host is a loopback address')
    return
  }
  if (applicationType !== 'native') throw refuse('must use https')
  if (!privateUseUri.test(uri)) {
    throw refuse('must use https or a scheme made of a reversed domain name, followed by a single slash')
  }
}

/**
 * Finds the redirect URI an authorization request may use: the one it names if that one is registered, or
 * the only registered one if it names none. Undefined means an error page here, never a redirect.
 *
 * @param options.openid the request has the scope openid, for which redirect_uri is required (OIDC Core §3.1.2.1)
 * @see RFC 9700 §2.1 and §4.1.3, RFC 6749 §3.1.2.3
 */
export function findRedirectUri(
  registered: readonly string[],
  requested: string | undefined,
  options: { openid?: boolean } = {},
): string | undefined {
  if (requested === undefined) {
    return registered.length === 1 && !options.openid ? registered[0] : undefined
  }
  // RFC 9700 §4.1.3: the raw strings. Any parsing before the comparison is where the two could come apart.
  if (registered.includes(requested)) return requested

  const portless = withoutLoopbackPort(requested)
  if (portless === undefined) return undefined
  return registered.some((uri) => withoutLoopbackPort(uri) === portless) ? requested : undefined
}

/**
 * Whether any program on the device can take this redirect URI: a loopback address or a private-use scheme,
 * which nobody owns. Only who presents a secret as well is known to be the client.
 *
 * @see RFC 8252 §8.6
 */
export function isLocalRedirectUri(uri: string): boolean {
  return !uri.startsWith('https://')
}

const loopback = /^(http:\/\/(?:127\.0\.0\.1|\[::1\]))(?::([1-9][0-9]{0,4}))?((?:[/?].*)?)$/s

/** RFC 8252 §7.3: the port of a loopback address is chosen by the system when the application starts to listen. */
function withoutLoopbackPort(uri: string): string | undefined {
  const [, origin, port, rest] = loopback.exec(uri) ?? []
  return origin === undefined || Number(port ?? 80) > 65_535 ? undefined : `${origin}${rest}`
}
