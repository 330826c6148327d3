import { parseDictionary, serializeMember, type Item } from './structured-fields.ts'

/** What of a request can be signed. */
export type SignedRequest = {
  method: string
  /** `https`, `http`. */
  scheme: string
  /** The host in lower case, with a port that is not the scheme's own (RFC 9421 §2.2.3). */
  authority: string
  /** As it was sent, never resolved or decoded: what is signed is what is routed. */
  path: string
  /** Without the question mark; undefined where the target has none. */
  query: string | undefined
  header: (name: string) => string | null
}

/**
 * The value of one component; undefined where the request has no such component, or it is one that we do not know.
 *
 * @see RFC 9421 §2.1 and §2.2
 */
export function componentValue(request: SignedRequest, { bare, parameters }: Item): string | undefined {
  if (bare.type !== 'string') return undefined
  const name = bare.value
  if (name.startsWith('@')) {
    if (name === '@query-param') return queryParameter(request, parameters)
    return parameters.size === 0 ? derived(request, name) : undefined
  }
  // RFC 9421 §2.1: field names are in lower case.
  if (name !== name.toLowerCase()) return undefined
  const value = request.header(name)
  if (value === null) return undefined
  if (parameters.size === 0) return plainField(value)
  return dictionaryMember(value, parameters)
}

function derived(
  { method, scheme, authority, path, query }: SignedRequest,
  name: string,
): string | undefined {
  switch (name) {
    // RFC 9421 §2.2.1: as it is, for methods are case-sensitive.
    case '@method':
      return method
    case '@authority':
      return authority
    case '@scheme':
      return scheme
    case '@path':
      return path
    // RFC 9421 §2.2.7: an absent query is a question mark alone.
    case '@query':
      return `?${query ?? ''}`
    case '@request-target':
      return target(path, query)
    case '@target-uri':
      return `${scheme}://${authority}${target(path, query)}`
    default:
      return undefined
  }
}

const target = (path: string, query: string | undefined) => (query === undefined ? path : `${path}?${query}`)

/** RFC 9421 §2.2.8: decoded as a form and encoded anew, and one that occurs twice is not to be signed like this. */
function queryParameter({ query = '' }: SignedRequest, parameters: Item['parameters']): string | undefined {
  const name = parameters.get('name')
  if (name?.type !== 'string' || parameters.size !== 1) return undefined
  const found = [...new URLSearchParams(query)].filter(([one]) => encoded(one) === name.value)
  return found.length === 1 ? encoded(found[0]?.[1] ?? '') : undefined
}

/** The "application/x-www-form-urlencoded" percent-encoding, with %20 for a space. */
function encoded(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()~]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}

/** RFC 9421 §2.1: no white space around it, and an obsolete fold is one space. */
function plainField(value: string): string {
  return value.replace(/\r?\n[ \t]+/g, ' ').trim()
}

/** RFC 9421 §2.1.2. The parameters `sf`, `bs`, `tr` and `req` are not known here, so what they mark is no component. */
function dictionaryMember(value: string, parameters: Item['parameters']): string | undefined {
  const key = parameters.get('key')
  if (key?.type !== 'string' || parameters.size !== 1) return undefined
  const member = parseDictionary(value)?.get(key.value)
  return member && serializeMember(member)
}
