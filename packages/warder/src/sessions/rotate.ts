import { Problem } from '@warder/protocol'
import { digest, newToken } from '../crypto/tokens.ts'
import { cookieOf, readCookie } from '../http/browser/cookies.ts'
import type { Call } from '../http/router.ts'
import type { Db } from '../store/open.ts'
import * as standing from '../store/people/session-standing.ts'
import * as sessions from '../store/people/sessions.ts'
import type { SessionCaller } from './guard.ts'
import { sessionCookie } from './opening/lifetime.ts'

/**
 * Gives the session in use another secret, as every change of what it may do must (ASVS 7.2.4): confirming that it
 * is you, another password, another address. Whoever knows the old secret has nothing any more. The cookie stays of
 * the kind it was, and nothing else of the session changes. One of tokens has no secret of its own: it needs new
 * tokens instead, see `renew` in `renew.ts`.
 *
 * @param tx the transaction of that change
 * @returns the cookies to set with the answer; none for a session of tokens
 * @throws Problem not_authenticated when the session has ended, or got another secret, since the request began
 */
export async function rotate(
  tx: Db,
  { app, tenant, request }: Pick<Call, 'app' | 'tenant' | 'request'>,
  session: Pick<SessionCaller, 'session_id' | 'via' | 'remembered_at' | 'expires_at'>,
): Promise<string[]> {
  if (session.via === 'bearer') {
    if (!(await standing.holdOpen(tx, session.session_id))) throw ended()
    return []
  }
  const token = newToken('wds')
  const old = digest(readCookie(app.config, request, cookieOf(tenant, 'session')) ?? '')
  if (!(await sessions.replaceToken(tx, session.session_id, old, digest(token)))) throw ended()
  return [sessionCookie({ app, tenant }, token, session)]
}

/** It may have been ended by its owner while this request waited for its turn. */
function ended(): Problem {
  return new Problem('not_authenticated', { detail: 'This session has ended. Sign in again.' })
}
