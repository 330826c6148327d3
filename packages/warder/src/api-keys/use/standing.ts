import type { Seconds } from '@warder/protocol'
import type { HeldKey } from '../../store/programs/api-key-holders.ts'
import { isIn } from './allow-list.ts'

/** Why a key opens nothing. */
export type Refusal = 'unknown' | 'revoked' | 'expired' | 'replaced' | 'owner' | 'address'

/** What a key is judged by. */
export type Presented = {
  hash: string
  tenant_id: string
  /** From where; undefined where nobody says, and then a key with an allow-list opens nothing. */
  address: string | undefined
  now: Seconds
}

/**
 * Whether a key opens anything: undefined where it does. Pure. A key of another tenant is as unknown as one that never
 * was, and a key is worth no more than the one whose it is.
 */
export function refusalOf(
  row: HeldKey | undefined,
  { hash, tenant_id, address, now }: Presented,
): Refusal | undefined {
  if (row?.tenant_id !== tenant_id) return 'unknown'
  if (row.revoked_at !== null) return 'revoked'
  if (row.expires_at !== null && row.expires_at <= now) return 'expired'
  if (isReplaced(row, hash) && (row.replaced_until ?? 0) <= now) return 'replaced'
  if (isAway(row)) return 'owner'
  if (row.ip_allowlist === '') return undefined
  return address !== undefined && isIn(row.ip_allowlist, address) ? undefined : 'address'
}

/** Whether the one whose it is may not act for now. */
export function isAway({ disabled_at, deactivated_at, account_disabled_at }: HeldKey): boolean {
  return disabled_at !== null || deactivated_at !== null || account_disabled_at !== null
}

/** Whether it is the secret before the present one. */
export function isReplaced(row: HeldKey, hash: string): boolean {
  return row.key_hash !== hash
}
