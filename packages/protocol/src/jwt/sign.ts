import { sign } from 'node:crypto'
import { pss, signingAlgorithms } from './signature/algorithms.ts'
import { derToJose } from './signature/ecdsa-signature.ts'
import type { SigningKey } from './keys/keys.ts'

/** The encoded header of each key and typ, and the dot. It is the same for every token, so it is written once. */
const headers = new WeakMap<SigningKey, Map<string, string>>()

/**
 * Signs claims as a compact JWT. Synchronous on purpose: an asynchronous signature waits behind password
 * hashes in the thread pool.
 *
 * @param typ the media type of the token, such as `at+jwt` or `JWT` (RFC 7515 §4.1.9)
 * @see RFC 7519 §7.1
 */
export function signJwt(key: SigningKey, typ: string, claims: Record<string, unknown>): string {
  return signPayload(key, typ, JSON.stringify(claims))
}

/**
 * Signs a payload that the caller has serialised, for claims of which most never change.
 *
 * @param payloadJson a JSON object
 * @see RFC 7515 §5.1
 */
export function signPayload(key: SigningKey, typ: string, payloadJson: string): string {
  const input = headerOf(key, typ) + Buffer.from(payloadJson).toString('base64url')
  return `${input}.${signature(key, Buffer.from(input, 'latin1')).toString('base64url')}`
}

function headerOf(key: SigningKey, typ: string): string {
  let byTyp = headers.get(key)
  if (!byTyp) headers.set(key, (byTyp = new Map<string, string>()))

  let header = byTyp.get(typ)
  if (header === undefined) {
    const json = JSON.stringify({ alg: key.alg, typ, kid: key.kid })
    header = `${Buffer.from(json).toString('base64url')}.`
    byTyp.set(typ, header)
  }
  return header
}

function signature(key: SigningKey, input: Buffer): Buffer {
  const algorithm = signingAlgorithms[key.alg]
  if (key.alg === 'PS256') return sign(algorithm.digest, input, { key: key.privateKey, ...pss })

  // The bare key: an options object around it more than halves the speed of ES256.
  const made = sign(algorithm.digest, input, key.privateKey)
  return 'coordinate' in algorithm ? derToJose(made, algorithm.coordinate) : made
}
