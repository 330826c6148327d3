import { OAuthError } from '@warder/protocol'
import { databaseReplay } from '../../cache/replay.ts'
import type { SignInProvider } from '../../config/areas/sign-in-with/provider.ts'
import { endForeign } from '../../connections/ended.ts'
import { empty, type Answer } from '../../http/answer.ts'
import { readForm } from '../../http/body.ts'
import type { Call } from '../../http/router.ts'
import { signedOutBy } from './elsewhere/openid.ts'
import { openidName } from './identity.ts'
import { noteRefused, Refused } from './refused.ts'

/**
 * An issuer says that somebody signed out there, so that what this sign-in opened here ends as well (OpenID Connect Back-Channel
 * Logout 1.0 §2.5 to §2.8, where we are the application). A token does so once.
 *
 * @throws OAuthError invalid_request: which of the rules it breaks is for the log and the audit
 */
export async function signedOutThere(call: Call, provider: SignInProvider): Promise<Answer> {
  const { app } = call
  const form = await readForm(call.request)
  try {
    const [logout_token = '', ...more] = form.getAll('logout_token')
    if (more.length > 0 || provider.kind === 'github') throw new Refused('failed', 'no logout token')
    const { issuer, sub, sid, jti, until } = await signedOutBy(call, provider, logout_token)
    await app.db.transaction().execute(async (tx) => {
      if (!(await databaseReplay(tx).once(`logout token ${issuer} ${jti}`, until, app.now())))
        throw new Refused('failed', 'replayed')
      await endForeign(tx, call, {
        connection_id: openidName(issuer),
        ...(sub !== undefined && { name_id: sub }),
        ...(sid !== undefined && { session_indexes: [sid] }),
      })
    })
    return empty(200, { headers: { 'cache-control': 'no-store' } })
  } catch (error) {
    await noteRefused(call, provider, error)
    throw new OAuthError('invalid_request', 'the logout token is not one that counts here', error)
  }
}
