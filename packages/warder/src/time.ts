import type { Seconds } from '@warder/protocol'

/** Seconds since the epoch, the NumericDate of RFC 7519 §2. Every stored time has this unit. */
export type Clock = () => Seconds

export const systemClock: Clock = () => Math.floor(Date.now() / 1000)

export const minute = 60
export const hour = 60 * minute
export const day = 24 * hour

/** ISO 8601 in UTC, to the second. */
export function isoTime(seconds: Seconds): string {
  return `${new Date(seconds * 1000).toISOString().slice(0, 19)}Z`
}
