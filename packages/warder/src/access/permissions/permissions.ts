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
