import type { Credential } from '../credential.ts'
import { OutboundError } from '../errors.ts'
import { once } from '../once.ts'
import { signing, type SigV4Options } from '../sigv4/sigv4.ts'

export type SigV4aOptions = Pick<SigV4Options, 'service' | 'credentials' | 'skewCorrection'> & {
  /** Where the signature is good: `['*']`, or regions. A multi-region access point of S3 wants `['*']`. */
  regions: readonly string[]
  payload?: 'auto' | 'unsigned'
}

/**
 * AWS Signature Version 4A: an ECDSA signature that is good in several regions at once.
 *
 * @throws OutboundError as `sigv4` does
 */
export function sigv4a(options: SigV4aOptions): Credential {
  const { service, regions, payload = 'auto' } = options
  if (regions.length === 0 || regions.some((region) => !/^[a-z0-9*-]+$/.test(region)))
    throw new OutboundError('CONFIG_INVALID', 'name the regions that the signature is for, or * for all')
  const plan = { service, payload, regions: regions.join(',') }
  const signer = once(async () => (await import('./sign-headers.ts')).headerSignerA(plan))
  return signing('sigv4a', options, signer)
}
