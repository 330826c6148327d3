import { OAuthError, Problem, type Seconds } from '@warder/protocol'
import { ownScopes } from '../access/permissions/scopes.ts'
import type { App } from '../app.ts'
import { newId } from '../crypto/tokens.ts'
import type { Call } from '../http/router.ts'
import * as grants from '../store/oauth/grants.ts'
import type { Db } from '../store/open.ts'
import { words } from '../store/words.ts'
import type { Tenant } from '../tenants/tenant.ts'
import { builtInClient } from './clients/client.ts'
import { keepTokens, prepareTokens, type IssuingClient, type TokenAnswer } from './token/answer.ts'
import { tokenClaims } from './token/own-claims.ts'
import { refresh } from './token/refresh-token.ts'

/** What `/auth/login` and `/auth/refresh` answer. */
export type IssuedTokens = {
  access_token: string
  refresh_token: string
  token_type: 'Bearer'
  expires_in: Seconds
}

export type SessionForTokens = { id: string; amr: string; auth_time: Seconds }

export type SessionTokens = {
  tenant: Pick<Tenant, 'id' | 'issuer'>
  user: { id: string; roles: readonly string[]; permissions: readonly string[] }
  session: SessionForTokens
  /** What the tokens may do beside `/auth/*`. */
  scope?: readonly string[]
}

/** It has no row that a tenant could change: ES256, because its tokens are for us alone. */
const builtIn: IssuingClient = {
  client_id: builtInClient,
  default_resource: null,
  access_token_signed_response_alg: 'ES256',
  id_token_signed_response_alg: 'ES256',
  // Our own endpoints go by them.
  access_token_claims: tokenClaims,
}

/**
 * The tokens of a person's own program, bound to the session: they end with it.
 *
 * @param tx the transaction that opens the session
 */
export async function issueForSession(
  app: Pick<App, 'config' | 'keys' | 'now'>,
  tx: Db,
  { tenant, user, session, scope = ownScopes }: SessionTokens,
): Promise<IssuedTokens> {
  const amr = words(session.amr)
  const now = app.now()
  const grant = {
    id: newId('gra'),
    user_id: user.id,
    session_id: session.id,
    offline: false,
    amr,
    auth_time: session.auth_time,
  }
  const own = { tenant_id: tenant.id, roles: user.roles, permissions: user.permissions }
  const draft = { issuer: tenant.issuer, client: builtIn, grant, scope, resource: [], refresh: true, own }
  const access = await app.keys.signer(tenant.id, builtIn.access_token_signed_response_alg, tx)
  const prepared = prepareTokens(app, { access, id: undefined }, draft)

  await grants.insert(tx, {
    id: grant.id,
    tenant_id: tenant.id,
    client_id: builtInClient,
    user_id: user.id,
    session_id: session.id,
    offline_at: null,
    scope: scope.join(' '),
    resource: '',
    amr: session.amr,
    auth_time: session.auth_time,
    created_at: now,
    revoked_at: null,
  })
  await keepTokens(tx, app, draft, prepared)
  return shown(prepared.answer)
}

/**
 * Exchanges a refresh token of the built-in client. Ends the family when the token was used before.
 *
 * @throws Problem not_authenticated when the token, its session or its person no longer counts
 */
export async function refreshSession(
  call: Pick<Call, 'app' | 'tenant' | 'trace'>,
  refresh_token: string,
): Promise<IssuedTokens> {
  try {
    const request = { grant_type: 'refresh_token' as const, refresh_token, resource: [] }
    return shown(await refresh(call, builtIn, request))
  } catch (error) {
    if (!(error instanceof OAuthError)) throw error
    throw new Problem('not_authenticated', {
      detail: 'The refresh token is not valid. Sign in again.',
      cause: error,
    })
  }
}

function shown({ access_token, refresh_token, expires_in }: TokenAnswer): IssuedTokens {
  if (refresh_token === undefined) throw new Error('tokens of the built-in client come with a refresh token')
  return { access_token, refresh_token, token_type: 'Bearer', expires_in }
}
