import {
  narrowAuthorizationDetails,
  narrowResource,
  OAuthError,
  type PendingState,
  type Seconds,
} from '@warder/protocol'
import type { Call } from '../../http/router.ts'
import * as grants from '../../store/oauth/grants.ts'
import * as oneTimeTokens from '../../store/one-time-tokens.ts'
import type { ClientCaller } from '../client-auth.ts'
import { boundTo, type Sender } from '../proofs/sender.ts'
import { keysFor, prepareTokens, type Draft, type TokenAnswer } from '../token/answer.ts'
import { give } from '../token/give.ts'
import { ownClaimsOf } from '../token/own-claims.ts'
import { holdingsIfAlive } from '../token/subject.ts'
import type { Allowed, Asked } from './answer.ts'

/** One way of asking somebody who answers elsewhere. */
export type Way = {
  purpose: 'device_code' | 'backchannel_request'
  /** What the audit calls it. */
  grant_type: 'device_code' | 'ciba'
  /** How often a client may ask, in seconds. */
  interval: Seconds
  /** The rules of its standard. @throws OAuthError unless the tokens are to be issued */
  decide(client_id: string, state: PendingState | undefined, tooSoon: boolean, now: Seconds): void
  /** What a client is told whose handle is no good. */
  invalid: string
}

/** What it asks with: the device code or `auth_req_id` that it was given, and which part of what was allowed it wants. */
export type HandleRequest = { handle: string; resource: string[]; authorization_details?: string }

/**
 * A client asks whether somebody has answered, and gets the tokens once.
 *
 * @throws OAuthError authorization_pending, slow_down, access_denied, expired_token, invalid_grant, invalid_target or
 *   invalid_authorization_details
 */
export async function pendingGrant(
  call: Call<ClientCaller>,
  way: Way,
  request: HandleRequest,
  sender: Sender,
): Promise<TokenAnswer> {
  const { app, tenant } = call
  const { client } = call.caller
  const { handle } = request
  const { asked, allowed } = await judged(call, way, handle)
  const { scope } = asked
  // RFC 8707 §2.2, RFC 9396 §6: what was allowed, or the part of it that is named; before the answer is used up.
  const resource = narrowResource(request.resource, asked.resource)
  const authorization_details = narrowAuthorizationDetails(
    request.authorization_details,
    asked.authorization_details ?? [],
  )
  const offline = scope.includes('offline_access')
  const { grant_id: id, user_id, session_id, auth_time, amr } = allowed
  const grant = { id, user_id, session_id, offline, amr, auth_time }
  const alive = await holdingsIfAlive(app.db, grant, app.now())
  if (!alive) throw invalid(way, 'the session has ended or the person is disabled')
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
    ...(await ownClaimsOf(app, client, tenant.id, { grant, alive })),
  }
  return exchange(call, way, handle, draft)
}

/** What was asked and allowed; throws where the client gets no tokens now. */
async function judged(
  call: Call<ClientCaller>,
  way: Way,
  handle: string,
): Promise<{ asked: Asked; allowed: Allowed }> {
  const { app, tenant, caller } = call
  const row = await oneTimeTokens.find(app.db, way.purpose, handle)
  // Written by `device/request.ts`, `approvals/ask.ts` and whoever answers.
  const found = row && (JSON.parse(row.data) as Asked)
  const asked = found?.tenant_id === tenant.id ? found : undefined
  const state = row &&
    asked && {
      client_id: asked.client_id,
      expires_at: row.expires_at,
      consumed_at: row.consumed_at,
      answer: asked.answer?.kind,
    }
  way.decide(caller.client.client_id, state, await tooSoon(call, way, state && row.token_hash), app.now())
  if (asked?.answer?.kind !== 'allowed') throw invalid(way, 'unknown')
  return { asked, allowed: asked.answer }
}

/** Counted for the one request, so that nobody else's is slowed down. */
async function tooSoon({ app }: Call, way: Way, token_hash: string | undefined): Promise<boolean> {
  if (token_hash === undefined) return false
  const taken = await app.counters.take(`${way.purpose}:${token_hash}`, 1, way.interval, app.now())
  return !taken.ok
}

/** The tokens for what a person has allowed, unless another was first or it was taken back. */
async function exchange(
  call: Call<ClientCaller>,
  way: Way,
  handle: string,
  draft: Draft,
): Promise<TokenAnswer> {
  const { app, tenant } = call
  const keys = await keysFor(app, tenant.id, draft.client, draft.scope)
  const prepared = prepareTokens(app, keys, draft)
  return app.db.transaction().execute(async (tx) => {
    if (!(await oneTimeTokens.consume(tx, way.purpose, handle, app.now()))) throw invalid(way, 'spent')
    if (!(await grants.hold(tx, draft.grant.id))) throw invalid(way, 'the grant was revoked')
    await give(tx, call, { draft, prepared, grant_type: way.grant_type })
    return prepared.answer
  })
}

const invalid = (way: Way, cause: string) => new OAuthError('invalid_grant', way.invalid, cause)
