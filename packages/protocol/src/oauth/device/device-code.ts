import type { Seconds } from '../../time.ts'
import { decidePending, type PendingState } from '../pending-answer.ts'

/** The grant type of RFC 8628 §3.4. */
export const deviceCodeGrant = 'urn:ietf:params:oauth:grant-type:device_code'

const told = {
  invalid: 'the device code is invalid or was used',
  expired: 'the device code has expired: begin again',
}

/** What a device is told. @see RFC 8628 §3.5 */
export const decideDeviceCode = (
  client_id: string,
  state: PendingState | undefined,
  tooSoon: boolean,
  now: Seconds,
): void => decidePending(client_id, state, tooSoon, now, told)
