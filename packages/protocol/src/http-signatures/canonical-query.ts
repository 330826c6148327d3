/**
 * A query in its one spelling: the pairs of a form, encoded by RFC 3986 §2.3, sorted by name and then by value.
 *
 * @param query without the question mark
 */
export function canonicalQuery(query: string): string {
  return [...new URLSearchParams(query)]
    .map(([name, value]) => [encoded(name), encoded(value)] as const)
    .sort(([name, value], [otherName, otherValue]) => order(name, otherName) || order(value, otherValue))
    .map(([name, value]) => `${name}=${value}`)
    .join('&')
}

/** By code unit, which for what is left after encoding is by byte. */
function order(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}

function encoded(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}
