import type { App } from '../app.ts'
import type { Config } from '../config/config.ts'
import { digest } from '../crypto/tokens.ts'
import { limitBucket } from '../http/trusted/client-address.ts'
import * as counters from '../store/operations/counters.ts'
import type { Db } from '../store/open.ts'
import { day, hour, minute } from '../time.ts'
import type { PhoneNumber } from './number.ts'

/** Who asks, where it is not anybody: a browser of the person's own, or somebody who has proved another factor of theirs. */
const doors = ['own', 'step'] as const
type Door = (typeof doors)[number]

export type TextReason = { tenant_id: string; address: string; number: PhoneNumber; by?: Door | undefined }

/** Whether text messages go anywhere: to a provider, or in development to the inbox. */
export function textsLeave({ sms, dev }: Pick<Config, 'sms' | 'dev'>): boolean {
  return sms !== undefined || dev
}

/** Whether the operator sends to the country of a number at all. */
export function isServed(
  { sms_countries }: Pick<Config, 'sms_countries'>,
  { country }: Pick<PhoneNumber, 'country'>,
): boolean {
  return sms_countries.length === 0 || (country !== undefined && sms_countries.includes(country))
}

/**
 * Whether one more text message may go out. Whoever asks again and again must not fill a stranger's telephone, and
 * whoever holds a range of numbers that pay must not be paid by us (MF-17): each number, each range of a thousand and of a
 * hundred thousand, each address and each tenant has its own limit. Each is one guarded statement. What strangers use up of a
 * number is not its person's: they have as much of their own.
 */
export async function mayText(
  tx: Db,
  app: Pick<App, 'now'> & { config: Pick<Config, 'sms_per_hour' | 'sms_countries'> },
  { tenant_id, address, number, by }: TextReason,
): Promise<boolean> {
  if (!isServed(app.config, number)) return false
  const now = app.now()
  const all = app.config.sms_per_hour
  // From the narrowest on, so that what is refused there takes nothing from the others.
  const limits: readonly [key: string, most: number, window: number][] = [
    [toKey(number.e164, by), 3, 15 * minute],
    [dayKey(number.e164, by), 10, day],
    [`sms:range:${number.range}`, 10, hour],
    [`sms:prefix:${number.e164.slice(0, -5)}`, Math.max(30, Math.ceil(all / 10)), hour],
    [`sms:from:${limitBucket(address)}`, 20, hour],
    [`sms:tenant:${tenant_id}`, all, hour],
  ]
  for (const [key, most, window] of limits) {
    const taken = await counters.tryIncrement(tx, key, most, now + window, now)
    if (!taken.ok) return false
  }
  return true
}

// Digests, because they outlive whoever typed somebody else's number.
const toKey = (e164: string, by?: Door): string => `sms:to:${doorOf(e164, by)}`
const dayKey = (e164: string, by?: Door): string => `sms:day:${doorOf(e164, by)}`
const doorOf = (e164: string, by: Door | undefined): string =>
  digest(e164) + (by === undefined ? '' : `:${by}`)

/** Of somebody who is gone nothing is counted. */
export async function forgetTexted(tx: Db, e164: string): Promise<void> {
  for (const by of [undefined, ...doors]) {
    await counters.reset(tx, toKey(e164, by))
    await counters.reset(tx, dayKey(e164, by))
  }
}
