import { constants, createHmac, createPrivateKey, sign, type KeyObject } from 'node:crypto'
import type { HttpSignatureAlgorithm } from '@warder/protocol'
import { OutboundError } from '../errors.ts'
import { reveal } from '../secret.ts'
import type { HttpSignatureOptions } from './http-signature.ts'

/** What signs a base by the algorithms of RFC 9421 §3.3. A key is read once for as long as its text is the same. */
export function signerOf({
  alg,
  key,
}: Pick<HttpSignatureOptions, 'alg' | 'key'>): (base: Buffer) => Promise<Buffer> {
  let known: { text: string; key: KeyObject } | undefined
  return async (base) => {
    const secret = await reveal(key)
    if (alg === 'hmac-sha256') return createHmac('sha256', sharedSecret(secret)).update(base).digest()
    if (known?.text !== secret) known = { text: secret, key: privateKey(secret, alg) }
    return signed(base, known.key, alg)
  }
}

function sharedSecret(secret: string): Buffer {
  const bytes = Buffer.from(secret, 'base64')
  if (bytes.length < 32)
    throw new OutboundError('CONFIG_INVALID', 'a shared secret is at least 32 bytes in base64')
  return bytes
}

/** RFC 9421 §3.3, and the type of key that each algorithm takes. */
const keyTypes: Readonly<Record<Exclude<HttpSignatureAlgorithm, 'hmac-sha256'>, readonly string[]>> = {
  ed25519: ['ed25519'],
  'ecdsa-p256-sha256': ['ec prime256v1'],
  'ecdsa-p384-sha384': ['ec secp384r1'],
  'rsa-pss-sha512': ['rsa', 'rsa-pss'],
  'rsa-v1_5-sha256': ['rsa'],
}

function privateKey(pem: string, alg: Exclude<HttpSignatureAlgorithm, 'hmac-sha256'>): KeyObject {
  const key = readKey(pem)
  const { asymmetricKeyType, asymmetricKeyDetails } = key
  const type = [asymmetricKeyType, asymmetricKeyDetails?.namedCurve].filter(Boolean).join(' ')
  if (!keyTypes[alg].includes(type))
    throw new OutboundError('CONFIG_INVALID', `${alg} does not go with a key of type ${type}`)
  return key
}

function readKey(pem: string): KeyObject {
  try {
    return createPrivateKey(pem)
  } catch {
    throw new OutboundError('CONFIG_INVALID', 'this is no private key in PEM')
  }
}

function signed(base: Buffer, key: KeyObject, alg: Exclude<HttpSignatureAlgorithm, 'hmac-sha256'>): Buffer {
  switch (alg) {
    case 'ed25519':
      return sign(null, base, key)
    case 'ecdsa-p256-sha256':
      return sign('sha256', base, { key, dsaEncoding: 'ieee-p1363' })
    case 'ecdsa-p384-sha384':
      return sign('sha384', base, { key, dsaEncoding: 'ieee-p1363' })
    case 'rsa-v1_5-sha256':
      return sign('sha256', base, key)
    case 'rsa-pss-sha512':
      return sign('sha512', base, { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 64 })
  }
}
