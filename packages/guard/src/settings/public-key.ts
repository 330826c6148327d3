import type { KeyObject } from 'node:crypto'
import type { HttpSignatureKey } from './sources.ts'

/** What each algorithm wants of its key. */
const forms = {
  ed25519: ['ed25519', undefined],
  'ecdsa-p256-sha256': ['ec', 'prime256v1'],
  'ecdsa-p384-sha384': ['ec', 'secp384r1'],
  'rsa-pss-sha512': ['rsa', undefined],
  'rsa-v1_5-sha256': ['rsa', undefined],
} as const

/**
 * The public key of somebody who signs messages.
 *
 * @throws Error for a key that is none, or none for this algorithm
 */
export function publicKey(
  id: string,
  algorithm: keyof typeof forms,
  key: HttpSignatureKey['key'],
): KeyObject {
  const made = keyObject(id, key)
  const [type, curve] = forms[algorithm]
  const { namedCurve, modulusLength = 0 } = made.asymmetricKeyDetails ?? {}
  const fits = made.asymmetricKeyType === type && (curve === undefined || namedCurve === curve)
  if (!fits) throw new Error(`The key ${id} is not one for ${algorithm}.`)
  if (type === 'rsa' && modulusLength < 2048) throw new Error(`The key ${id} is shorter than 2048 bits.`)
  return made
}

function keyObject(id: string, key: HttpSignatureKey['key']): KeyObject {
  // Loading it takes as long as the rest of the guard, and few have such a key.
  const { createPublicKey } = process.getBuiltinModule('node:crypto')
  try {
    if (typeof key === 'string') return createPublicKey(key)
    if (!(key instanceof Uint8Array)) return createPublicKey({ key: { ...key }, format: 'jwk' })
  } catch {
    // Told below, without the key.
  }
  throw new Error(`The key ${id} is neither PEM nor a public JWK.`)
}
