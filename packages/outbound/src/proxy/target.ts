import { hasOverridingParameter } from '../fetch/overrides.ts'

/** Where a client wants to go, exactly as it wrote it: nothing in it was decoded or put together anew. */
export type Target = {
  credential: string
  /** With its port; undefined for the base address of the credential. */
  host: string | undefined
  path: string
  /** Without the question mark. */
  query: string
}

/** Characters: longer addresses are for no API. */
const longest = 8192

/** `/NAME/path`, and `/NAME@host/path` for another host than that of the base address. */
const form = /^\/([A-Za-z0-9][\w-]{0,63})(?:@([^/?]*))?(\/[^?]*)?(?:\?(.*))?$/s

const hostForm = /^(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)*[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?::\d{1,5})?$/i

/**
 * Reads the target of a request (RFC 9112 §3.2.1, the origin form alone). What two programs may understand in two ways is
 * refused and not repaired: dots, doubled or hidden slashes, what is encoded twice, and other forms of a target.
 */
export function targetOf(raw: string): Target | undefined {
  if (raw.length > longest) return undefined
  const [, credential, host, path = '/', query = ''] = form.exec(raw) ?? []
  if (credential === undefined || !isPlainPath(path) || !isPlainQuery(query)) return undefined
  if (host !== undefined && !hostForm.test(host)) return undefined
  return { credential, host: host?.toLowerCase(), path, query }
}

/** RFC 3986 §3.3: what a path is made of. */
const pathForm = /^(?:[A-Za-z0-9\-._~!$&'()*+,;=:@/]|%[0-9A-Fa-f]{2})*$/

function isPlainPath(path: string): boolean {
  if (!pathForm.test(path) || path.includes('//')) return false
  // A slash, a backslash or a control character that shows only to whoever decodes, and escapes of escapes.
  if (/%(?:2f|5c|[01][0-9a-f]|7f|25[0-9a-f]{2})/i.test(path)) return false
  // Servers of Java cut `;…` off a segment before they look at the dots.
  const segments = path.replace(/%2e/gi, '.').replace(/%3b/gi, ';').split('/')
  return !segments.some((segment) => /^\.{1,2}(?:;|$)/.test(segment))
}

function isPlainQuery(query: string): boolean {
  if (!/^[\x21\x22\x24-\x7e]*$/.test(query)) return false
  return !hasOverridingParameter(new URLSearchParams(query))
}
