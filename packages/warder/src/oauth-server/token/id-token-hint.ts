import { verifyJwt, type JwtClaims, type Seconds } from '@warder/protocol'
import type { App } from '../../app.ts'
import type { Tenant } from '../../tenants/tenant.ts'

export type IdTokenHint = {
  subject: string
  client_id: string
  session_id: string | undefined
  expires_at: Seconds
  /** Everything it says. */
  claims: JwtClaims
}

/**
 * Reads an id_token_hint: an ID token of ours for one client, also after it has expired (OIDC Core §3.1.2.1),
 * and after its key was replaced because of its age. Undefined for every other text.
 */
export async function readIdTokenHint(
  { keys, now }: Pick<App, 'keys' | 'now'>,
  tenant: Tenant,
  hint: string,
): Promise<IdTokenHint | undefined> {
  const verified = verifyJwt(hint, await keys.hintVerifiers(tenant.id), {
    // RFC 8725 §3.11: an access token is not one.
    typ: 'JWT',
    issuer: tenant.issuer,
    now: now(),
    leeway: 5,
    ignoreExpiry: true,
  })
  if (!verified.ok) return undefined
  const { sub, aud, sid } = verified.claims
  if (sub === undefined || typeof aud !== 'string') return undefined
  return {
    subject: sub,
    client_id: aud,
    session_id: typeof sid === 'string' ? sid : undefined,
    expires_at: verified.claims.exp,
    claims: verified.claims,
  }
}
