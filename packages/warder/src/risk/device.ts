import { isIP } from 'node:net'
import { digest } from '../crypto/tokens.ts'
import { limitBucket } from '../http/trusted/client-address.ts'
import { knownBrowser } from '../http/browser/identity.ts'
import type { Call } from '../http/router.ts'
import * as devices from '../store/people/devices.ts'
import type { CodeDoor } from './code-guesses.ts'

/**
 * What a device is known by. A browser shows its cookie, which nobody can guess. A program shows nothing of the kind,
 * so the same program from the same network counts as the same device: that is enough to notice a stranger, and never
 * reason enough to let somebody in.
 *
 * @param family the kind of program without its version, such as `Firefox on macOS`
 */
export function deviceHash(call: Pick<Call, 'app' | 'request' | 'trace'>, family: string): string {
  return knownBrowser(call) ?? `net_${digest(`${family} ${networkOf(call.trace.address)}`)}`
}

/** The network that an address is in: /24 of IPv4, /48 of IPv6, which is what one place of business has. */
function networkOf(address: string): string {
  if (isIP(address) === 6) return `${limitBucket(address).split(':').slice(0, 3).join(':')}::/48`
  return `${address.split('.').slice(0, 3).join('.')}.0/24`
}

/** By which door somebody guesses at a second factor of a person: that of a browser of theirs, or everybody's. */
export async function codeDoor(call: Pick<Call, 'app' | 'request'>, user_id: string): Promise<CodeDoor> {
  const browser = knownBrowser(call)
  const { db, now } = call.app
  const theirs = browser !== undefined && (await devices.isKnown(db, user_id, browser, now()))
  return { user_id, browser: theirs ? browser : undefined }
}
