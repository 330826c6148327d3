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

/** RFC 7518 §3.5: the salt is as long as the digest. */
export const pss = {
  padding: constants.RSA_PKCS1_PSS_PADDING,
  saltLength: constants.RSA_PSS_SALTLEN_DIGEST,
} as const
