import { heldBy } from '../../access/permissions/held.ts'
import type { Holdings } from '../../access/permissions/roles.ts'
import type { App } from '../../app.ts'
import { addedClaims } from '../claims/added-claims.ts'
import type { GrantFacts, IssuingClient } from './answer.ts'

/** What an access token may say of the person beside who they are, for APIs that do not want to ask. */
export const tokenClaims = ['roles', 'permissions'] as const
export type TokenClaim = (typeof tokenClaims)[number]

export type OwnClaims = { tenant_id: string; roles?: readonly string[]; permissions?: readonly string[] }

/** The claims that a client wants of what somebody holds (RFC 9068 §2.2.3.1 names `roles`); undefined when it wants none. */
export function ownClaims(
  client: Pick<IssuingClient, 'access_token_claims'>,
  tenant_id: string,
  held: Holdings,
): OwnClaims | undefined {
  const wanted = client.access_token_claims
  if (wanted.length === 0) return undefined
  return {
    tenant_id,
    ...(wanted.includes('roles') && { roles: held.roles }),
    ...(wanted.includes('permissions') && { permissions: held.permissions }),
  }
}

/**
 * The same for a grant, with what the embedding program adds: what outlives its session is asked about anew, since no session was
 * looked at.
 *
 * @throws OAuthError server_error where the program cannot say
 */
export async function ownClaimsOf(
  app: Pick<App, 'db' | 'claims'>,
  client: Pick<IssuingClient, 'client_id' | 'access_token_claims'>,
  tenant_id: string,
  { grant, alive }: { grant: Pick<GrantFacts, 'offline' | 'user_id'>; alive: Holdings },
): Promise<{ own?: OwnClaims; added?: Readonly<Record<string, unknown>> }> {
  if (client.access_token_claims.length === 0 && !app.claims) return {}
  const added = await addedClaims(app, { id: grant.user_id, tenant_id }, client)
  if (client.access_token_claims.length === 0) return added
  const held = grant.offline ? await heldBy(app.db, tenant_id, grant.user_id) : alive
  const own = ownClaims(client, tenant_id, held)
  return { ...added, ...(own && { own }) }
}
