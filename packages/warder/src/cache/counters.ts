import type { Seconds } from '@warder/protocol'

export type Taken = {
  ok: boolean
  /** How many more there are before `reset`. */
  remaining: number
  /** The moment at which counting starts again. */
  reset: Seconds
}

/** Short-lived counts for rate limits: of this process, or shared between several. */
export type Counters = {
  /** Takes one of `limit` per `window`. Not ok when none was left; a refused one is not counted. */
  take: (key: string, limit: number, window: Seconds, now: Seconds) => Taken | Promise<Taken>
}
