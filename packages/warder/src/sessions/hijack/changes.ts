import type { HijackPolicy } from '../../config/config.ts'
import { networkOf } from '../../http/trusted/client-address.ts'
import { deviceName } from '../device.ts'

/**
 * Whether a session is still where it began. A cookie that was stolen shows up in another browser and another network;
 * a person who moves about changes one of them, and a browser that updates itself changes neither.
 */

export type Change = 'browser' | 'network' | 'country'

/** What is known of a sender: `country` is absent when it is not known, `address` empty. */
export type Sender = { user_agent: string; address: string; country?: string | undefined }

/** In what two senders differ. Pure: the truth table is in hijack.test.ts. */
export function changesBetween(began: Sender, now: Sender): Change[] {
  const changes: Change[] = []
  // By name, not by version: otherwise every update of a browser would look like a thief.
  if (deviceName(began.user_agent) !== deviceName(now.user_agent)) changes.push('browser')
  if (began.address && now.address && networkOf(began.address) !== networkOf(now.address))
    changes.push('network')
  if (began.country && now.country && began.country !== now.country) changes.push('country')
  return changes
}

export type Verdict = 'same' | 'observe' | 'step-up' | 'revoke'

/** What follows from the changes. A place alone, or a browser alone, never locks anybody out. */
export function judge(changes: readonly Change[], policy: HijackPolicy): Verdict {
  if (policy === 'off' || changes.length === 0) return 'same'
  const elsewhere = changes.includes('network') || changes.includes('country')
  return changes.includes('browser') && elsewhere ? policy : 'observe'
}
