import type { Seconds } from '../../time.ts'
import { OAuthError } from '../errors.ts'

/** The grant type of RFC 8628 §3.4. */
export const deviceCodeGrant = 'urn:ietf:params:oauth:grant-type:device_code'

/** What is known of a device code when a device asks for its tokens. */
export type DeviceCodeState = {
  client_id: string
  expires_at: Seconds
  consumed_at: Seconds | null
  /** What the person said; undefined while they have not. */
  answer: 'allowed' | 'denied' | undefined
}

/**
 * What a device is told. Returns when its tokens are to be issued.
 *
 * @param tooSoon whether it asked before the interval was over
 * @throws OAuthError authorization_pending, slow_down, access_denied, expired_token or invalid_grant
 * @see RFC 8628 §3.5
 */
export function decideDeviceCode(
  client_id: string,
  state: DeviceCodeState | undefined,
  tooSoon: boolean,
  now: Seconds,
): void {
  // RFC 6749 §5.2: another client's code is as good as none.
  if (!state || state.client_id !== client_id || state.consumed_at !== null)
    throw new OAuthError('invalid_grant', 'the device code is invalid or was used')
  if (state.expires_at <= now)
    throw new OAuthError('expired_token', 'the device code has expired: begin again')
  if (state.answer === 'denied') throw new OAuthError('access_denied', 'the person did not allow it')
  if (tooSoon) throw new OAuthError('slow_down', 'ask less often: five seconds more between two requests')
  if (state.answer === undefined)
    throw new OAuthError('authorization_pending', 'the person has not answered yet')
}
