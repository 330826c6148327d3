import { requiredParameter } from '@warder/protocol'
import { record } from '../../audit/audit.ts'
import { digest } from '../../crypto/tokens.ts'
import { empty } from '../../http/answer.ts'
import type { Call, Handler } from '../../http/router.ts'
import * as refreshTokens from '../../store/oauth/refresh-tokens.ts'
import * as revocations from '../../store/oauth/revocations.ts'
import { isRevoked } from '../../store/oauth/token-holders.ts'
import { readAccessToken } from '../access-token.ts'
import { holderIdOf } from '../claims/subject.ts'
import type { ClientCaller } from '../client-auth.ts'
import { revokeGrant } from '../revoke.ts'

type Place = Pick<Call, 'app' | 'tenant' | 'trace'>

/**
 * POST /oauth/revoke (RFC 7009 §2). A refresh token ends its whole grant, an access token only itself. The
 * hint is not needed: both kinds tell themselves apart. What is not this client's stays as it is, and the
 * answer does not say so (RFC 7009 §2.2).
 *
 * @throws OAuthError invalid_request without a token
 */
export const revocation: Handler<ClientCaller> = async (call) => {
  const { client, form } = call.caller
  const token = requiredParameter(form, 'token')
  const known = await revokeByRefreshToken(call, client.client_id, token)
  if (!known) await revokeAccessToken(call, client.client_id, token)
  return empty(200)
}

/** Ends the grant of a refresh token, if it is one of this client. True when it is. */
async function revokeByRefreshToken(place: Place, client_id: string, token: string): Promise<boolean> {
  const { app, tenant } = place
  const row = await refreshTokens.find(app.db, digest(token))
  if (!row || row.client_id !== client_id || row.tenant_id !== tenant.id) return false

  await app.db.transaction().execute(async (tx) => {
    if (!(await revokeGrant(tx, row.grant_id, app.now()))) return
    await record(tx, place, {
      type: 'token.revoked',
      outcome: 'succeeded',
      actor: client_id,
      subject: row.user_id,
      client_id,
      session_id: row.session_id,
      detail: { token: 'refresh_token' },
    })
  })
  return true
}

async function revokeAccessToken(place: Place, client_id: string, token: string): Promise<void> {
  const { app, tenant } = place
  const facts = await readAccessToken(app, tenant, token)
  if (facts?.client_id !== client_id) return
  const subject = await holderIdOf(app, tenant.id, facts)

  await app.db.transaction().execute(async (tx) => {
    // Whoever repeats it must not make the feed, which every guard reads, any longer.
    if (await isRevoked(tx, facts.digests, facts.iat, app.now())) return
    await revocations.insert(tx, [{ kind: 'jti', value: facts.jti, until: facts.exp }], app.now())
    await record(tx, place, {
      type: 'token.revoked',
      outcome: 'succeeded',
      actor: client_id,
      ...(subject !== undefined && { subject }),
      client_id,
      detail: { token: 'access_token' },
    })
  })
}
