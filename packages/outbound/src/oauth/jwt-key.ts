import type { KeyObject } from 'node:crypto'
import type { SigningAlgorithm } from '@warder/protocol'
import { OutboundError } from '../errors.ts'
import { reveal, type SecretLike } from '../secret.ts'

/** A private key in PEM, and how it signs. */
export type JwtKey = { pem: SecretLike; alg: SigningAlgorithm; kid?: string }

/** Reads a key once for as long as its text is the same. @throws OutboundError CONFIG_INVALID, without the text */
export function keyReader({ pem }: JwtKey): () => Promise<KeyObject> {
  let text: string | undefined
  let key: KeyObject | undefined
  return async () => {
    const now = await reveal(pem)
    if (!key || now !== text) {
      const { createPrivateKey } = await import('node:crypto')
      try {
        key = createPrivateKey(now)
      } catch {
        throw new OutboundError('CONFIG_INVALID', 'this is no private key in PEM')
      }
      text = now
    }
    return key
  }
}

/**
 * A minute back, so that a clock that is a little behind does not refuse what it takes for the future.
 *
 * @param now milliseconds
 * @param life seconds
 */
export function times(now: number, life: number): { iat: number; exp: number } {
  const second = Math.floor(now / 1000)
  return { iat: second - 60, exp: second + life }
}
