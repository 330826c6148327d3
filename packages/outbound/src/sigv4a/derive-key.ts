import { createECDH, createHmac, createPrivateKey, type KeyObject } from 'node:crypto'
import type { AwsCredentials } from '../sigv4/signature.ts'

export const algorithmA = 'AWS4-ECDSA-P256-SHA256'

/** The order of P-256, less two: FIPS 186-4, D.1.2.3. */
const orderLessTwo = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc63254fn

/**
 * The private key that both sides derive from an access key: NIST SP 800-108 in counter mode, with another try for the few
 * results that are no number of the curve (AWS Signature Version 4A).
 */
export function deriveKey({ accessKeyId, secretAccessKey }: AwsCredentials): KeyObject {
  const fixed = Buffer.from(`${algorithmA}\0${accessKeyId}`, 'utf8')
  for (let attempt = 1; attempt < 255; attempt++) {
    const candidate = createHmac('sha256', `AWS4A${secretAccessKey}`)
      .update(Buffer.of(0, 0, 0, 1))
      .update(fixed)
      .update(Buffer.of(attempt, 0, 0, 1, 0))
      .digest('hex')
    const number = BigInt(`0x${candidate}`)
    if (number <= orderLessTwo) return keyOf((number + 1n).toString(16).padStart(64, '0'))
  }
  throw new Error('no number of the curve in 254 tries')
}

function keyOf(hex: string): KeyObject {
  const pair = createECDH('prime256v1')
  pair.setPrivateKey(hex, 'hex')
  const point = pair.getPublicKey()
  const part = (from: number) => point.subarray(from, from + 32).toString('base64url')
  const d = Buffer.from(hex, 'hex').toString('base64url')
  return createPrivateKey({ format: 'jwk', key: { kty: 'EC', crv: 'P-256', x: part(1), y: part(33), d } })
}
