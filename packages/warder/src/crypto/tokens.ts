import { hash, randomBytes, randomFillSync, randomInt, randomUUID } from 'node:crypto'
import type { Seconds } from '@warder/protocol'

/** 256 bits, url-safe. The prefix says what leaked when one turns up in a log or a repository. */
export function newToken(prefix: string): string {
  return `${prefix}_${newSecret()}`
}

/** How many tokens in a row have places of their own. The time in front parts those that come round again. */
const places = 36 ** 4
const placeLength = 11
let placed = 0

/**
 * Like `newToken`, for tokens that are kept by the million. In front of its 256 bits stands when it was made, and how many
 * were before it, which is no secret: what was written together then lies together in the table, and a commit of many
 * changes few pages.
 */
export function newPlacedToken(prefix: string, now: Seconds): string {
  const place = now.toString(36).padStart(7, '0') + (placed++ % places).toString(36).padStart(4, '0')
  return `${prefix}_${place}${newSecret()}`
}

/** Under what a token of `newPlacedToken` is kept. */
export function placedDigest(token: string): string {
  const begin = token.indexOf('_') + 1
  return token.slice(begin, begin + placeLength) + digest(token)
}

/** Tokens are random, so a plain digest is enough to store: there is nothing to guess. */
export function digest(token: string): string {
  return hash('sha256', token, 'base64url')
}

// Drawing costs a call of the system, so many share one draw.
const pool = Buffer.alloc(8192)
let used = pool.length

function drawn(size: number): Buffer {
  if (used + size > pool.length) {
    randomFillSync(pool)
    used = 0
  }
  used += size
  return pool.subarray(used - size, used)
}

/** What was drawn for a secret stands nowhere else afterwards. */
function newSecret(): string {
  const bytes = drawn(32)
  const text = bytes.toString('base64url')
  bytes.fill(0)
  return text
}

const alphabet = '0123456789abcdefghijklmnopqrstuvwxyz'

/** An identifier such as `usr_k3v0q8…`: 20 characters of base 36 are 103 bits, so two never meet. Not a secret. */
export function newId(prefix: string): string {
  let id = `${prefix}_`
  for (const byte of drawn(20)) id += alphabet[byte % 36]
  return id
}

/** The identifier that something known elsewhere has here: the same each time, and of the same form. */
export function derivedId(prefix: string, text: string): string {
  let id = `${prefix}_`
  for (const byte of hash('sha256', text, 'buffer').subarray(0, 20)) id += alphabet[byte % 36]
  return id
}

/** Between half of a time and all of it, so that what failed together does not try again together. */
export function spread(time: number): number {
  return time * (0.5 + (drawn(1)[0] ?? 0) / 510)
}

/** A key of 256 bits. */
export function newKey(): Buffer {
  return randomBytes(32)
}

/** A secret that an authenticator app shares with us: 160 bits, as RFC 4226 §4 R6 recommends. */
export function newSharedSecret(): Buffer {
  return randomBytes(20)
}

/** What a recovery code is made from: 80 bits, which nobody guesses, however many they try. */
export function newRecoverySecret(): Buffer {
  return randomBytes(10)
}

/** Six digits for a person to type, each as likely as any. So few are worth something only while guesses are counted. */
export function newCode(): string {
  return String(randomInt(1_000_000)).padStart(6, '0')
}

/** Four digits that somebody reads in one place and types in another, beside a secret that is stronger. */
export function fourDigits(mac: string): string {
  return String(Buffer.from(mac, 'base64url').readUInt32BE(0) % 10_000).padStart(4, '0')
}

/** As many letters of an alphabet, each as likely as any. */
export function newWord(alphabet: string, length: number): string {
  return Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join('')
}

/** Makes two of the same differ: 96 bits, url-safe. */
export function newNonce(): string {
  return randomBytes(12).toString('base64url')
}

/** For those who want that form (RFC 9562 §5.4). */
export const newUuid = (): string => randomUUID()

// Where requests of this process are counted from: two processes, or two starts, never meet.
const start = newId('req').slice(0, 18)
let requests = 0

/** Names a request in the log, the audit and the answer. Not a secret, and made for every request: so it counts. */
export function newRequestId(): string {
  return start + (requests++).toString(36).padStart(6, '0')
}
