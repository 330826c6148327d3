import type {
  AuthorizationCode,
  AuthorizationDetail,
  AuthorizeRequest,
  ClaimsRequest,
  Seconds,
} from '@warder/protocol'
import { record } from '../../audit/audit.ts'
import { newId } from '../../crypto/tokens.ts'
import type { Call } from '../../http/router.ts'
import { requireOpen } from '../../sessions/recent.ts'
import * as grants from '../../store/oauth/grants.ts'
import * as oneTimeTokens from '../../store/one-time-tokens.ts'
import type { Db } from '../../store/open.ts'
import { keepDescribed } from '../documents/keep.ts'
import type { Place } from './place.ts'

/** What is kept with a code: the decision's input, and what the tokens will say of the sign-in. */
type CodeData = {
  /** A client that describes itself has the same id in every tenant. */
  tenant_id: string
  client_id: string
  redirect_uri?: string
  code_challenge?: string
  dpop_jkt?: string
  claims?: ClaimsRequest
  authorization_details?: AuthorizationDetail[]
  subject: string
  scope: string[]
  resource: string[]
  grant_id: string
  session_id: string
  auth_time: Seconds
  amr: string[]
  nonce?: string
}

export type StoredCode = AuthorizationCode & CodeData

export type CodeSession = { session_id: string; user_id: string; auth_time: Seconds; amr: string[] }

/**
 * Makes an authorization code and the grant it stands for. Call it in the transaction that spends the
 * interaction, so that one request of a browser leads to one code.
 *
 * @param place whether the request had a redirect_uri, which the token request must then repeat (RFC 6749 §4.1.3)
 * @throws Problem `not_authenticated` when the session has ended meanwhile
 * @see RFC 6749 §4.1.2
 */
export async function issueCode(
  tx: Db,
  call: Call,
  request: AuthorizeRequest,
  session: CodeSession,
  { client, named }: Pick<Place, 'client' | 'named'>,
): Promise<string> {
  const { app, tenant } = call
  const now = app.now()
  const { client_id, scope, resource } = request
  const { session_id, user_id, auth_time, amr } = session
  await requireOpen(tx, session_id)
  await keepDescribed(tx, call, client_id)
  const grant_id = newId('gra')
  await grants.insert(tx, {
    id: grant_id,
    tenant_id: tenant.id,
    client_id,
    user_id,
    session_id,
    offline_at: scope.includes('offline_access') ? now : null,
    scope: scope.join(' '),
    resource: resource.join(' '),
    claims: request.claims ? JSON.stringify(request.claims) : null,
    authorization_details: request.authorization_details
      ? JSON.stringify(request.authorization_details)
      : null,
    amr: amr.join(' '),
    auth_time,
    created_at: now,
    revoked_at: null,
  })
  const data: CodeData = {
    tenant_id: tenant.id,
    client_id,
    ...(named && { redirect_uri: request.redirect_uri }),
    ...(request.code_challenge !== undefined && { code_challenge: request.code_challenge }),
    ...(request.dpop_jkt !== undefined && { dpop_jkt: request.dpop_jkt }),
    ...(request.claims && { claims: request.claims }),
    ...(request.authorization_details && { authorization_details: request.authorization_details }),
    ...(request.nonce !== undefined && { nonce: request.nonce }),
    subject: user_id,
    scope,
    resource,
    grant_id,
    session_id,
    auth_time,
    amr,
  }
  const { authorization_code_ttl: ttl } = app.config
  // FAPI 2.0 Security Profile §5.3.2.1: "a maximum lifetime of 60 seconds".
  const expires_at = now + (client.profile ? Math.min(ttl, 60) : ttl)
  const code = await oneTimeTokens.create(tx, 'authorization_code', {
    subject: user_id,
    data,
    expires_at,
    now,
  })
  await record(tx, call, {
    type: 'code.issued',
    outcome: 'succeeded',
    actor: user_id,
    client_id,
    session_id,
    detail: { scope },
  })
  return code
}

/** Reads a code of this tenant without spending it: a spent one must be seen to be answered rightly. */
export async function readCode(
  { app, tenant }: Pick<Call, 'app' | 'tenant'>,
  code: string,
): Promise<StoredCode | undefined> {
  const row = await oneTimeTokens.find(app.db, 'authorization_code', code)
  if (!row) return undefined
  // Written by `issueCode`.
  const data = JSON.parse(row.data) as CodeData
  if (data.tenant_id !== tenant.id) return undefined
  return { ...data, expires_at: row.expires_at, consumed_at: row.consumed_at }
}
