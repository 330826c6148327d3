import type { Seconds } from '@warder/protocol'
import type { Taken } from './counters.ts'

type Window = { count: number; limit: number; reset: Seconds }
type Windows = Map<string, Window>

/** `Counters` that answer at once. */
export type MemoryCounters = {
  take: (key: string, limit: number, window: Seconds, now: Seconds) => Taken
  size: () => number
}

/**
 * Counters of this process, in fixed windows, at most `capacity` of them. Keys that have used more than
 * half of their limit are kept apart: a flood of new keys pushes out other new keys and never those.
 */
export function memoryCounters(capacity = 100_000): MemoryCounters {
  const light: Windows = new Map()
  const heavy: Windows = new Map()
  const size = () => light.size + heavy.size

  /** In one sweep for many new keys, so that each of them costs little however full the table is. */
  function makeRoom(now: Seconds): void {
    if (size() < capacity) return
    dropExpired(light, now)
    dropExpired(heavy, now)
    const target = Math.floor(capacity * 0.875)
    for (const crowd of [light, heavy]) {
      for (const key of crowd.keys()) {
        if (size() <= target) return
        crowd.delete(key) // the oldest first: a Map keeps the order of insertion
      }
    }
  }

  function take(key: string, limit: number, window: Seconds, now: Seconds): Taken {
    let found = heavy.get(key) ?? light.get(key)
    if (found && found.reset <= now) {
      heavy.delete(key)
      light.delete(key)
      found = undefined
    }
    if (!found) {
      makeRoom(now)
      found = { count: 0, limit, reset: now + window }
      light.set(key, found)
    }
    if (found.count >= limit) return { ok: false, remaining: 0, reset: found.reset }

    found.count++
    if (found.count * 2 > limit && light.delete(key)) heavy.set(key, found)
    return { ok: true, remaining: limit - found.count, reset: found.reset }
  }

  return { take, size }
}

function dropExpired(windows: Windows, now: Seconds): void {
  for (const [key, window] of windows) {
    if (window.reset <= now) windows.delete(key)
  }
}
