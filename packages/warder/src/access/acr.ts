import { acrDemand } from '@warder/protocol'

/** How sure we are of who it is, as values of the `acr` claim (OIDC Core §2). */
export const acrValues = ['urn:warder:aal1', 'urn:warder:aal2'] as const

export type Acr = (typeof acrValues)[number]

const secondFactors = ['otp', 'sms', 'hwk', 'swk', 'mfa']

/**
 * NIST SP 800-63B-4 §2.2: two factors, or a device key unlocked by its user, are level 2. A code by mail (`otp` with
 * `mca`, RFC 8176 §2) is a second look and no second factor: a mailbox opens with a password (§3.1.3.1).
 */
export function acrOf(amr: readonly string[]): Acr {
  const keyWithUser = (amr.includes('hwk') || amr.includes('swk')) && amr.includes('user')
  const counted = amr.includes('mca') ? secondFactors.filter((factor) => factor !== 'otp') : secondFactors
  const several =
    amr.includes('mfa') || (amr.includes('pwd') && counted.some((factor) => amr.includes(factor)))
  return keyWithUser || several ? 'urn:warder:aal2' : 'urn:warder:aal1'
}

/**
 * Whether a client wants to be surer of who it is than a sign-in shows, where its request does not say how sure (OIDC Dynamic
 * Registration §2).
 */
export function isTooWeak(amr: readonly string[], default_acr_values: readonly string[]): boolean {
  const demand = acrDemand({ default_acr_values }, acrValues)
  return demand !== undefined && !demand.sufficient.includes(acrOf(amr))
}
