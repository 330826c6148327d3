import type { Seconds } from '@warder/protocol'

export type RevocationKind = 'jti' | 'sid' | 'sub' | 'client' | 'tenant' | 'key'

/** One line of the feed. */
export type Revoked = { kind: string; hash: string; not_before?: Seconds; until: Seconds }

export type DeadList = {
  /** False when something could not be kept: then the list does not hold everything. */
  add: (items: readonly Revoked[], now: Seconds) => boolean
  /** Whether one of these names, made by `nameOf`, is dead for what was issued at this moment. */
  has: (names: readonly string[], issued_at: Seconds, now: Seconds) => boolean
  /** Grows with every name that was added. */
  version: () => number
  size: () => number
}

/** What a revocation is kept by: its kind and the digest, which the feed gives and the guard makes from a verified claim. */
export const nameOf = (kind: RevocationKind, hash: string): string => `${kind} ${hash}`

/** Without `not_before` everything is dead, whenever it was issued. */
type Entry = { not_before: Seconds; until: Seconds }

const most = 500_000

/**
 * What was revoked. Additions only: a revocation leaves when nothing that it concerns can still be valid. The clocks of
 * issuer and guard may differ, so it is kept for a while longer.
 */
export function deadList(leeway: Seconds): DeadList {
  const dead = new Map<string, Entry[]>()
  let version = 0
  let swept_at = 0

  const isOver = ({ until }: Entry, now: Seconds) => until + leeway < now

  function sweep(now: Seconds): void {
    if (now < swept_at + 60 && dead.size < most) return
    swept_at = now
    for (const [name, entries] of dead) {
      const left = entries.filter((entry) => !isOver(entry, now))
      if (left.length === 0) dead.delete(name)
      else if (left.length < entries.length) dead.set(name, left)
    }
  }

  /** False when there is no room for it. */
  function addOne(name: string, entry: Entry): boolean {
    const known = dead.get(name)
    if (!known && dead.size >= most) return false
    const same = known?.some((one) => one.not_before === entry.not_before && one.until >= entry.until)
    if (same) return true
    dead.set(name, known ? [...known.filter((one) => one.not_before !== entry.not_before), entry] : [entry])
    version++
    return true
  }

  return {
    add(items, now) {
      sweep(now)
      let complete = true
      for (const { kind, hash, not_before = Infinity, until } of items) {
        const entry = { not_before, until }
        if (!isOver(entry, now) && !addOne(`${kind} ${hash}`, entry)) complete = false
      }
      return complete
    },
    has: (names, issued_at, now) =>
      names.some((name) =>
        dead.get(name)?.some((entry) => issued_at < entry.not_before && !isOver(entry, now)),
      ),
    version: () => version,
    size: () => dead.size,
  }
}
