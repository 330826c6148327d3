import type { Credential, Outgoing } from '../credential.ts'
import { OutboundError } from '../errors.ts'
import { canonicalQuery, canonicalRequest, type PathRules } from './canonical.ts'
import {
  algorithm,
  amzDate,
  createSigner,
  emptyHash,
  scopeOf,
  sha256,
  stringToSign,
  type AwsCredentials,
  type Scope,
} from './signature.ts'
import { createSkew } from './skew.ts'

/** Where the keys come from, at each request anew: they may be short-lived. */
export type AwsSource = AwsCredentials | (() => AwsCredentials | Promise<AwsCredentials>)

export type SigV4Options = Scope & {
  credentials: AwsSource
  /**
   * `auto` signs the bytes of the body, and a stream to S3 over https unsigned. `unsigned` signs no body at all, which only
   * S3 takes.
   */
  payload?: 'auto' | 'unsigned'
  /** Corrects a clock that is wrong by what the service says, and tries once more. On unless switched off. */
  skewCorrection?: boolean
}

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

const unsignedPayload = 'UNSIGNED-PAYLOAD'

/** What S3 does differently: its paths are names of objects, and it wants to know the hash of the body. */
export function rulesOf(service: string): PathRules {
  const isS3 = service === 's3' || service === 's3-object-lambda' || service === 's3express'
  return { encodeAgain: !isS3, normalise: !isS3 }
}

/**
 * AWS Signature Version 4 in the `Authorization` header. The query is sent in the very form that was signed.
 *
 * @throws OutboundError BODY_NOT_REPLAYABLE for a stream to a service that wants its hash, CONFIG_INVALID for a request that
 *   is signed already
 */
export function sigv4(options: SigV4Options): Credential {
  const { service, payload = 'auto', skewCorrection = true } = options
  const sign = createSigner()
  const skew = createSkew()
  return {
    kind: 'sigv4',
    phase: 'sign',
    async apply(request, { clock }) {
      const keys = await awsKeys(options.credentials)
      const now = clock() + skew.of(request.url.host)
      signHeaders(request, { ...options, rules: rulesOf(service), payload }, keys, amzDate(now), sign)
    },
    onResponse: (response, sent, { clock }) =>
      skewCorrection ? skew.learn(response, sent.url.host, clock()) : undefined,
    status: async () => {
      const { expiration } = await awsKeys(options.credentials)
      return { kind: 'sigv4', state: 'ready', ...(expiration !== undefined && { expires_at: expiration }) }
    },
  }
}

export async function awsKeys(source: AwsSource): Promise<AwsCredentials> {
  const keys = typeof source === 'function' ? await source() : source
  if (!keys.accessKeyId || !keys.secretAccessKey)
    throw new OutboundError('CREDENTIAL_UNAVAILABLE', 'there is no access key to sign with')
  return keys
}

export type SigningPlan = Scope & { rules: PathRules; payload: 'auto' | 'unsigned' }

/** Puts the signature on a request. Exported for those who sign what no `fetch` sends. */
export function signHeaders(
  request: Outgoing,
  plan: SigningPlan,
  keys: AwsCredentials,
  date: string,
  sign = createSigner(),
): { canonical: string; string_to_sign: string } {
  const { headers, url } = request
  if (headers.has('authorization') || /[?&]X-Amz-Signature=/i.test(url.search))
    throw new OutboundError('CONFIG_INVALID', 'this request is signed already')
  const hash = payloadHash(request, plan)
  headers.set('x-amz-date', date)
  if (keys.sessionToken) headers.set('x-amz-security-token', keys.sessionToken)
  if (!plan.rules.encodeAgain || hash === unsignedPayload) headers.set('x-amz-content-sha256', hash)
  const query = canonicalQuery(url.search.slice(1))
  url.search = query
  const { text, signed_headers } = canonicalRequest(
    {
      method: request.method,
      path: url.pathname,
      query,
      headers: signedOf(request),
      payload_hash: hash,
    },
    plan.rules,
  )
  const scope = scopeOf(date, plan)
  const string_to_sign = stringToSign(date, scope, text)
  const signature = sign(keys, date, plan, string_to_sign)
  headers.set(
    'authorization',
    `${algorithm} Credential=${keys.accessKeyId}/${scope}, SignedHeaders=${signed_headers}, Signature=${signature}`,
  )
  return { canonical: text, string_to_sign }
}

export function signedOf({ headers, url }: Pick<Outgoing, 'headers' | 'url'>): (readonly [string, string])[] {
  const signed = [...headers].filter(
    ([name]) =>
      name !== 'host' && !unsignedHeaders.has(name) && !name.startsWith('proxy-') && !name.startsWith('sec-'),
  )
  return [['host', url.host], ...signed]
}

function payloadHash({ body, url }: Outgoing, { payload, service }: SigningPlan): string {
  if (payload === 'unsigned') return unsignedPayload
  if (body === null) return emptyHash
  if (body instanceof Uint8Array) return sha256(body)
  if (service === 's3' && url.protocol === 'https:') return unsignedPayload
  throw new OutboundError(
    'BODY_NOT_REPLAYABLE',
    'this service wants the hash of the body, and the body is a stream',
    {
      hint: 'Send the body as a string or as bytes.',
    },
  )
}
