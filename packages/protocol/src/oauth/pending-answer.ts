import type { Seconds } from '../time.ts'
import { OAuthError } from './errors.ts'

/** What is known of a request that somebody answers elsewhere, when its client asks for the tokens. */
export type PendingState = {
  client_id: string
  expires_at: Seconds
  consumed_at: Seconds | null
  /** What the person said; undefined while they have not. */
  answer: 'allowed' | 'denied' | undefined
}

/**
 * What a client is told that asks whether somebody has answered. Returns when its tokens are to be issued.
 *
 * @param tooSoon whether it asked before the interval was over
 * @param told what it is told of a handle that is no good, or too old
 * @throws OAuthError authorization_pending, slow_down, access_denied, expired_token or invalid_grant
 */
export function decidePending(
  client_id: string,
  state: PendingState | undefined,
  tooSoon: boolean,
  now: Seconds,
  told: { invalid: string; expired: string },
): void {
  // RFC 6749 §5.2: another client's is as good as none.
  if (!state || state.client_id !== client_id || state.consumed_at !== null)
    throw new OAuthError('invalid_grant', told.invalid)
  if (state.expires_at <= now) throw new OAuthError('expired_token', told.expired)
  if (state.answer === 'denied') throw new OAuthError('access_denied', 'the person did not allow it')
  if (state.answer !== undefined) return
  // RFC 8628 §3.5: "A variant of authorization_pending", so that who is told that there is an answer need not wait (CIBA §10.2).
  if (tooSoon) throw new OAuthError('slow_down', 'ask less often: five seconds more between two requests')
  throw new OAuthError('authorization_pending', 'the person has not answered yet')
}
