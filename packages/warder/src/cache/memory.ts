import type { Seconds } from '@warder/protocol'
import type { Taken } from './counters.ts'

type Window = { count: number; limit: number; reset: Seconds }
type Windows = Map<string, Window>

/** `Counters` that answer at once. */
export type MemoryCounters = {
  take: (key: string, limit: number, window: Seconds, now: Seconds) => Taken
  /** The answer for a key that is used up; undefined for any other, which is not counted by this. */
  refused: (key: string, limit: number, window: Seconds, now: Seconds) => Taken | undefined
  /** Replaces what is known of a key by what was counted elsewhere. */
  learn: (key: string, limit: number, counted: { count: number; reset: Seconds }, now: Seconds) => void
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

  /** What is known of a key in a window that lasts. */
  function find(key: string, window: Seconds, now: Seconds): Window | undefined {
    const found = heavy.get(key) ?? light.get(key)
    if (!found) return undefined
    if (found.reset <= now) {
      heavy.delete(key)
      light.delete(key)
      return undefined
    }
    // F-23: a clock that was set back makes nobody wait longer than a window.
    found.reset = Math.min(found.reset, now + window)
    return found
  }

  function add(key: string, made: Window, now: Seconds): Window {
    makeRoom(now)
    light.set(key, made)
    return made
  }

  function sort(key: string, { count }: Window, limit: number): void {
    const found = light.get(key)
    if (found && count * 2 > limit && light.delete(key)) heavy.set(key, found)
  }

  const refused: MemoryCounters['refused'] = (key, limit, window, now) => {
    const found = find(key, window, now)
    return found && found.count >= limit ? { ok: false, remaining: 0, reset: found.reset } : undefined
  }

  return {
    size,
    refused,
    take: (key, limit, window, now) => {
      const found = find(key, window, now) ?? add(key, { count: 0, limit, reset: now + window }, now)
      if (found.count >= limit) return { ok: false, remaining: 0, reset: found.reset }
      found.count++
      sort(key, found, limit)
      return { ok: true, remaining: limit - found.count, reset: found.reset }
    },
    learn: (key, limit, { count, reset }, now) => {
      const found = heavy.get(key) ?? light.get(key) ?? add(key, { count, limit, reset }, now)
      // Answers to calls that overlap may come in any order, and only the highest is the latest.
      found.count = found.reset === reset ? Math.max(found.count, count) : count
      found.reset = reset
      sort(key, found, limit)
    },
  }
}

function dropExpired(windows: Windows, now: Seconds): void {
  for (const [key, window] of windows) {
    if (window.reset <= now) windows.delete(key)
  }
}
