import type { App } from '../app.ts'
import type { Config } from '../config/config.ts'
import { limitBucket } from '../http/client-address.ts'
import * as counters from '../store/operations/counters.ts'
import type { Db } from '../store/open.ts'
import { hour, minute } from '../time.ts'
import type { PhoneNumber } from './number.ts'

export type TextReason = { tenant_id: string; address: string; number: PhoneNumber }

/**
 * Whether one more text message may go out. Whoever asks again and again must not fill a stranger's telephone, and
 * whoever holds a range of numbers that pay must not be paid by us (MF-17): each number, each range of a thousand, each
 * address and each tenant has its own limit.
 */
export async function mayText(
  tx: Db,
  app: Pick<App, 'now'> & { config: Pick<Config, 'sms_per_hour'> },
  { tenant_id, address, number }: TextReason,
): Promise<boolean> {
  const now = app.now()
  // From the narrowest on, so that what is refused there takes nothing from the others.
  const limits: readonly [key: string, most: number, window: number][] = [
    [`sms:to:${number.e164}`, 3, 15 * minute],
    [`sms:range:${number.range}`, 10, hour],
    [`sms:from:${limitBucket(address)}`, 20, hour],
    [`sms:tenant:${tenant_id}`, app.config.sms_per_hour, hour],
  ]
  for (const [key, most, window] of limits) {
    const taken = await counters.tryIncrement(tx, key, most, now + window, now)
    if (!taken.ok) return false
  }
  return true
}
