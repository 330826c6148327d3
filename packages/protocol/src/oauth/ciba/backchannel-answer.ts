import type { Seconds } from '../../time.ts'
import { decidePending, type PendingState } from '../pending-answer.ts'

// CIBA Core §11: "issued to another Client", "has already been used" and "invalid" are one.
const told = {
  invalid: 'the auth_req_id is invalid or was used',
  expired: 'nobody answered in time: begin again',
}

/** What a client is told that asks with an `auth_req_id`. @see CIBA Core §11 */
export const decideBackchannel = (
  client_id: string,
  state: PendingState | undefined,
  tooSoon: boolean,
  now: Seconds,
): void => decidePending(client_id, state, tooSoon, now, told)
