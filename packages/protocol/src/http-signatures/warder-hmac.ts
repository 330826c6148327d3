import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import { canonicalQuery } from './canonical-query.ts'

/** The algorithms of the scheme `warder-hmac`, as they stand in its first line. */
export const hmacAlgorithms = {
  'hmac-sha256': 'sha256',
  'hmac-sha384': 'sha384',
  'hmac-sha512': 'sha512',
} as const

export type WarderHmacAlgorithm = keyof typeof hmacAlgorithms

/** What the scheme signs of a request. */
export type HmacRequest = {
  method: string
  /** In lower case, with a port that is not the scheme's own. */
  host: string
  path: string
  /** Without the question mark, as it was sent. */
  query: string
  /** Unix seconds, as in X-Timestamp. */
  timestamp: string
  nonce: string
  body: Uint8Array
}

/** The eight lines that are signed. Each part is free of line breaks, so no two requests have the same text. */
export function hmacText(algorithm: WarderHmacAlgorithm, request: HmacRequest): string {
  const { method, host, path, query, timestamp, nonce, body } = request
  const digest = createHash(hmacAlgorithms[algorithm]).update(body).digest('hex')
  return [algorithm, method.toUpperCase(), host, path, canonicalQuery(query), timestamp, nonce, digest].join(
    '\n',
  )
}

/** The value of X-Signature. */
export function hmacSignature(
  algorithm: WarderHmacAlgorithm,
  secret: Uint8Array,
  request: HmacRequest,
): string {
  return createHmac(hmacAlgorithms[algorithm], secret).update(hmacText(algorithm, request)).digest('hex')
}

/** Whether a signature is that of this request; compared in a time that does not depend on what it is. */
export function isHmacSignature(
  algorithm: WarderHmacAlgorithm,
  secret: Uint8Array,
  request: HmacRequest,
  signature: string,
): boolean {
  const expected = Buffer.from(hmacSignature(algorithm, secret, request), 'latin1')
  const presented = Buffer.from(signature, 'utf8')
  return expected.length === presented.length && timingSafeEqual(expected, presented)
}
