import { canonicalQuery, canonicalRequest, objectPath } from './canonical.ts'
import { rulesOf } from './prepare.ts'
import type { PresignRequest } from './presign.ts'
import {
  algorithm,
  amzDate,
  createSigner,
  emptyHash,
  scopeOf,
  stringToSign,
  type AwsCredentials,
  type Scope,
} from './signature.ts'

/** An address with its signature. @param now milliseconds */
export function signedAddress(
  target: URL,
  { method, headers }: Required<PresignRequest>,
  plan: Scope & { expiresIn: number },
  keys: AwsCredentials,
  now: number,
): string {
  const rules = rulesOf(plan.service)
  if (!rules.encodeAgain) target.pathname = objectPath(target.pathname)
  const payload_hash = plan.service === 's3' ? 'UNSIGNED-PAYLOAD' : emptyHash
  const signed = signedQuery(
    {
      method,
      path: target.pathname,
      query: target.search.slice(1),
      headers: [['host', target.host], ...Object.entries(headers)],
      payload_hash,
    },
    { ...plan, rules },
    keys,
    amzDate(now),
  )
  target.search = signed.query
  return target.href
}

type QueryPlan = Scope & {
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
