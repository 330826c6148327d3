import type { Seconds } from '@warder/protocol'

/** Seconds since the epoch, the NumericDate of RFC 7519 §2. Every stored time has this unit. */
export type Clock = () => Seconds

export const systemClock: Clock = () => Math.floor(Date.now() / 1000)

export const minute = 60
export const hour = 60 * minute
export const day = 24 * hour

/** ISO 8601 in UTC, to the second. The same few times are asked for again and again, once per check of a session. */
export function isoTime(seconds: Seconds): string {
  const known = written.get(seconds)
  if (known !== undefined) return known
  if (written.size >= 1000) written.clear()
  const text = write(seconds)
  written.set(seconds, text)
  return text
}

const written = new Map<Seconds, string>()

function write(seconds: Seconds): string {
  return `${new Date(seconds * 1000).toISOString().slice(0, 19)}Z`
}
