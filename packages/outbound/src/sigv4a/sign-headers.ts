import { sign as ecdsa, type KeyObject } from 'node:crypto'
import type { Outgoing } from '../credential.ts'
import { prepare, rulesOf, type PayloadPlan } from '../sigv4/prepare.ts'
import { amzDate, sha256, type AwsCredentials } from '../sigv4/signature.ts'
import type { HeaderSigner, Signed } from '../sigv4/sigv4.ts'
import { algorithmA, deriveKey } from './derive-key.ts'

/** What signs the requests to one service, with the key of the last access key at hand. */
export function headerSignerA({
  regions,
  ...plan
}: Omit<PayloadPlan, 'rules'> & { regions: string }): HeaderSigner {
  const keyOf = keyDeriver()
  const whole = { ...plan, rules: rulesOf(plan.service) }
  return (request, keys, now) => signHeadersA(request, whole, regions, keys, amzDate(now), keyOf)
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
