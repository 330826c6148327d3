import type { Credential, Outgoing } from '../credential.ts'
import { OutboundError } from '../errors.ts'
import { reveal, type SecretLike } from '../secret.ts'
import { headerName, headerValue } from './header.ts'

export type ApiKeyOptions = {
  key: SecretLike
  /** A header is what most APIs want, and what is not written to logs of addresses. */
  in?: 'header' | 'query' | 'cookie'
  /** Of the header, the query parameter or the cookie: `Authorization`, `key` and `key` where absent. */
  name?: string
  /** What stands before the key in a header: `Bearer` in `Authorization`, nothing elsewhere. */
  prefix?: string
  /** Tried once when the API refuses the first: the key that is being rotated in, or out. */
  fallbackKey?: SecretLike
  /** Told, without the key, that the API took the fallback. */
  onFallback?: () => void
}

/**
 * A key that an API gave. With a fallback, whichever the API took last is used first from then on.
 *
 * @throws OutboundError CONFIG_INVALID for a name that no header, parameter or cookie can have
 */
export function apiKey(options: ApiKeyOptions): Credential {
  const place = options.in ?? 'header'
  const name = options.name ?? (place === 'header' ? 'Authorization' : 'key')
  const prefix =
    options.prefix ?? (place === 'header' && name.toLowerCase() === 'authorization' ? 'Bearer' : '')
  const put = putterOf(place, name, prefix)
  const { fallbackKey } = options
  /** The key to begin with, 0 or 1, and what was sent with which, since requests run side by side. */
  let first = 0
  const sentWith = new WeakMap<Outgoing, number>()
  let turn = 0

  const keys = fallbackKey === undefined ? [options.key] : [options.key, fallbackKey]
  return {
    kind: 'api-key',
    async apply(request) {
      const which = first
      put(request, await reveal(keys[which] ?? options.key))
      sentWith.set(request, which)
      turn++
    },
    onUnauthorized(_response, sent) {
      const which = sentWith.get(sent)
      if (keys.length === 1 || which === undefined) return 'stop'
      // Somebody else may have changed over already; then this request only follows.
      if (first === which) {
        first = which === 0 ? 1 : 0
        if (first === 1) options.onFallback?.()
      }
      return 'retry'
    },
    status: () => ({ kind: 'api-key', state: turn > 0 ? 'ready' : 'unknown' }),
  }
}

type Put = (request: Outgoing, key: string) => void

function putterOf(place: 'header' | 'query' | 'cookie', name: string, prefix: string): Put {
  if (place === 'query') {
    if (name === '') throw new OutboundError('CONFIG_INVALID', 'a query parameter needs a name')
    return ({ url }, key) => void (url.search = withParameter(url.search, name, key))
  }
  headerName(name)
  if (place === 'cookie') return ({ headers }, key) => setCookie(headers, name, key)
  const before = prefix === '' ? '' : `${headerValue(prefix)} `
  return ({ headers }, key) => headers.set(name, headerValue(before + key))
}

/** The other parameters stay exactly as they were written: decoding and encoding again would change some of them. */
function withParameter(search: string, name: string, value: string): string {
  const pair = `${encodeURIComponent(name)}=${encodeURIComponent(value)}`
  const pairs = search.replace(/^\?/, '').split('&').filter(Boolean)
  const isOurs = (text: string) => new URLSearchParams(text).has(name)
  const at = pairs.findIndex(isOurs)
  const rest = pairs.filter((text) => !isOurs(text))
  rest.splice(at === -1 ? rest.length : at, 0, pair)
  return `?${rest.join('&')}`
}

/** RFC 6265 §4.1.1: a cookie's value has no comma, semicolon, quote, backslash or white space. */
function setCookie(headers: Headers, name: string, value: string): void {
  if (!/^[\x21\x23-\x2b\x2d-\x3a\x3c-\x5b\x5d-\x7e]*$/.test(value))
    throw new OutboundError('CONFIG_INVALID', 'this key has characters that no cookie can have')
  const others = (headers.get('cookie') ?? '')
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair !== '' && !pair.startsWith(`${name}=`))
  headers.set('cookie', [...others, `${name}=${value}`].join('; '))
}
