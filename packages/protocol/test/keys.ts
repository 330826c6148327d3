import { generateKeyPairSync } from 'node:crypto'
import { importJwk } from '../src/jwt/keys/import-jwk.ts'
import { publicJwk, type Jwk, type SigningKey, type VerificationKey } from '../src/jwt/keys/keys.ts'
import type { SigningAlgorithm } from '../src/jwt/signature/algorithms.ts'

/** A key pair for tests: to sign with, to verify with, and as others see it. */
export type TestKey = { signing: SigningKey; verification: VerificationKey; jwk: Jwk }

const generate = {
  ES256: () => generateKeyPairSync('ec', { namedCurve: 'P-256' }),
  ES384: () => generateKeyPairSync('ec', { namedCurve: 'P-384' }),
  RS256: () => generateKeyPairSync('rsa', { modulusLength: 2048 }),
  PS256: () => generateKeyPairSync('rsa', { modulusLength: 2048 }),
  EdDSA: () => generateKeyPairSync('ed25519'),
}

export function testKey(alg: SigningAlgorithm, kid: string = alg): TestKey {
  const { privateKey, publicKey } = generate[alg]()
  const jwk = publicJwk({ kid, alg, publicKey })
  const verification = importJwk(jwk)
  if (!verification) throw new Error(`a fresh ${alg} key was refused`)
  return { signing: { kid, alg, privateKey }, verification, jwk }
}
