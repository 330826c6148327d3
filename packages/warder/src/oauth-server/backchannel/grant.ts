import { decideBackchannel, OAuthError, type TokenRequest } from '@warder/protocol'
import type { Call } from '../../http/router.ts'
import type { ClientCaller } from '../client-auth.ts'
import { boundTo, type Sender } from '../proofs/sender.ts'
import type { Draft, TokenAnswer } from '../token/answer.ts'
import { exchangeAnswered } from '../token/device-code.ts'
import { ownClaimsOf } from '../token/own-claims.ts'
import { holdingsIfAlive } from '../token/subject.ts'
import { findPending, interval } from './pending.ts'

type BackchannelRequest = Extract<TokenRequest, { auth_req_id: string }>

const invalid = (cause: string) =>
  new OAuthError('invalid_grant', 'the auth_req_id is invalid or was used', cause)

/**
 * CIBA §10.1: a client asks whether somebody has answered it, and gets the tokens once.
 *
 * @throws OAuthError authorization_pending, slow_down, access_denied, expired_token or invalid_grant
 */
export async function backchannelGrant(
  call: Call<ClientCaller>,
  request: BackchannelRequest,
  sender: Sender,
): Promise<TokenAnswer> {
  const { app, tenant } = call
  const { client } = call.caller
  const found = await findPending(app.db, request.auth_req_id)
  const here = found?.request.tenant_id === tenant.id ? found : undefined
  const answer = here?.request.answer
  const state = here && {
    client_id: here.request.client_id,
    expires_at: here.row.expires_at,
    consumed_at: here.row.consumed_at,
    answer: answer?.kind,
  }
  decideBackchannel(client.client_id, state, await tooSoon(call, here?.row.token_hash), app.now())
  if (!here || answer?.kind !== 'approved') throw invalid('unknown')

  const { scope, resource, authorization_details = [] } = here.request
  const offline = scope.includes('offline_access')
  const { grant_id: id, user_id, session_id, auth_time, amr } = answer
  const grant = { id, user_id, session_id, offline, amr, auth_time }
  const alive = await holdingsIfAlive(app.db, grant, app.now())
  if (!alive) throw invalid('the session has ended or the person is disabled')
  await sender.spend()
  const draft: Draft = {
    issuer: tenant.issuer,
    client,
    grant,
    scope,
    resource,
    authorization_details,
    ...boundTo(client, sender),
    refresh: offline && client.grant_types.includes('refresh_token'),
    ...(await ownClaimsOf(app.db, client, tenant.id, { grant, alive })),
  }
  const spent = { purpose: 'backchannel_request', handle: request.auth_req_id, grant_type: 'ciba' } as const
  return exchangeAnswered(call, spent, draft, invalid)
}

/** Counted for the one request, so that nobody else's is slowed down. */
async function tooSoon({ app }: Call, token_hash: string | undefined): Promise<boolean> {
  if (token_hash === undefined) return false
  const taken = await app.counters.take(`backchannel:${token_hash}`, 1, interval, app.now())
  return !taken.ok
}
