import {
  introspectionType,
  requiredParameter,
  signIntrospection,
  wantsSigned,
  type Seconds,
} from '@warder/protocol'
import { digest } from '../../crypto/tokens.ts'
import { json, type Answer } from '../../http/answer.ts'
import type { Call, Handler } from '../../http/router.ts'
import * as refreshTokens from '../../store/oauth/refresh-tokens.ts'
import { findLive, readAccessToken } from '../access-token.ts'
import { subjectFor } from '../claims/subject.ts'
import type { ClientCaller } from '../client-auth.ts'
import type { Client } from '../clients/client.ts'
import { isBoundToKey } from '../proofs/sender.ts'
import { holdingsIfAlive } from '../token/subject.ts'

/** RFC 7662 §2.2. */
type Introspection =
  | { active: false }
  | {
      active: true
      scope?: string
      client_id: string
      username?: string
      token_type?: 'Bearer' | 'DPoP'
      /** RFC 9449 §6.2, RFC 8705 §3.2. */
      cnf?: unknown
      /** RFC 9396 §9.2. */
      authorization_details?: unknown
      exp: Seconds
      iat?: Seconds
      sub: string
      aud?: string | string[]
      iss: string
      jti?: string
      sid?: string
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
export const introspection: Handler<ClientCaller> = async (call) => {
  const { client, form } = call.caller
  const token = requiredParameter(form, 'token')
  const found =
    (await accessTokenState(call, client, token)) ?? (await refreshTokenState(call, client, token))
  return answerTo(call, found ?? { active: false })
}

async function answerTo(call: Call<ClientCaller>, found: Introspection): Promise<Answer> {
  const { app, tenant, caller, request } = call
  if (!wantsSigned(request.headers.get('accept'))) return json(found)
  const { client_id, introspection_signed_response_alg: alg } = caller.client
  const key = await app.keys.signer(tenant.id, alg)
  const body = signIntrospection(key, { issuer: tenant.issuer, client_id, now: app.now() }, found)
  return { status: 200, headers: { 'content-type': `application/${introspectionType}` }, body }
}

/** What a token says of the sign-in and of who acts, as it says it. */
const told = ['act', 'acr', 'auth_time'] as const

async function accessTokenState(
  call: Call,
  client: Client,
  token: string,
): Promise<Introspection | undefined> {
  const { app, tenant } = call
  const facts = await readAccessToken(app, tenant, token)
  if (!facts || !mayAsk(client, facts.client_id, facts.audience)) return undefined

  const live = await findLive(app, tenant, facts)
  if (!live) return { active: false }
  const { aud } = facts.claims
  return {
    active: true,
    ...(facts.scope.length > 0 && { scope: facts.scope.join(' ') }),
    client_id: facts.client_id,
    ...(live.holder && facts.scope.includes('email') && { username: live.holder.email }),
    token_type: isBoundToKey(facts.claims['cnf']) ? 'DPoP' : 'Bearer',
    ...(facts.claims['authorization_details'] !== undefined && {
      authorization_details: facts.claims['authorization_details'],
    }),
    ...(facts.claims['cnf'] !== undefined && { cnf: facts.claims['cnf'] }),
    exp: facts.exp,
    iat: facts.iat,
    sub: facts.sub,
    ...(aud !== undefined && { aud }),
    iss: facts.iss,
    jti: facts.jti,
    ...(facts.sid !== undefined && { sid: facts.sid }),
    ...Object.fromEntries(
      told.flatMap((name) => (facts.claims[name] === undefined ? [] : [[name, facts.claims[name]]])),
    ),
  }
}

function mayAsk(client: Client, client_id: string, audience: readonly string[]): boolean {
  if (client.client_id === client_id) return true
  return audience.some(
    (resource) => resource === client.default_resource || client.resources.includes(resource),
  )
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
