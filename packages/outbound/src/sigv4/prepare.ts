import type { Outgoing } from '../credential.ts'
import { OutboundError } from '../errors.ts'
import { canonicalQuery, canonicalRequest, objectPath, type Canonical, type PathRules } from './canonical.ts'
import { trailerNames, type Checksum } from './checksum.ts'
import { emptyHash, sha256, type AwsCredentials } from './signature.ts'

/** What is signed of a body: see `SigV4Options`. */
export type Payload = 'auto' | 'unsigned' | 'chunked'

export type PayloadPlan = { service: string; rules: PathRules; payload: Payload; checksum?: Checksum }

/** What every signature leaves out: what proxies and runtimes change on the way. */
const unsignedHeaders = new Set([
  'authorization',
  'cache-control',
  'connection',
  'expect',
  'from',
  'keep-alive',
  'max-forwards',
  'pragma',
  'referer',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'user-agent',
  'x-amzn-trace-id',
])

export const unsignedPayload = 'UNSIGNED-PAYLOAD'

/** What S3 does differently: its paths are names of objects, and it wants to know the hash of the body. */
export function rulesOf(service: string): PathRules {
  const isS3 = service === 's3' || service === 's3-object-lambda' || service === 's3express'
  return { encodeAgain: !isS3, normalise: !isS3 }
}

/**
 * Puts on a request everything but its signature, the query in the very form that is signed, and gives what is to be signed.
 *
 * @throws OutboundError CONFIG_INVALID for a request that is signed already, BODY_NOT_REPLAYABLE for a stream to a service
 *   that wants its hash
 */
export function prepare(
  request: Outgoing,
  plan: PayloadPlan,
  keys: Pick<AwsCredentials, 'sessionToken'>,
  date: string,
): Canonical & { payload_hash: string } {
  const { headers, url } = request
  if (headers.has('authorization') || /[?&]X-Amz-Signature=/i.test(url.search))
    throw new OutboundError('CONFIG_INVALID', 'this request is signed already')
  const payload_hash = payloadHash(request, plan)
  headers.set('x-amz-date', date)
  if (keys.sessionToken) headers.set('x-amz-security-token', keys.sessionToken)
  if (!plan.rules.encodeAgain || payload_hash === unsignedPayload)
    headers.set('x-amz-content-sha256', payload_hash)
  const query = canonicalQuery(url.search.slice(1))
  // Parsing an address anew takes longer than its signature.
  if (url.search.slice(1) !== query) url.search = query
  if (!plan.rules.encodeAgain) url.pathname = objectPath(url.pathname)
  const parts = {
    method: request.method,
    path: url.pathname,
    query,
    headers: signedOf(request),
    payload_hash,
  }
  return { ...canonicalRequest(parts, plan.rules), payload_hash }
}

export function signedOf({ headers, url }: Pick<Outgoing, 'headers' | 'url'>): (readonly [string, string])[] {
  const signed = [...headers].filter(
    ([name]) =>
      name !== 'host' && !unsignedHeaders.has(name) && !name.startsWith('proxy-') && !name.startsWith('sec-'),
  )
  return [['host', url.host], ...signed]
}

function payloadHash({ body, url, headers }: Outgoing, plan: PayloadPlan): string {
  const { payload, service, checksum } = plan
  if (payload === 'chunked' || checksum) {
    if (service !== 's3')
      throw new OutboundError(
        'CONFIG_INVALID',
        'only S3 takes a body in signed pieces, or a checksum after it',
      )
    return body === null ? emptyHash : chunkedHash(headers, body, plan)
  }
  if (payload === 'unsigned') return unsignedPayload
  if (body === null) return emptyHash
  if (body instanceof Uint8Array) return sha256(body)
  if (service === 's3' && url.protocol === 'https:') return unsignedPayload
  throw new OutboundError(
    'BODY_NOT_REPLAYABLE',
    'this service wants the hash of the body, and the body is a stream',
    {
      hint: 'Send the body as a string or as bytes; S3 takes it in pieces that are signed, too.',
    },
  )
}

/** The headers that go with a body in pieces ("Signature calculations: chunked upload" of S3). */
function chunkedHash(
  headers: Headers,
  body: NonNullable<Outgoing['body']>,
  { payload, checksum }: PayloadPlan,
): string {
  const said = headers.get('x-amz-decoded-content-length') ?? headers.get('content-length')
  const length = body instanceof Uint8Array ? String(body.length) : said
  if (length === null || !/^\d{1,15}$/.test(length))
    throw new OutboundError('CONFIG_INVALID', 'S3 wants to know how long a stream is before it comes', {
      hint: 'Say so in the header X-Amz-Decoded-Content-Length.',
    })
  if (!headers.has('x-amz-decoded-content-length')) headers.delete('content-length')
  headers.set('x-amz-decoded-content-length', length)
  const encoding = headers.get('content-encoding')
  if (!encoding?.split(/\s*,\s*/).includes('aws-chunked'))
    headers.set('content-encoding', encoding ? `aws-chunked,${encoding}` : 'aws-chunked')
  if (checksum) headers.set('x-amz-trailer', trailerNames[checksum])
  if (payload === 'unsigned') return 'STREAMING-UNSIGNED-PAYLOAD-TRAILER'
  return checksum ? 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER' : 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD'
}
