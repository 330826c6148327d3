import { OutboundError } from '../errors.ts'

/** Domains of the parts of AWS that stand apart. */
const domains: readonly (readonly [prefix: string, domain: string])[] = [
  ['cn-', 'amazonaws.com.cn'],
  ['us-iso-', 'c2s.ic.gov'],
  ['us-isob-', 'sc2s.sgov.gov'],
  ['us-isof-', 'csp.hci.ic.gov'],
  ['eu-isoe-', 'cloud.adc-e.uk'],
  ['eusc-', 'amazonaws.eu'],
]

/** @throws OutboundError CONFIG_INVALID for what cannot stand in the name of a host */
export function awsHost(service: string, region: string): string {
  if (!/^[a-z]{2}[a-z0-9-]{1,30}$/.test(region))
    throw new OutboundError('CONFIG_INVALID', 'this is no region of AWS')
  const domain = domains.find(([prefix]) => region.startsWith(prefix))?.[1] ?? 'amazonaws.com'
  return `${service}.${region}.${domain}`
}
