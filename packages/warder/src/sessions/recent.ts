import { bearerChallenge, Problem, type Seconds } from '@warder/protocol'
import type { Call } from '../http/router.ts'
import type { SessionCaller } from './guard.ts'

/**
 * Refuses what only somebody who proved a moment ago who they are may do. What counts is the session's `auth_time`: a sign-in,
 * or `POST /auth/reauthenticate` since. In a page the edge leads to `/reauthenticate` and from there back to the page; a form
 * is not sent again by it.
 *
 * @param within how many seconds ago it may have been
 * @throws Problem `insufficient_user_authentication` (RFC 9470 §3)
 */
export function requireRecent(
  { app }: Pick<Call, 'app'>,
  caller: Pick<SessionCaller, 'auth_time'>,
  within: Seconds,
): void {
  if (app.now() - caller.auth_time <= within) return
  const challenge = bearerChallenge({
    realm: 'Warder',
    error: 'insufficient_user_authentication',
    error_description: 'A fresh sign-in is required',
    max_age: within,
  })
  throw new Problem('insufficient_user_authentication', {
    detail: 'Confirm that it is you: send your password to POST /auth/reauthenticate, then try again.',
    headers: { 'www-authenticate': challenge },
    extra: { max_age: within },
  })
}
