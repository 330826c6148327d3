import { crc32 } from 'node:zlib'

/**
 * The form of an API key: `wdr_live_` or `wdr_test_`, 43 base62 characters that are 256 random bits, and six that are the
 * CRC-32 of those 43. Whoever mistypes one is told without anybody looking it up; the checksum proves nothing else.
 */

export const apiKeyEnvironments = ['live', 'test'] as const

export type ApiKeyEnvironment = (typeof apiKeyEnvironments)[number]

/** What scanners for leaked secrets search for: a regular expression that every dialect reads. */
export const apiKeyPattern = 'wdr_(live|test)_[0-9A-Za-z]{49}'

const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'

/** 62 to the power of 43 is a little more than 2 to the power of 256. */
const bodyLength = 43
/** 62 to the power of 6 is more than 2 to the power of 32. */
const checksumLength = 6
/** `wdr_live_`, and `wdr_test_` is as long. */
const headLength = 9
const keyLength = headLength + bodyLength + checksumLength

/** How much of a key may be shown: enough to know it again, and 208 bits stay secret. */
const shownLength = headLength + 8

const form = /^wdr_(live|test)_[0-9A-Za-z]{49}$/

/** A key as its owner gets it. @throws RangeError unless `secret` is 32 random bytes */
export function writeApiKey(environment: ApiKeyEnvironment, secret: Uint8Array): string {
  if (secret.length !== 32) throw new RangeError('an API key is made of 32 bytes')
  const body = base62(BigInt(`0x${Buffer.from(secret).toString('hex')}`), bodyLength)
  return `wdr_${environment}_${body}${checksumOf(body)}`
}

export type ParsedApiKey = { environment: ApiKeyEnvironment; prefix: string }

/**
 * Reads a key; undefined for what cannot be one, such as a key with a typo. That one is well formed does not mean that it
 * was ever handed out.
 */
export function parseApiKey(text: string): ParsedApiKey | undefined {
  // The length first, so that a long text costs nothing.
  if (text.length !== keyLength || !form.test(text)) return undefined
  const body = text.slice(headLength, headLength + bodyLength)
  if (text.slice(-checksumLength) !== checksumOf(body)) return undefined
  return { environment: text.startsWith('wdr_live_') ? 'live' : 'test', prefix: apiKeyPrefix(text) }
}

/** The part of a key that may be shown and written down. */
export function apiKeyPrefix(key: string): string {
  return key.slice(0, shownLength)
}

/** Whether a text wants to be an API key of Warder, well formed or not: it is nobody's token then. */
export function looksLikeApiKey(text: string): boolean {
  return text.startsWith('wdr_')
}

function checksumOf(body: string): string {
  let rest = crc32(body)
  let written = ''
  for (let at = 0; at < checksumLength; at++) {
    written = alphabet.charAt(rest % 62) + written
    rest = Math.floor(rest / 62)
  }
  return written
}

function base62(number: bigint, length: number): string {
  let rest = number
  let written = ''
  for (let at = 0; at < length; at++) {
    written = alphabet.charAt(Number(rest % 62n)) + written
    rest /= 62n
  }
  return written
}
