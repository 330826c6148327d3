import type { AuthorizationDetail, Seconds } from '@warder/protocol'
import { newId } from '../../crypto/tokens.ts'
import type { Call } from '../../http/router.ts'
import type { SessionCaller } from '../../sessions/guard.ts'
import * as consents from '../../store/oauth/consents.ts'
import * as grants from '../../store/oauth/grants.ts'
import type { Db } from '../../store/open.ts'

/** A person allowed it, with what the tokens will say of their sign-in. */
export type Allowed = {
  kind: 'allowed'
  grant_id: string
  user_id: string
  session_id: string
  auth_time: Seconds
  amr: string[]
}

/** What the person answered. */
export type Answer = { kind: 'denied' } | Allowed

/** What a client asked of somebody who answers elsewhere. */
export type Asked = {
  client_id: string
  tenant_id: string
  scope: string[]
  resource: string[]
  authorization_details?: AuthorizationDetail[]
  answer?: Answer
}

/** The answer of whoever says yes. */
export function allowedBy({ user_id, session_id, auth_time, amr }: SessionCaller): Allowed {
  return { kind: 'allowed', grant_id: newId('gra'), user_id, session_id, auth_time, amr: [...amr] }
}

/** Consent and grant for what was allowed, in the transaction that keeps the answer. */
export async function keepGrant(
  tx: Db,
  { app, tenant }: Call,
  { client_id, scope, resource, authorization_details: details }: Asked,
  { grant_id, user_id, session_id, auth_time, amr }: Allowed,
): Promise<void> {
  const now = app.now()
  await consents.grant(tx, { user_id, client_id, tenant_id: tenant.id }, { scope, resource }, now)
  await grants.insert(tx, {
    id: grant_id,
    tenant_id: tenant.id,
    client_id,
    user_id,
    session_id,
    offline_at: scope.includes('offline_access') ? now : null,
    scope: scope.join(' '),
    resource: resource.join(' '),
    authorization_details: details ? JSON.stringify(details) : null,
    amr: amr.join(' '),
    auth_time,
    created_at: now,
    revoked_at: null,
  })
}
