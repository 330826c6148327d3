import type { Seconds } from '@warder/protocol'
import type { Db } from '../store/open.ts'
import * as revocations from '../store/oauth/revocations.ts'
import type { Revocation } from '../store/oauth/revocations.ts'
import * as apiKeys from '../store/programs/api-keys.ts'
import { day } from '../time.ts'

/** How long another server may have believed a key at most. */
const longestBelieved: Seconds = day

/**
 * Tells whoever remembers an answer about keys that they ended.
 *
 * @param not_before for a key that goes on with another secret: what was made before that moment is dead
 */
export async function announceEnd(
  tx: Db,
  key_ids: readonly string[],
  now: Seconds,
  not_before?: Seconds,
): Promise<void> {
  const until = now + longestBelieved
  const ended = key_ids.map((value): Revocation => {
    return { kind: 'key', value, until, ...(not_before !== undefined && { not_before }) }
  })
  await revocations.insert(tx, ended, now)
}

/**
 * Tells the same of the keys of a person who may do less from now on, or nothing: whoever remembers what they were worth asks
 * anew.
 */
export async function announceLess(tx: Db, user_id: string, now: Seconds): Promise<void> {
  await announceEnd(tx, await apiKeys.idsOf(tx, { type: 'person', id: user_id }), now, now)
}

/** Ends the keys of a person for good, everywhere or in one tenant: before they go with their person, or their person goes. */
export async function endKeysOf(
  tx: Db,
  user_id: string,
  now: Seconds,
  where: { tenant_id?: string } = {},
): Promise<void> {
  await announceEnd(tx, await apiKeys.revokeAllOf(tx, { type: 'person', id: user_id }, now, where), now)
}
