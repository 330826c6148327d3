import { decideDeviceCode, OAuthError, type TokenRequest } from '@warder/protocol'
import { record } from '../../audit/audit.ts'
import type { Call } from '../../http/router.ts'
import * as grants from '../../store/oauth/grants.ts'
import * as sessionClients from '../../store/oauth/session-clients.ts'
import * as oneTimeTokens from '../../store/one-time-tokens.ts'
import type { ClientCaller } from '../client-auth.ts'
import { findByDeviceCode, interval } from '../device/request.ts'
import { boundTo, type Sender } from '../proofs/sender.ts'
import { keepTokens, keysFor, prepareTokens, type Draft, type TokenAnswer } from './answer.ts'
import { ownClaimsOf } from './own-claims.ts'
import { holdingsIfAlive } from './subject.ts'

type DeviceCodeRequest = Extract<TokenRequest, { device_code: string }>

const invalid = (cause: string) =>
  new OAuthError('invalid_grant', 'the device code is invalid or was used', cause)

/**
 * RFC 8628 §3.4: a device asks whether its person has answered, and gets its tokens once.
 *
 * @throws OAuthError authorization_pending, slow_down, access_denied, expired_token or invalid_grant
 */
export async function deviceCode(
  call: Call<ClientCaller>,
  request: DeviceCodeRequest,
  sender: Sender,
): Promise<TokenAnswer> {
  const { app, tenant } = call
  const { client } = call.caller
  const found = await findByDeviceCode(app.db, request.device_code)
  const here = found?.request.tenant_id === tenant.id ? found : undefined
  const answer = here?.request.answer
  const state = here && {
    client_id: here.request.client_id,
    expires_at: here.row.expires_at,
    consumed_at: here.row.consumed_at,
    answer: answer?.kind,
  }
  decideDeviceCode(client.client_id, state, await tooSoon(call, here?.row.token_hash), app.now())
  if (!here || answer?.kind !== 'allowed') throw invalid('unknown')

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
  const spent = { purpose: 'device_code', handle: request.device_code, grant_type: 'device_code' } as const
  return exchangeAnswered(call, spent, draft, invalid)
}

/** Counted for the code, so that nobody else's device is slowed down. */
async function tooSoon({ app }: Call, token_hash: string | undefined): Promise<boolean> {
  if (token_hash === undefined) return false
  const taken = await app.counters.take(`device:${token_hash}`, 1, interval, app.now())
  return !taken.ok
}

/** What a person has answered, by the handle that its client was given, and what the audit calls it. */
type Answered = {
  purpose: 'device_code' | 'backchannel_request'
  handle: string
  grant_type: 'device_code' | 'ciba'
}

/**
 * The tokens for what a person has allowed, once.
 *
 * @param refuse what the one is told who comes second, or after it was taken back
 */
export async function exchangeAnswered(
  call: Call<ClientCaller>,
  { purpose, handle, grant_type }: Answered,
  draft: Draft,
  refuse: (cause: string) => OAuthError,
): Promise<TokenAnswer> {
  const { app, tenant } = call
  const keys = await keysFor(app, tenant.id, draft.client, draft.scope)
  const prepared = prepareTokens(app, keys, draft)
  return app.db.transaction().execute(async (tx) => {
    if (!(await oneTimeTokens.consume(tx, purpose, handle, app.now()))) throw refuse('spent')
    if (!(await grants.hold(tx, draft.grant.id))) throw refuse('the grant was revoked')
    await keepTokens(tx, app, draft, prepared)
    const { backchannel_logout_uri, frontchannel_logout_uri } = call.caller.client
    if (backchannel_logout_uri !== null || frontchannel_logout_uri !== null)
      await sessionClients.note(tx, draft.grant.session_id, draft.client.client_id, app.now())
    await record(tx, call, {
      type: 'token.issued',
      outcome: 'succeeded',
      actor: draft.grant.user_id,
      client_id: draft.client.client_id,
      session_id: draft.grant.session_id,
      detail: { grant_type, scope: [...draft.scope] },
    })
    return prepared.answer
  })
}
