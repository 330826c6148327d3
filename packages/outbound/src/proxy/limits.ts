import type { Clock } from '../credential.ts'

/** Requests of one client that are answered at the same time. */
const mostAtOnce = 64

/** Counts what each name does. */
export type Limits = {
  /** @returns what to call when the request is over; undefined when it is one too many */
  begin: (name: string) => (() => void) | undefined
}

/** So many requests in a minute for each name, and so many at once. */
export function createLimits(perMinute: number, clock: Clock): Limits {
  const minutes = new Map<string, { minute: number; count: number; now: number }>()
  return {
    begin(name) {
      const minute = Math.floor(clock() / 60_000)
      const before = minutes.get(name) ?? { minute, count: 0, now: 0 }
      const count = before.minute === minute ? before.count : 0
      if (count >= perMinute || before.now >= mostAtOnce) return undefined
      const entry = { minute, count: count + 1, now: before.now + 1 }
      minutes.set(name, entry)
      return () => {
        const last = minutes.get(name)
        if (last) last.now--
      }
    },
  }
}
