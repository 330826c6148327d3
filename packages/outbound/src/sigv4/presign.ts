import { systemClock } from '../clock.ts'
import type { Clock } from '../credential.ts'
import { OutboundError } from '../errors.ts'
import { awsKeys, type SigV4Options } from './sigv4.ts'

/** An hour, unless said otherwise; AWS takes no more than seven days. In seconds. */
const usual = 3600
const longest = 7 * 24 * 3600

export type PresignRequest = {
  /** `GET` where absent. */
  method?: string
  /** Headers that whoever uses the address must send exactly so. */
  headers?: Readonly<Record<string, string>>
}

export type PresignOptions = {
  /** In seconds. */
  expiresIn?: number
  clock?: Clock
}

/**
 * An address that carries its own signature: whoever has it may use it until it expires.
 *
 * @throws OutboundError CONFIG_INVALID for a time AWS does not take, or an address that is signed already
 */
export async function presign(
  url: string | URL,
  options: Pick<SigV4Options, 'service' | 'region' | 'credentials'>,
  { method = 'GET', headers = {} }: PresignRequest = {},
  { expiresIn = usual, clock = systemClock }: PresignOptions = {},
): Promise<string> {
  if (!Number.isInteger(expiresIn) || expiresIn < 1 || expiresIn > longest)
    throw new OutboundError('CONFIG_INVALID', `expiresIn is between 1 and ${longest} seconds`)
  const target = new URL(url)
  target.hash = ''
  if (/[?&]X-Amz-Signature=/i.test(target.search))
    throw new OutboundError('CONFIG_INVALID', 'this address is signed already')
  const keys = await awsKeys(options.credentials, { clock, signal: undefined })
  const { signedAddress } = await import('./signed-query.ts')
  return signedAddress(target, { method, headers }, { ...options, expiresIn }, keys, clock())
}
