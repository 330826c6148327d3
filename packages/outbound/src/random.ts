import { randomBytes, randomUUID } from 'node:crypto'

/** 128 random bits: what no two requests share. */
export function newNonce(): string {
  return randomBytes(16).toString('base64url')
}

/** An identifier of one message. */
export function newMessageId(): string {
  return randomUUID()
}
