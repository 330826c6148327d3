import type { Outgoing } from '../credential.ts'
import { chunksOf, encodedLength, type ChunkPlan } from './chunked.ts'
import { prepare, rulesOf, type PayloadPlan } from './prepare.ts'
import {
  algorithm,
  amzDate,
  createSigner,
  scopeOf,
  stringToSign,
  type AwsCredentials,
  type Scope,
} from './signature.ts'
import type { HeaderSigner, Signed } from './sigv4.ts'

/** What signs the requests to one service, with the key of the day at hand. */
export function headerSigner(plan: Omit<SigningPlan, 'rules'>): HeaderSigner {
  const sign = createSigner()
  const whole = { ...plan, rules: rulesOf(plan.service) }
  return (request, keys, now) => signHeaders(request, whole, keys, amzDate(now), sign)
}

export type SigningPlan = Scope & PayloadPlan

/** Puts the signature on a request. Exported for those who sign what no `fetch` sends. */
export function signHeaders(
  request: Outgoing,
  plan: SigningPlan,
  keys: AwsCredentials,
  date: string,
  sign = createSigner(),
): Signed {
  const { text, signed_headers, payload_hash } = prepare(request, plan, keys, date)
  const scope = scopeOf(date, plan)
  const string_to_sign = stringToSign(date, scope, text)
  const seed = sign(keys, date, plan, string_to_sign)
  request.headers.set(
    'authorization',
    `${algorithm} Credential=${keys.accessKeyId}/${scope}, SignedHeaders=${signed_headers}, Signature=${seed}`,
  )
  if (payload_hash.startsWith('STREAMING-'))
    inPieces(request, {
      seed,
      date,
      scope,
      sign: plan.payload === 'unsigned' ? undefined : (piece) => sign(keys, date, plan, piece),
      checksum: plan.checksum,
    })
  return { canonical: text, string_to_sign }
}

function inPieces(request: Outgoing, plan: ChunkPlan): void {
  if (request.body === null) return
  const decoded = Number(request.headers.get('x-amz-decoded-content-length'))
  request.headers.set('content-length', String(encodedLength(decoded, plan)))
  request.body = ReadableStream.from(chunksOf(request.body, decoded, plan))
}
