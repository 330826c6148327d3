import type { Seconds } from '@warder/protocol'
import type { Counters, Taken } from './counters.ts'

type Window = { count: number; limit: number; reset: Seconds }
type Windows = Map<string, Window>

/**
 * Counters of this process, in fixed windows, at most `capacity` of them. Keys that have used more than
 * half of their limit are kept apart: a flood of new keys pushes out other new keys and never those.
 */
export function memoryCounters(capacity = 100_000): Counters & { size: () => number } {
  const light: Windows = new Map()
  const heavy: Windows = new Map()

  function makeRoom(now: Seconds): void {
    if (light.size + heavy.size < capacity) return
    dropExpired(light, now)
    dropExpired(heavy, now)
    if (light.size + heavy.size < capacity) return
    const crowd = light.size > 0 ? light : heavy
    const oldest = crowd.keys().next().value
    if (oldest !== undefined) crowd.delete(oldest)
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

  return { take, size: () => light.size + heavy.size }
}

/** Looks at a few of the oldest only, so that a full table costs every call the same. */
function dropExpired(windows: Windows, now: Seconds): void {
  let looked = 0
  for (const [key, window] of windows) {
    if (looked++ === 8) return
    if (window.reset <= now) windows.delete(key)
  }
}
