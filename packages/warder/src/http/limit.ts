import { Problem, type Seconds } from '@warder/protocol'
import type { LimitConfig } from '../config/config.ts'
import { minute } from '../time.ts'
import { limitBucket } from './trusted/client-address.ts'
import type { Call } from './router.ts'
import { said } from './words/said.ts'

/**
 * How often one address may call the routes of a kind: as many times in `window` as the setting `limits.<name>` says;
 * null is without a limit. Guesses at an account are counted apart, in `risk/`.
 */
export type Limit = { name: keyof LimitConfig; window: Seconds } | null

/** Work that costs a password hash or a message: an address gets a lot of it, but not all of it. */
export const costly = { name: 'costly', window: minute } satisfies Limit
/** Messages sent to an address somebody typed. */
export const mailing = { name: 'mailing', window: minute } satisfies Limit
/** Requests of applications put aside for whoever comes, before anybody has signed in. */
export const waiting = { name: 'waiting', window: minute } satisfies Limit
/** API keys that nobody has. */
export const wrongKeys = { name: 'wrong_keys', window: minute } satisfies Limit
/** API keys that another server asks about, which it has authenticated for. */
export const verifying = { name: 'verifying', window: minute } satisfies Limit
/** Reads and cheap writes that the caller has authenticated for. */
export const unlimited: Limit = null

/**
 * Counts the call against its address: what is left of the limit, as headers of the answer.
 * @throws Problem `too_many_requests`
 */
export async function checkLimit(
  call: Call,
  { name, window }: NonNullable<Limit>,
): Promise<Record<string, string>> {
  const now = call.app.now()
  const max = call.app.config.limits[name]
  const key = `${name}:${limitBucket(call.trace.address)}`
  const taken = await call.app.counters.take(key, max, window, now)
  if (!taken.ok) throw tooManyRequests(name, max, window, taken.reset - now)
  return rateLimit(name, max, window, taken.remaining, taken.reset - now)
}

/** 429 with Retry-After (RFC 9110 §10.2.3) and the RateLimit fields. */
export function tooManyRequests(name: string, max: number, window: Seconds, wait: Seconds): Problem {
  const seconds = Math.max(1, wait)
  return new Problem('too_many_requests', {
    ...said('too_many', seconds),
    headers: { 'retry-after': String(seconds), ...rateLimit(name, max, window, 0, seconds) },
  })
}

/** The fields of draft-ietf-httpapi-ratelimit-headers-10: what is left and until when, of how much in which time. */
function rateLimit(
  name: string,
  max: number,
  window: Seconds,
  left: number,
  reset: Seconds,
): Record<string, string> {
  return {
    ratelimit: `"${name}";r=${left};t=${reset}`,
    'ratelimit-policy': `"${name}";q=${max};w=${window}`,
  }
}
