/** Whether `user.*`, `*` or the name of an event means this one. */
export function means(wanted: string, type: string): boolean {
  if (wanted === '*' || wanted === type) return true
  return wanted.endsWith('.*') && type.startsWith(wanted.slice(0, -1))
}

/** Whether it means any of these, so that it is worth something to ask for it. */
export const meansAny = (wanted: string, types: readonly string[]): boolean =>
  types.some((type) => means(wanted, type))
