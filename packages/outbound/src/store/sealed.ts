import { createCipheriv, createDecipheriv } from 'node:crypto'
import { randomKey } from '../random.ts'
import { OutboundError } from '../errors.ts'

const algorithm = 'aes-256-gcm'
const ivLength = 12
const tagLength = 16

/** Seals a text under a key of 32 bytes, bound to what it is: opened as anything else it does not open. NIST SP 800-38D §8.2.2 */
export function seal(key: Buffer, context: string, text: string): string {
  const iv = randomKey(ivLength)
  const cipher = createCipheriv(algorithm, key, iv, { authTagLength: tagLength }).setAAD(Buffer.from(context))
  return Buffer.concat([iv, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]).toString(
    'base64url',
  )
}

/** @throws OutboundError STORE_CORRUPT when it was changed, sealed under another key, or is another record */
export function open(key: Buffer, context: string, sealed: string): string {
  const bytes = Buffer.from(sealed, 'base64url')
  try {
    const decipher = createDecipheriv(algorithm, key, bytes.subarray(0, ivLength), {
      authTagLength: tagLength,
    })
      .setAAD(Buffer.from(context))
      .setAuthTag(bytes.subarray(-tagLength))
    return Buffer.concat([decipher.update(bytes.subarray(ivLength, -tagLength)), decipher.final()]).toString(
      'utf8',
    )
  } catch (error) {
    throw new OutboundError('STORE_CORRUPT', 'a stored credential does not open', {
      hint: 'It was changed, or sealed under another key. Sign in again to replace it.',
      cause: error,
    })
  }
}
