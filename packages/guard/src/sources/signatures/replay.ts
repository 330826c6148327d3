import type { Seconds } from '@warder/protocol'

/** True for the first who presents `key` before `until`, and for nobody after. */
export type Replay = (key: string, until: Seconds, now: Seconds) => boolean | Promise<boolean>

const most = 100_000

/**
 * What was presented to this process. With more than one process give the option `replay`, or each of them accepts it
 * once. When there is no room nothing is accepted: to forget one would let it be used again.
 */
export function memoryReplay(capacity: number = most): Replay {
  const seen = new Map<string, Seconds>()
  let swept_at = 0

  return (key, until, now) => {
    if (now >= swept_at + 10 || seen.size >= capacity) {
      swept_at = now
      for (const [old, expires_at] of seen) if (expires_at <= now) seen.delete(old)
    }
    if (until <= now || seen.has(key) || seen.size >= capacity) return false
    seen.set(key, until)
    return true
  }
}
