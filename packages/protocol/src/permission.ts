/**
 * Whether the permissions that somebody holds cover the one that is wanted. `docs:*` is everything below `docs`, and `*` everything;
 * what is wanted is written out.
 */
export function allows(held: readonly string[], wanted: string): boolean {
  return held.some((one) => covers(one, wanted))
}

function covers(held: string, wanted: string): boolean {
  if (held === '*' || held === wanted) return true
  return held.endsWith(':*') && wanted.startsWith(held.slice(0, -1))
}
