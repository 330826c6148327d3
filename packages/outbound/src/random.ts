import { randomBytes, randomInt, randomUUID } from 'node:crypto'

/** 128 random bits: what no two requests share. */
export function newNonce(): string {
  return randomBytes(16).toString('base64url')
}

/** As many random bytes as a key, or an initialisation vector, has. */
export function randomKey(length: number): Buffer {
  return randomBytes(length)
}

/** An identifier of one message. */
export function newMessageId(): string {
  return randomUUID()
}

/** A pause around the one that is meant, so that those who failed together do not come back together. In milliseconds. */
export function jittered(pause: number): number {
  return pause / 2 + randomInt(Math.max(1, Math.floor(pause)))
}
