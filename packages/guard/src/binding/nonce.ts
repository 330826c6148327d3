import { createHmac } from 'node:crypto'
import { constantTimeEqual, type Seconds } from '@warder/protocol'
import type { Settings } from '../settings/resolve.ts'

/** How long a nonce is handed out. It is good for as long again, so that nobody is asked twice in a row. */
const turn: Seconds = 300

/**
 * The nonce that proofs carry now: calculated from the time and kept nowhere, so that processes with one secret give and take
 * the same. Undefined where none is asked for.
 *
 * @see RFC 9449 §9
 */
export function currentNonce({ nonce_secret, clock }: Settings): string | undefined {
  return nonce_secret === '' ? undefined : nonceOf(nonce_secret, turnAt(clock.now()))
}

/** Whether a nonce is that of this turn or the last. */
export function isCurrentNonce({ nonce_secret, clock }: Settings, nonce: string): boolean {
  const now = turnAt(clock.now())
  return [now, now - 1].some((one) => constantTimeEqual(nonce, nonceOf(nonce_secret, one)))
}

const turnAt = (now: Seconds) => Math.floor(now / turn)

const nonceOf = (secret: string, at: number) =>
  createHmac('sha256', secret).update(`dpop nonce ${at}`).digest('base64url')
