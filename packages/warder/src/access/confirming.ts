import { acrOf } from './acr.ts'
import { joined } from './amr.ts'

/** By what somebody with a session can show that they are its person. */
export const confirmations = {
  passkey: { amr: ['hwk'], own: true },
  totp: { amr: ['otp'], own: true },
  sms: { amr: ['otp', 'sms'], own: true },
  password: { amr: ['pwd'], own: false },
  backup_code: { amr: ['otp'], own: true },
  email: { amr: ['otp', 'mca'], own: false },
} as const

export type Confirmation = keyof typeof confirmations

/**
 * What of it will do. Whoever has anything of their own is not asked to read their mail, which may be open to whoever
 * has the session. Where a level is asked for, only what reaches it together with what was proved before.
 *
 * @param amr of the session
 * @param acr the values that will do; undefined for any
 */
export function waysToConfirm(
  has: readonly Confirmation[],
  amr: readonly string[],
  acr?: readonly string[],
): Confirmation[] {
  const better = has.filter((way) => way !== 'email')
  const ways = better.length > 0 ? better : [...has]
  if (acr === undefined) return ways
  return ways.filter((way) => {
    const { amr: more, own } = confirmations[way]
    return acr.includes(acrOf(joined<string>(amr, more, own)))
  })
}
