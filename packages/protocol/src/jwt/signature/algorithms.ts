import { constants } from 'node:crypto'

/**
 * The signature algorithms Warder makes and accepts (RFC 7518 §3.1, RFC 8037 §3.1). There is no `none` and no
 * HMAC here, so nothing in a token can lead to either.
 *
 * `crv` is absent for RSA, `coordinate` is the length in bytes of each half of an ECDSA signature, `digest`
 * what node:crypto is to hash with, `halfHash` the hash of at_hash.
 */
// oxfmt-ignore
export const signingAlgorithms = {
  ES256: { kty: 'EC',  crv: 'P-256',   coordinate: 32, digest: 'sha256', halfHash: 'sha256' },
  ES384: { kty: 'EC',  crv: 'P-384',   coordinate: 48, digest: 'sha384', halfHash: 'sha384' },
  RS256: { kty: 'RSA',                                 digest: 'sha256', halfHash: 'sha256' },
  PS256: { kty: 'RSA',                                 digest: 'sha256', halfHash: 'sha256' },
  EdDSA: { kty: 'OKP', crv: 'Ed25519',                 digest: null,     halfHash: 'sha512' },
} as const

export type SigningAlgorithm = keyof typeof signingAlgorithms

export function isSigningAlgorithm(name: unknown): name is SigningAlgorithm {
  return typeof name === 'string' && Object.hasOwn(signingAlgorithms, name)
}

/**
 * The name under which an algorithm stands above. RFC 9864 §2.2 calls Ed25519 what RFC 8037 §3.1 calls EdDSA, and libraries write
 * one or the other: both are taken, and what Warder signs itself has the older one.
 */
export const knownName = (alg: unknown): unknown => (alg === 'Ed25519' ? 'EdDSA' : alg)

/** The names that others may write for these algorithms. */
export function namesOf(algorithms: readonly SigningAlgorithm[]): string[] {
  return algorithms.flatMap((alg) => (alg === 'EdDSA' ? [alg, 'Ed25519'] : [alg]))
}

/** RFC 7518 §3.5: the salt is as long as the digest. */
export const pss = {
  padding: constants.RSA_PKCS1_PSS_PADDING,
  saltLength: constants.RSA_PSS_SALTLEN_DIGEST,
} as const
