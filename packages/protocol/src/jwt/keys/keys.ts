import { hash, type KeyObject } from 'node:crypto'
import { signingAlgorithms, type SigningAlgorithm } from '../signature/algorithms.ts'

export type SigningKey = { kid: string; alg: SigningAlgorithm; privateKey: KeyObject }
export type VerificationKey = { kid: string; alg: SigningAlgorithm; publicKey: KeyObject }

/** A public key as RFC 7517 §4 writes it, with the members of RFC 7518 §6 or RFC 8037 §2 for its type. */
export type Jwk = {
  kty: 'EC' | 'RSA' | 'OKP'
  kid?: string
  alg?: SigningAlgorithm
  use?: 'sig'
  crv?: string
  x?: string
  y?: string
  n?: string
  e?: string
}

/** RFC 7638 §3.2: the members of each key type that make the key, in the order in which they are hashed. */
const required = { EC: ['crv', 'kty', 'x', 'y'], RSA: ['e', 'kty', 'n'], OKP: ['crv', 'kty', 'x'] } as const

/** RFC 7518 §6.2.1 and §6.3.1. A private key has more, so what may be shown is listed and nothing subtracted. */
const publicMembers = ['crv', 'x', 'y', 'n', 'e'] as const

/**
 * The JWK to publish for a key. Only public members are ever copied, even from a private key.
 *
 * @see RFC 7517 §4
 */
export function publicJwk(key: VerificationKey): Jwk {
  const exported = key.publicKey.export({ format: 'jwk' })
  const jwk: Jwk = { kty: signingAlgorithms[key.alg].kty, kid: key.kid, alg: key.alg, use: 'sig' }
  for (const name of publicMembers) {
    const value = exported[name]
    if (value !== undefined) jwk[name] = value
  }
  return jwk
}

/**
 * The thumbprint of a key: base64url of SHA-256 over its required members. A good kid.
 *
 * @see RFC 7638 §3
 */
export function jwkThumbprint(jwk: Jwk): string {
  const members = required[jwk.kty].map((name) => [name, jwk[name]])
  return hash('sha256', JSON.stringify(Object.fromEntries(members)), 'base64url')
}
