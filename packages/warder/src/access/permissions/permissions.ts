/**
 * What somebody may do, as words: `users:read`, parted by colons from the wide to the narrow. A `*` at the end stands for
 * everything below, and alone for everything.
 */

const segment = '[a-z0-9](?:[a-z0-9_.-]*[a-z0-9])?'
const form = new RegExp(`^(?:\\*|${segment}(?::${segment})*(?::\\*)?)$`)

/** Characters of a permission at most. */
const longest = 128

export function isPermission(text: string): boolean {
  return text.length <= longest && form.test(text)
}

/** Whether what is held covers what is wanted. Pure; the table is in permissions.test.ts. */
export function allows(held: readonly string[], wanted: string): boolean {
  return held.some((one) => covers(one, wanted))
}

function covers(held: string, wanted: string): boolean {
  if (held === '*' || held === wanted) return true
  return held.endsWith(':*') && wanted.startsWith(held.slice(0, -1))
}
