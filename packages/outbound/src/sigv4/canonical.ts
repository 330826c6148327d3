/**
 * The one text that both sides make of a request, byte for byte (AWS Signature Version 4, "Create a canonical request").
 * Pure: what comes in is what goes over the wire.
 */

export type CanonicalParts = {
  method: string
  /** As it stands on the wire. */
  path: string
  /** As it stands on the wire, without the question mark. */
  query: string
  headers: readonly (readonly [name: string, value: string])[]
  payload_hash: string
}

export type PathRules = {
  /** S3 signs the path as it is sent; every other service encodes each segment once more. */
  encodeAgain: boolean
  /** Removes `.`, `..` and repeated slashes; never for S3, where they are part of a key's name. */
  normalise: boolean
}

export type Canonical = { text: string; signed_headers: string }

export function canonicalRequest(parts: CanonicalParts, rules: PathRules): Canonical {
  const headers = canonicalHeaders(parts.headers)
  const signed_headers = headers.map(([name]) => name).join(';')
  const text = [
    parts.method.toUpperCase(),
    canonicalPath(parts.path, rules),
    canonicalQuery(parts.query),
    ...headers.map(([name, value]) => `${name}:${value}`),
    '',
    signed_headers,
    parts.payload_hash,
  ].join('\n')
  return { text, signed_headers }
}

export function canonicalPath(path: string, { encodeAgain, normalise }: PathRules): string {
  const whole = normalise ? withoutDots(path) : path || '/'
  return encodeAgain ? whole.split('/').map(encode).join('/') : whole
}

/** RFC 3986 §5.2.4, and runs of slashes are one. */
function withoutDots(path: string): string {
  const kept: string[] = []
  for (const segment of path.split('/')) {
    if (segment === '' || segment === '.') continue
    if (segment === '..') kept.pop()
    else kept.push(segment)
  }
  const end = kept.length > 0 && /(?:\/|\/\.{1,2})$/.test(path) ? '/' : ''
  return `/${kept.join('/')}${end}`
}

/**
 * The query in the form that is signed, and that must be sent: RFC 3986 encoding, sorted by name and then by value, nothing
 * dropped. A plus means a space, as browsers write it.
 */
export function canonicalQuery(query: string): string {
  if (query === '') return ''
  return query
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair) => {
      const at = pair.indexOf('=')
      const [name, value] = at === -1 ? [pair, ''] : [pair.slice(0, at), pair.slice(at + 1)]
      return [encode(decode(name)), encode(decode(value))] as const
    })
    .sort(([a, x], [b, y]) => compare(a, b) || compare(x, y))
    .map(([name, value]) => `${name}=${value}`)
    .join('&')
}

/** Encoded text is ASCII, so the order of its characters is that of its bytes. */
function compare(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}

function canonicalHeaders(headers: CanonicalParts['headers']): (readonly [string, string])[] {
  const byName = new Map<string, string>()
  for (const [name, value] of headers) {
    const key = name.toLowerCase()
    const before = byName.get(key)
    const said = /\s\s|^\s|\s$|[^\S ]/.test(value) ? value.trim().replace(/\s+/g, ' ') : value
    byName.set(key, before === undefined ? said : `${before},${said}`)
  }
  return [...byName].sort(([a], [b]) => compare(a, b))
}

/** RFC 3986 §2.3: all but the unreserved characters. */
export function encode(text: string): string {
  if (/^[A-Za-z0-9._~-]*$/.test(text)) return text
  return encodeURIComponent(text.toWellFormed()).replace(
    /[!'()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}

function decode(text: string): string {
  return decodePart(text.replaceAll('+', ' '))
}

function decodePart(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text // a per cent sign that begins no escape stands for itself
  }
}

/**
 * The path of an object in the one form that S3 signs, and that must be sent: S3 takes a path apart and encodes it anew, so a
 * plus or a bracket that stands in it as it is would be signed as one text and checked as another.
 */
export function objectPath(path: string): string {
  return path
    .split('/')
    .map((part) => encode(decodePart(part)))
    .join('/')
}
