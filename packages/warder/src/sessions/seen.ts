import type { Call } from '../http/router.ts'
import type { Seen } from '../mail/facts.ts'
import { placeOf } from '../risk/place.ts'
import { deviceName } from './device.ts'

/**
 * Where a request comes from, for a mail. The device's name is what the caller says of itself, so nothing is left in
 * it that a mail program could take for a link.
 */
export function seenOf({ app, trace }: Pick<Call, 'app' | 'trace'>): Seen {
  const name = trace.user_agent === '' ? '' : deviceName(trace.user_agent).replace(' on ', ', ')
  return {
    device: name.replace(/[^\p{L}\p{N} ,()_-]/gu, '').slice(0, 60),
    address: trace.address,
    place: placeOf(app, trace.address),
    at: app.now(),
  }
}
