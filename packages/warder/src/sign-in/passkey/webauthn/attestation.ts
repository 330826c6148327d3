import { X509Certificate } from 'node:crypto'
import type { Seconds } from '@warder/protocol'
import type { RelyingParty } from './relying-party.ts'

/** What an authenticator says of itself, and who signed that. */
export type Attestation = { fmt: string; x5c: readonly Buffer[]; aaguid: string }

/** Formats whose statement is signed by a maker: `none` says nothing, and SafetyNet has been shut down. */
const vouched = ['packed', 'tpm', 'android-key', 'apple', 'fido-u2f']

/** Chains are short; a long one is only work. */
const longestChain = 5

/**
 * Whether a maker that the operator believes vouches for the authenticator, and its model is one that they want
 * (WebAuthn Level 3 §7.1 step 23). That the statement belongs to the new key was verified before.
 */
export function isTrusted(
  { roots, allowed }: NonNullable<RelyingParty['attestation']>,
  { fmt, x5c, aaguid }: Attestation,
  now: Seconds,
): boolean {
  if (!vouched.includes(fmt) || (allowed.length > 0 && !allowed.includes(aaguid))) return false
  if (x5c.length > longestChain) return false
  try {
    const chain = x5c.map((der) => new X509Certificate(der))
    return leadsTo(roots, chain, now * 1000)
  } catch {
    return false
  }
}

/** RFC 5280 §6.1 in the part that attestations use: each one is valid now and issued by the next, up to a root. */
function leadsTo(roots: readonly X509Certificate[], chain: readonly X509Certificate[], now: number): boolean {
  for (const [at, certificate] of chain.entries()) {
    if (!isValidAt(certificate, now)) return false
    // Only the first one may be no authority.
    if (at > 0 && !certificate.ca) return false
    if (roots.some((root) => root.raw.equals(certificate.raw))) return true
    if (roots.some((root) => root.ca && isValidAt(root, now) && issued(root, certificate))) return true
    const next = chain[at + 1]
    if (!next || !issued(next, certificate)) return false
  }
  return false
}

function isValidAt({ validFromDate, validToDate }: X509Certificate, now: number): boolean {
  return validFromDate.getTime() <= now && now <= validToDate.getTime()
}

function issued(authority: X509Certificate, certificate: X509Certificate): boolean {
  return certificate.checkIssued(authority) && certificate.verify(authority.publicKey)
}
