import { OutboundError } from '../errors.ts'

/** Where a credential may go. */
export type BindingOptions = {
  /** `https://api.example.com`, or `https://*.example.com` for every host below it. At least one. */
  origins: readonly (string | URL)[]
  /** Globs of paths: `*` within a segment, `**` over several. Every path where absent. */
  paths?: readonly string[]
  /** Every method where absent. */
  methods?: readonly string[]
}

export type Binding = {
  /** Whether a request to this URL may carry the credential at all. */
  allowsOrigin: (url: URL) => boolean
  /** Whether this request may be made: method and path as well. */
  allows: (method: string, url: URL) => boolean
}

/**
 * Reads a binding. @throws OutboundError CONFIG_INVALID, or INSECURE_URL for plain http to another machine (OC-01)
 */
export function bindingOf({ origins, paths, methods }: BindingOptions): Binding {
  if (origins.length === 0) throw invalid('a credential needs at least one origin that it may go to')
  const places = origins.map(String).map(placeOf)
  const globs = paths?.map(globOf)
  const verbs = methods && new Set(methods.map((method) => method.toUpperCase()))
  const allowsOrigin = (url: URL) => places.some((place) => place(url))
  return {
    allowsOrigin,
    allows: (method, url) => {
      if (!allowsOrigin(url)) return false
      if (verbs && !verbs.has(method.toUpperCase())) return false
      if (!globs) return true
      // What is a separator to the API behind must not be hidden from the glob.
      if (/%(?:2f|5c)/i.test(url.pathname)) return false
      return globs.some((glob) => glob.test(url.pathname))
    },
  }
}

const invalid = (message: string) => new OutboundError('CONFIG_INVALID', message)

const wildcard = '*.'

function placeOf(text: string): (url: URL) => boolean {
  const at = text.indexOf('://')
  const below = at > 0 && text.startsWith(wildcard, at + 3)
  const url = URL.parse(below ? text.slice(0, at + 3) + text.slice(at + 3 + wildcard.length) : text)
  if (!url || (url.protocol !== 'https:' && url.protocol !== 'http:'))
    throw invalid(`an origin is like https://api.example.com: ${text.slice(0, 100)}`)
  if (url.username || url.password || url.search || url.hash || url.pathname !== '/')
    throw invalid(`an origin has no path, no query and no password: ${url.origin}`)
  if (url.protocol === 'http:' && !isLoopback(url.hostname)) {
    throw new OutboundError('INSECURE_URL', `a credential does not go over plain http: ${url.origin}`, {
      hint: 'Use https. Plain http is allowed on this machine only.',
    })
  }
  if (!below) return (to) => to.origin === url.origin
  const { hostname, protocol, port } = url
  // `*.com` would be half of the world.
  if (!hostname.includes('.') || /^[\d.]+$|^\[/.test(hostname))
    throw invalid(`a wildcard needs a domain of at least two names: ${text.slice(0, 100)}`)
  return (to) => to.protocol === protocol && to.port === port && to.hostname.endsWith(`.${hostname}`)
}

/** This machine, where nobody listens on the way. */
export function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(hostname)
}

const wild: Readonly<Record<string, string>> = { '**': '.*', '*': '[^/]*' }

function globOf(text: string): RegExp {
  if (!text.startsWith('/')) throw invalid(`a path begins with a slash: ${text.slice(0, 100)}`)
  const source = text
    .split(/(\*\*|\*)/)
    .map((part) => wild[part] ?? part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
    .join('')
  return new RegExp(`^${source}$`)
}
