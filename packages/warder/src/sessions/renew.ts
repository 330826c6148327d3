import type { Call } from '../http/router.ts'
import { issueForSession, type IssuedTokens } from '../oauth-server/issue.ts'
import { revokeOwnTokens } from '../oauth-server/revoke.ts'
import type { Db } from '../store/open.ts'
import type { SessionCaller } from './guard.ts'
import { rotate } from './rotate.ts'

/** What the session in use goes on with: cookies to set, or tokens to answer. */
export type Renewed = { cookies: string[]; tokens?: IssuedTokens }

/**
 * Renews the session in use: a browser's gets another secret, a program's other tokens. Whoever knows the old ones has
 * nothing any more (ASVS 7.2.4).
 *
 * @param tx the transaction of what changed
 * @param session as it is from here on: the new tokens say its `auth_time` and `amr`
 * @throws Problem `not_authenticated` when the session has ended meanwhile
 */
export async function renew(tx: Db, call: Call, session: SessionCaller): Promise<Renewed> {
  const { app, tenant } = call
  const cookies = await rotate(tx, call, session)
  if (session.via === 'cookie') return { cookies }
  await revokeOwnTokens(tx, session.session_id, app.now())
  const tokens = await issueForSession(app, tx, {
    tenant,
    user: { id: session.user_id, roles: session.roles, permissions: session.permissions },
    session: { id: session.session_id, amr: session.amr.join(' '), auth_time: session.auth_time },
  })
  return { cookies, tokens }
}
