import { clientName, type Seconds } from '@warder/protocol'
import * as accessTokens from '../store/oauth/access-tokens.ts'
import * as grants from '../store/oauth/grants.ts'
import type { Db } from '../store/open.ts'
import * as revocations from '../store/oauth/revocations.ts'
import * as sessionClients from '../store/oauth/session-clients.ts'
import * as sessions from '../store/people/sessions.ts'
import type { Tenant } from '../tenants/tenant.ts'
import { builtInClient } from './clients/client.ts'

/**
 * Revocation. A grant is the family of tokens that came of one permission: its refresh tokens die with its
 * row, and its access tokens, which verifiers check by themselves, are named in the revocation feed. Every
 * function takes the transaction of the effect it belongs to.
 */

/** How long a session's tokens live at most after it ended; a row in the feed is needed no longer. */
const longestAccessToken: Seconds = 24 * 60 * 60

/** Ends one grant. False when it had ended before. */
export async function revokeGrant(tx: Db, grant_id: string, now: Seconds): Promise<boolean> {
  return (await revokeTokensOf(tx, await grants.revoke(tx, [grant_id], now), now)) > 0
}

// SQLite takes 32,766 parameters in a statement, and a session may have several grants.
const sessionsPerStatement = 1000

/**
 * Ends what was granted in these sessions, unless it was to outlive them, and every token that names them. The same for
 * sessions that were opened from them for other tenants. Applications that want to hear of it are told.
 */
export async function revokeSessionTokens(
  tx: Db,
  session_ids: readonly string[],
  now: Seconds,
): Promise<void> {
  for (let i = 0; i < session_ids.length; i += sessionsPerStatement) {
    const some = session_ids.slice(i, i + sessionsPerStatement)
    const opened = await sessions.revokeOpenedFrom(tx, some, now)
    if (opened.length > 0) await revokeSessionTokens(tx, opened, now)
    await revokeTokensOf(tx, await grants.revokeOfSessions(tx, some, now), now)
    await sessionClients.announceEnd(tx, some, now)
  }
  const until = now + longestAccessToken
  await revocations.insert(
    tx,
    session_ids.map((value) => ({ kind: 'sid', value, until })),
    now,
  )
}

/** Ends the tokens that a person's own program has in a session, which itself goes on. */
export async function revokeOwnTokens(tx: Db, session_id: string, now: Seconds): Promise<void> {
  await revokeTokensOf(tx, await grants.revokeOfSession(tx, session_id, builtInClient, now), now)
}

/** Ends everything a person granted to anybody, also what was to outlive their sessions. */
export async function revokeAllOfUser(tx: Db, user_id: string, now: Seconds): Promise<void> {
  await revokeTokensOf(tx, await grants.revokeOfUser(tx, user_id, now), now)
}

/** Ends everything a person granted in one tenant. */
export async function revokeAllInTenant(
  tx: Db,
  user_id: string,
  tenant_id: string,
  now: Seconds,
): Promise<void> {
  await revokeTokensOf(tx, await grants.revokeOfUser(tx, user_id, now, { tenant_id }), now)
}

type Issuer = Pick<Tenant, 'id' | 'issuer'>

/** Ends everything a person granted to one client in a tenant: they took their consent back. */
export async function revokeConsent(
  tx: Db,
  tenant: Issuer,
  { user_id, client_id }: { user_id: string; client_id: string },
  now: Seconds,
): Promise<void> {
  const client = { tenant_id: tenant.id, client_id }
  await revokeTokensOf(tx, await grants.revokeOfUser(tx, user_id, now, { client }), now)
  const until = now + longestAccessToken
  // Of this second too: a token is dead when it was issued before `not_before`.
  const dead = { kind: 'jti', not_before: now + 1, until } as const
  await revocations.insert(tx, [{ ...dead, value: consentName(tenant, user_id, client_id) }], now)
}

/** By what a token dies, like by the name of another one, that stands on a consent alone and came of no grant. */
export const consentName = ({ issuer }: Pick<Issuer, 'issuer'>, user_id: string, client_id: string): string =>
  `consent ${user_id} ${clientName(issuer, client_id)}`

/**
 * Ends everything granted to a client in a tenant, and the tokens it got for itself, which have no grant.
 * @param from what it gets from then on is good; without it nothing ever is
 */
export async function revokeClient(
  tx: Db,
  { id: tenant_id, issuer }: Issuer,
  client_id: string,
  now: Seconds,
  { from }: { from?: Seconds } = {},
): Promise<void> {
  await revokeTokensOf(tx, await grants.revokeOfClient(tx, { tenant_id, client_id }, now), now)
  const until = now + longestAccessToken
  const not_before = from === undefined ? {} : { not_before: from }
  const value = clientName(issuer, client_id)
  await revocations.insert(tx, [{ kind: 'client', value, until, ...not_before }], now)
}

/** The grants' rows are already written, so no token can be added to them any more: what is read here is all. */
async function revokeTokensOf(tx: Db, ended: readonly string[], now: Seconds): Promise<number> {
  const live = await accessTokens.liveOf(tx, ended, now)
  const named = live.map(({ jti, expires_at }) => ({ kind: 'jti' as const, value: jti, until: expires_at }))
  await revocations.insert(tx, named, now)
  return ended.length
}

/** Ends every access token that a tenant has issued by now. Tokens name their tenant, or their issuer alone. */
export async function revokeTenantTokens(tx: Db, { id, issuer }: Issuer, now: Seconds): Promise<void> {
  // Of this second too: a token is dead when it was issued before `not_before`.
  const dead = { kind: 'tenant', not_before: now + 1, until: now + longestAccessToken } as const
  const names = [id, issuer].map((value) => ({ ...dead, value }))
  await revocations.insert(tx, names, now)
}
