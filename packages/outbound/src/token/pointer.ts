/** RFC 6901 §4. Undefined where there is nothing. */
export function at(value: unknown, pointer: string): unknown {
  let found = value
  for (const part of pointer.slice(1).split('/')) {
    const key = part.replaceAll('~1', '/').replaceAll('~0', '~')
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, key)) return undefined
    found = (found as Record<string, unknown>)[key] // an object that has it, as was just seen
  }
  return found
}
