import type { Seconds } from '@warder/protocol'
import { newSharedSecret } from '../../crypto/tokens.ts'

// What every authenticator app understands, and what apps take for granted when nothing else is said.
const algorithm = 'SHA1'
const digits = 6
const period: Seconds = 30

/** How many steps the clocks of a phone and of this server may be apart, either way (RFC 6238 §5.2). */
const drift = 1

/** A new secret, in the base32 that apps read and people type (RFC 4648 §6). */
export async function newSecret(): Promise<string> {
  const { Secret } = await import('otpauth')
  return new Secret({ buffer: Uint8Array.from(newSharedSecret()).buffer }).base32
}

/**
 * What a QR code says: the secret, and by which name an app lists it.
 *
 * @param issuer whose account it is; a colon in it would end it (Key URI Format)
 * @param account the person's address
 */
export async function otpauthUri(secret: string, issuer: string, account: string): Promise<string> {
  const { TOTP } = await import('otpauth')
  const named = { issuer: issuer.replaceAll(':', ' ').trim(), label: account }
  return new TOTP({ ...named, secret, algorithm, digits, period }).toString()
}

/**
 * The time step whose code this is, among those that may be meant now and were not used before; undefined when it is
 * none of theirs. A code counts one time only, and none counts that is older than the last one (RFC 6238 §5.2).
 *
 * @param last the step of the last code that counted
 */
export async function stepOf(
  secret: string,
  code: string,
  now: Seconds,
  last: number,
): Promise<number | undefined> {
  if (!/^\d{6}$/.test(code)) return undefined
  const { Secret, TOTP } = await import('otpauth')
  const shared = { secret: Secret.fromBase32(secret), algorithm, digits, period }
  const delta = TOTP.validate({ ...shared, token: code, timestamp: now * 1000, window: drift })
  if (delta === null) return undefined
  const step = Math.floor(now / period) + delta
  return step > last ? step : undefined
}
