import { systemClock } from '../clock.ts'
import type { Clock } from '../credential.ts'
import { OutboundError } from '../errors.ts'
import { canonicalQuery, canonicalRequest, objectPath } from './canonical.ts'
import {
  algorithm,
  amzDate,
  createSigner,
  emptyHash,
  scopeOf,
  stringToSign,
  type AwsCredentials,
} from './signature.ts'
import { rulesOf } from './prepare.ts'
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
  const rules = rulesOf(options.service)
  if (!rules.encodeAgain) target.pathname = objectPath(target.pathname)
  const keys = await awsKeys(options.credentials, { clock, signal: undefined })
  const payload_hash = options.service === 's3' ? 'UNSIGNED-PAYLOAD' : emptyHash
  const signed = signedQuery(
    {
      method,
      path: target.pathname,
      query: target.search.slice(1),
      headers: [['host', target.host], ...Object.entries(headers)],
      payload_hash,
    },
    { ...options, rules, expiresIn },
    keys,
    amzDate(clock()),
  )
  target.search = signed.query
  return target.href
}

type QueryPlan = Parameters<typeof scopeOf>[1] & {
  rules: Parameters<typeof canonicalRequest>[1]
  expiresIn: number
}

/** The query with its signature as the last parameter, and what was signed. Pure. */
export function signedQuery(
  parts: Parameters<typeof canonicalRequest>[0],
  plan: QueryPlan,
  keys: AwsCredentials,
  date: string,
): { query: string; canonical: string; string_to_sign: string; signature: string } {
  const scope = scopeOf(date, plan)
  const names = [...new Set(parts.headers.map(([name]) => name.toLowerCase()))].sort()
  const added = new URLSearchParams({
    'X-Amz-Algorithm': algorithm,
    'X-Amz-Credential': `${keys.accessKeyId}/${scope}`,
    'X-Amz-Date': date,
    'X-Amz-Expires': String(plan.expiresIn),
    'X-Amz-SignedHeaders': names.join(';'),
    ...(keys.sessionToken && { 'X-Amz-Security-Token': keys.sessionToken }),
  })
  const query = canonicalQuery([parts.query, added.toString()].filter(Boolean).join('&'))
  const { text: canonical } = canonicalRequest({ ...parts, query }, plan.rules)
  const string_to_sign = stringToSign(date, scope, canonical)
  const signature = createSigner()(keys, date, plan, string_to_sign)
  return { query: `${query}&X-Amz-Signature=${signature}`, canonical, string_to_sign, signature }
}
