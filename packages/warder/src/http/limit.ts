import { Problem, type Seconds } from '@warder/protocol'
import { minute } from '../time.ts'
import { limitBucket } from './client-address.ts'
import type { Call } from './router.ts'

/** How often one address may call a route: `max` calls in `window` seconds; null is without a limit. Guesses at an account are counted apart, in `risk/`. */
export type Limit = { name: string; max: number; window: Seconds } | null

/** Work that costs a password hash or a message: an address gets a lot of it, but not all of it. */
export const costly = { name: 'costly', max: 12_000, window: minute } satisfies Limit
/** Messages sent to an address somebody typed. */
export const mailing = { name: 'mailing', max: 600, window: minute } satisfies Limit
/** Requests of applications put aside for whoever comes, before anybody has signed in. */
export const waiting = { name: 'waiting', max: 600, window: minute } satisfies Limit
/** Reads and cheap writes that the caller has authenticated for. */
export const unlimited: Limit = null

/** Counts the call, or answers 429 with the headers of RFC 9110 §10.2.3 and the RateLimit fields. */
export async function checkLimit(call: Call, limit: NonNullable<Limit>): Promise<void> {
  const now = call.app.now()
  const key = `${limit.name}:${limitBucket(call.trace.address)}`
  const taken = await call.app.counters.take(key, limit.max, limit.window, now)
  if (!taken.ok) throw tooManyRequests(limit.name, limit.max, limit.window, taken.reset - now)
}

export function tooManyRequests(name: string, max: number, window: Seconds, wait: Seconds): Problem {
  const seconds = Math.max(1, wait)
  return new Problem('too_many_requests', {
    detail: `Too many attempts. Wait ${seconds} seconds and try again.`,
    headers: {
      'retry-after': String(seconds),
      ratelimit: `"${name}";r=0;t=${seconds}`,
      'ratelimit-policy': `"${name}";q=${max};w=${window}`,
    },
  })
}
