import { createPrivateKey, type KeyObject, type webcrypto } from 'node:crypto'
import { OutboundError } from '../../errors.ts'

type Algorithm = 'RS256' | 'PS256' | 'ES256' | 'ES384' | 'EdDSA'

const parameters = {
  RS256: { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' },
  PS256: { name: 'RSA-PSS', hash: 'SHA-256' },
  ES256: { name: 'ECDSA', namedCurve: 'P-256' },
  ES384: { name: 'ECDSA', namedCurve: 'P-384' },
  EdDSA: { name: 'Ed25519' },
} as const

/** What a key signs with where nothing is said. */
function usual({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject): Algorithm {
  if (asymmetricKeyType === 'ed25519') return 'EdDSA'
  if (asymmetricKeyType === 'ec') return asymmetricKeyDetails?.namedCurve === 'secp384r1' ? 'ES384' : 'ES256'
  return 'RS256'
}

/** A private key as the library for OAuth takes it. @throws OutboundError CONFIG_INVALID, without the text */
export function cryptoKeyOf(pem: string, alg: Algorithm | undefined): webcrypto.CryptoKey {
  try {
    const key = createPrivateKey(pem)
    return key.toCryptoKey(parameters[alg ?? usual(key)], false, ['sign'])
  } catch {
    throw new OutboundError('CONFIG_INVALID', 'this is no private key in PEM, or not one of this algorithm')
  }
}
