import type { Seconds } from '@warder/protocol'
import type { Counters } from '../cache/counters.ts'
import type { Config } from '../config/config.ts'
import { limitBucket } from '../http/trusted/client-address.ts'
import { hour, minute, type Clock } from '../time.ts'

/** Signs that somebody is trying passwords in bulk. */
export type Pressure = {
  /** A wrong password: from where, at which account (whether or not there is one), and the how manieth in a row there. */
  failed: (address: string, account: string, failures: number) => Promise<void>
  /** Something that costs a message or a hash was asked for by nobody known. */
  asked: (address: string) => Promise<void>
  /** How many of three signs there are now: this address, this account, everywhere. */
  signs: (address: string, account?: string) => number
}

/** What an account is called here, whether or not there is one. */
export function accountName(directory_id: string, email_key: string): string {
  return `${directory_id} ${email_key}`
}

/** An account is under attack from so many wrong passwords in a row on. */
const manyInARow = 8
/** Asking is no guess: a school registers a class, a company its people. */
const tolerance = 10
const overall = 'everywhere'

/**
 * Pressure as this process knows it. The counts are shared where limits are; what they led to is remembered here, for
 * as long as an attack pauses and in bounded space.
 */
export function createPressure(
  counters: Counters,
  { failures, failures_overall }: Config['challenge'],
  now: Clock,
): Pressure {
  const high = recent(20_000, now)

  async function count(what: string, limit: number, window: Seconds, lasts: Seconds): Promise<void> {
    const { remaining } = await counters.take(`pressure:${what}`, limit, window, now())
    if (remaining === 0) high.add(what, lasts)
  }

  return {
    failed: async (address, account, inARow) => {
      if (inARow >= manyInARow) high.add(`account ${account}`, hour)
      await count(`failed ${limitBucket(address)}`, failures, 10 * minute, 10 * minute)
      await count(overall, failures_overall, minute, 5 * minute)
    },
    asked: (address) =>
      count(`asked ${limitBucket(address)}`, failures * tolerance, 10 * minute, 10 * minute),
    signs: (address, account) => {
      const bucket = limitBucket(address)
      const here = high.has(`failed ${bucket}`) || high.has(`asked ${bucket}`)
      const there = account !== undefined && high.has(`account ${account}`)
      return Number(here) + Number(there) + Number(high.has(overall))
    },
  }
}

/** Names that are remembered for a while, the latest `capacity` of them. */
function recent(capacity: number, now: Clock) {
  const until = new Map<string, Seconds>()
  return {
    add: (name: string, lasts: Seconds) => {
      until.delete(name) // a Map keeps the order of insertion, so what was renewed is youngest
      until.set(name, now() + lasts)
      const [oldest] = until.keys()
      if (until.size > capacity && oldest !== undefined) until.delete(oldest)
    },
    has: (name: string) => (until.get(name) ?? 0) > now(),
  }
}
