import { sign as ecdsa, type KeyObject } from 'node:crypto'
import type { Credential, Outgoing } from '../credential.ts'
import { OutboundError } from '../errors.ts'
import { prepare, rulesOf, type PayloadPlan } from '../sigv4/prepare.ts'
import { sha256, type AwsCredentials } from '../sigv4/signature.ts'
import { algorithmA, deriveKey } from './derive-key.ts'
import { signing, type Signed, type SigV4Options } from '../sigv4/sigv4.ts'

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
  const keyOf = keyDeriver()
  const plan = { service, rules: rulesOf(service), payload }
  return signing('sigv4a', options, (request, keys, date) =>
    signHeadersA(request, plan, regions.join(','), keys, date, keyOf),
  )
}

/** The key of the last access key: deriving one costs more than a signature does. */
function keyDeriver(): (keys: AwsCredentials) => KeyObject {
  let known: { name: string; key: KeyObject } | undefined
  return (keys) => {
    const name = sha256(`${keys.accessKeyId}\0${keys.secretAccessKey}`)
    if (known?.name !== name) known = { name, key: deriveKey(keys) }
    return known.key
  }
}

/** Puts the signature on a request. A signature of ECDSA is another one each time. */
export function signHeadersA(
  request: Outgoing,
  plan: PayloadPlan,
  region_set: string,
  keys: AwsCredentials,
  date: string,
  keyOf: (keys: AwsCredentials) => KeyObject = deriveKey,
): Signed {
  request.headers.set('x-amz-region-set', region_set)
  const { text, signed_headers } = prepare(request, plan, keys, date)
  const scope = `${date.slice(0, 8)}/${plan.service}/aws4_request`
  const string_to_sign = [algorithmA, date, scope, sha256(text)].join('\n')
  const signature = ecdsa('sha256', Buffer.from(string_to_sign), keyOf(keys)).toString('hex')
  request.headers.set(
    'authorization',
    `${algorithmA} Credential=${keys.accessKeyId}/${scope}, SignedHeaders=${signed_headers}, Signature=${signature}`,
  )
  return { canonical: text, string_to_sign }
}
