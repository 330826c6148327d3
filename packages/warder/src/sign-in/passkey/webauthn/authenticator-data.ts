import { hash } from 'node:crypto'
import type { Reason, RelyingParty } from './relying-party.ts'

/** What an authenticator signs beside the client data (WebAuthn Level 3 §6.1). */
export type AuthenticatorData = {
  rp_id_hash: Buffer
  user_present: boolean
  user_verified: boolean
  /** Whether it may be copied to other devices, and whether it is. */
  backup_eligible: boolean
  backed_up: boolean
  has_credential: boolean
  has_extensions: boolean
  sign_count: number
  /** What follows the fixed part. */
  rest: Buffer
}

const fixedPart = 37

export function parseAuthenticatorData(bytes: Buffer): AuthenticatorData | undefined {
  if (bytes.length < fixedPart) return undefined
  const flags = bytes.readUInt8(32)
  const has = (bit: number) => (flags & (1 << bit)) !== 0
  return {
    rp_id_hash: bytes.subarray(0, 32),
    user_present: has(0),
    user_verified: has(2),
    backup_eligible: has(3),
    backed_up: has(4),
    has_credential: has(6),
    has_extensions: has(7),
    sign_count: bytes.readUInt32BE(33),
    rest: bytes.subarray(fixedPart),
  }
}

/**
 * What is wrong with it, undefined when somebody was there, and showed who they are where that is required, for us and for
 * nobody else (WebAuthn Level 3 §7.1 steps 13 to 17, §7.2 steps 15 to 19).
 */
export function authenticatorDataProblem(
  data: AuthenticatorData,
  { rp_id }: Pick<RelyingParty, 'rp_id'>,
  { verified }: { verified: boolean },
): Reason | undefined {
  if (!data.rp_id_hash.equals(hash('sha256', rp_id, 'buffer'))) return 'rp_id'
  if (!data.user_present) return 'presence'
  if (verified && !data.user_verified) return 'verification'
  // What cannot be copied is copied nowhere.
  return data.backed_up && !data.backup_eligible ? 'backup' : undefined
}
