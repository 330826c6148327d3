import { publicKey } from './public-key.ts'
import type { HmacKey, HttpSignatureKey, SignatureAlgorithm } from './sources.ts'

const hmacs = ['hmac-sha256', 'hmac-sha384', 'hmac-sha512']

const algorithms: readonly SignatureAlgorithm[] = [
  'ed25519',
  'ecdsa-p256-sha256',
  'ecdsa-p384-sha384',
  'rsa-pss-sha512',
  'rsa-v1_5-sha256',
  'hmac-sha256',
]

/** RFC 2104 §3: a secret shorter than the hash is weaker than it. */
const leastSecret = 32

/** What is wrong with the keys of a source that checks signatures, one line each. */
export function signatureKeyProblems(
  kind: 'warder_hmac' | 'http_signatures',
  keys: readonly (HmacKey | HttpSignatureKey)[],
): string[] {
  const wrong = keys.length === 0 ? [`${kind} has no keys.`] : []
  const ids = keys.map(({ id }) => id)
  if (new Set(ids).size < ids.length) wrong.push(`${kind} has two keys with one id.`)
  for (const key of keys) {
    if (!/^[\x21-\x2b\x2d-\x7e]{1,256}$/.test(key.id))
      wrong.push(`${JSON.stringify(key.id)} cannot be the id of a key.`)
    const { algorithm = 'hmac-sha256' } = key
    const known: readonly string[] = 'secret' in key ? hmacs : algorithms
    if (!known.includes(algorithm)) {
      wrong.push(`The key ${key.id} has an algorithm that is not known here.`)
      continue
    }
    wrong.push(...keyProblems(key))
  }
  return wrong
}

function keyProblems(key: HmacKey | HttpSignatureKey): string[] {
  if ('key' in key && key.algorithm !== 'hmac-sha256') {
    try {
      publicKey(key.id, key.algorithm, key.key)
      return []
    } catch (error) {
      return [error instanceof Error ? error.message : String(error)]
    }
  }
  const secret = 'secret' in key ? key.secret : key.key
  return lengthOf(secret) < leastSecret
    ? [`The secret of the key ${key.id} is shorter than ${leastSecret} bytes.`]
    : []
}

function lengthOf(secret: unknown): number {
  if (typeof secret === 'string') return new TextEncoder().encode(secret).length
  return secret instanceof Uint8Array ? secret.length : 0
}
