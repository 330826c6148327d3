import type { Seconds } from '../../time.ts'
import { OAuthError } from '../errors.ts'

/** What is known of a request when its client asks for the tokens. */
export type BackchannelState = {
  client_id: string
  expires_at: Seconds
  consumed_at: Seconds | null
  /** What the person said; undefined while they have not. */
  answer: 'approved' | 'denied' | undefined
}

/**
 * What a client is told that asks with an `auth_req_id`. Returns when its tokens are to be issued.
 *
 * @param tooSoon whether it asked before the interval was over
 * @throws OAuthError authorization_pending, slow_down, access_denied, expired_token or invalid_grant
 * @see CIBA Core §11
 */
export function decideBackchannel(
  client_id: string,
  state: BackchannelState | undefined,
  tooSoon: boolean,
  now: Seconds,
): void {
  // §11: "issued to another Client", "has already been used" and "invalid" are one.
  if (!state || state.client_id !== client_id || state.consumed_at !== null)
    throw new OAuthError('invalid_grant', 'the auth_req_id is invalid or was used')
  if (state.expires_at <= now) throw new OAuthError('expired_token', 'nobody answered in time: begin again')
  if (state.answer === 'denied') throw new OAuthError('access_denied', 'the person did not allow it')
  if (tooSoon) throw new OAuthError('slow_down', 'ask less often: five seconds more between two requests')
  if (state.answer === undefined)
    throw new OAuthError('authorization_pending', 'the person has not answered yet')
}
