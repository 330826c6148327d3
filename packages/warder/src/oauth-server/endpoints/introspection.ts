import {
  introspectionType,
  requiredParameter,
  signIntrospection,
  wantsSigned,
  type Seconds,
} from '@warder/protocol'
import { after, type Maybe } from '../../after.ts'
import { digest } from '../../crypto/tokens.ts'
import { json, type Answer } from '../../http/answer.ts'
import type { Call, Handler } from '../../http/router.ts'
import * as refreshTokens from '../../store/oauth/refresh-tokens.ts'
import { findLive, readAccessToken, type LiveToken } from '../access-token.ts'
import { subjectFor } from '../claims/subject.ts'
import type { ClientCaller } from '../client-auth.ts'
import type { Client } from '../clients/client.ts'
import { isApiOf } from '../clients/resource.ts'
import { isBoundToKey } from '../proofs/sender.ts'
import { holdingsIfAlive } from '../token/subject.ts'

/** RFC 7662 §2.2. */
type Introspection =
  | { active: false }
  | {
      active: true
      scope?: string | undefined
      client_id: string
      username?: string | undefined
      token_type?: 'Bearer' | 'DPoP'
      /** RFC 9449 §6.2, RFC 8705 §3.2. */
      cnf?: unknown
      /** RFC 9396 §9.2. */
      authorization_details?: unknown
      exp: Seconds
      iat?: Seconds
      sub: string
      aud?: string | readonly string[] | undefined
      iss: string
      jti?: string
      sid?: string | undefined
      /** RFC 8693 §4.1: who acts in the name of `sub`. */
      act?: unknown
      /** RFC 9470 §6.2. */
      acr?: unknown
      auth_time?: unknown
    }

/**
 * POST /oauth/introspect (RFC 7662 §2). A client learns about its own tokens and about those that are meant
 * for a resource it is registered for; every other token is not active to it (RFC 7662 §4). The answer is signed for whoever
 * wants that (RFC 9701 §4).
 *
 * @throws OAuthError invalid_request without a token
 */
export const introspection: Handler<ClientCaller> = (call) => {
  const { client, form } = call.caller
  const token = requiredParameter(form, 'token')
  return after(accessTokenState(call, client, token), (access) =>
    after(access ?? refreshTokenState(call, client, token), (found = inactive) =>
      wantsSigned(call.request.headers.get('accept')) ? signed(call, found) : json(found),
    ),
  )
}

async function signed(call: Call<ClientCaller>, found: Introspection): Promise<Answer> {
  const { app, tenant, caller } = call
  const { client_id, introspection_signed_response_alg: alg } = caller.client
  const key = await app.keys.signer(tenant.id, alg)
  const body = signIntrospection(key, { issuer: tenant.issuer, client_id, now: app.now() }, found)
  return { status: 200, headers: { 'content-type': `application/${introspectionType}` }, body }
}

function accessTokenState(call: Call, client: Client, token: string): Maybe<Introspection | undefined> {
  const { app, tenant } = call
  return after(readAccessToken(app, tenant, token), (facts) => {
    if (!facts || (facts.client_id !== client.client_id && !isApiOf(client, facts.audience))) return undefined
    return after(findLive(app, tenant, facts), (live) => (live ? stateOf(live) : inactive))
  })
}

const inactive: Introspection = { active: false }

/** What is undefined is not in the answer. */
function stateOf(live: LiveToken): Introspection {
  const { scope, holder } = live
  const { aud, cnf, act, acr, auth_time, authorization_details } = live.claims
  return {
    active: true,
    scope: scope.length > 0 ? scope.join(' ') : undefined,
    client_id: live.client_id,
    username: scope.includes('email') ? holder?.email : undefined,
    token_type: isBoundToKey(cnf) ? 'DPoP' : 'Bearer',
    authorization_details,
    cnf,
    exp: live.exp,
    iat: live.iat,
    sub: live.sub,
    aud,
    iss: live.iss,
    jti: live.jti,
    sid: live.sid,
    act,
    acr,
    auth_time,
  }
}

/** A refresh token is between its client and us: no resource has a use for it. */
async function refreshTokenState(
  call: Call,
  client: Client,
  token: string,
): Promise<Introspection | undefined> {
  const { app, tenant } = call
  const now = app.now()
  const row = await refreshTokens.find(app.db, digest(token))
  if (!row || row.client_id !== client.client_id || row.tenant_id !== tenant.id) return undefined

  const usable = row.consumed_at === null && row.revoked_at === null && row.expires_at > now
  const alive = usable && (await holdingsIfAlive(app.db, { ...row, offline: row.offline_at !== null }, now))
  if (!alive) return { active: false }
  return {
    active: true,
    scope: row.scope,
    client_id: row.client_id,
    exp: row.expires_at,
    sub: await subjectFor(app, tenant.id, client, row.user_id),
    iss: tenant.issuer,
  }
}
