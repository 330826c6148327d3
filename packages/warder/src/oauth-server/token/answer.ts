import type { AuthorizationDetail, Pairwise, Seconds, SigningAlgorithm, SigningKey } from '@warder/protocol'
import type { App } from '../../app.ts'
import { acrOf } from '../../access/acr.ts'
import { digest, newToken } from '../../crypto/tokens.ts'
import * as accessTokens from '../../store/oauth/access-tokens.ts'
import type { Db } from '../../store/open.ts'
import * as refreshTokens from '../../store/oauth/refresh-tokens.ts'
import type { Client } from '../clients/client.ts'
import { cnfClaim, type Confirmation } from '../proofs/sender.ts'
import type { OwnClaims } from './own-claims.ts'
import { accessTokenOf, audienceOf, constantPart, keepOpaque, type AccessToken } from './new-access-token.ts'
import { signIdToken } from './id-token.ts'
import type { NamedClaims } from '../claims/named-claims.ts'
import { namesOf } from '../claims/subject.ts'

/** RFC 6749 §5.1, OIDC Core §3.1.3.3. */
export type TokenAnswer = {
  access_token: string
  /** RFC 9449 §5: `DPoP` for a token that is bound to a key. */
  token_type: 'Bearer' | 'DPoP'
  expires_in: Seconds
  refresh_token?: string
  id_token?: string
  scope?: string
  /** RFC 9396 §7: what was granted of it. */
  authorization_details?: readonly AuthorizationDetail[]
}

/** What an issuing client needs to be: a registered one, or the built-in one, which is no row of any tenant's. */
export type IssuingClient = Pick<
  Client,
  | 'client_id'
  | 'default_resource'
  | 'access_token_signed_response_alg'
  | 'id_token_signed_response_alg'
  | 'access_token_claims'
> &
  Partial<
    Pick<
      Client,
      | 'profile'
      | 'sector'
      | 'scope'
      | 'resources'
      | 'authorization_details_types'
      | 'access_token_format'
      | 'backchannel_logout_uri'
      | 'frontchannel_logout_uri'
      | 'post_logout_redirect_uris'
    >
  >

/** The grant of a person, as far as its tokens show it. */
export type GrantFacts = {
  id: string
  user_id: string
  session_id: string
  offline: boolean
  amr: readonly string[]
  auth_time: Seconds
}

/** `names` for a client whose people have names of their own. */
export type Keys = { access: SigningKey; id: SigningKey | undefined; names?: Pairwise }

/** The keys that sign an answer. Taken before the transaction, because a first RSA key takes a while to make. */
export async function keysFor(
  app: Pick<App, 'db' | 'keys' | 'oauth' | 'secrets'>,
  tenant_id: string,
  client: IssuingClient,
  scope: readonly string[],
): Promise<Keys> {
  const signer = (alg: SigningAlgorithm) => app.keys.signer(tenant_id, alg)
  const id = scope.includes('openid') ? await signer(client.id_token_signed_response_alg) : undefined
  const names = client.sector === undefined ? {} : { names: await namesOf(app, tenant_id) }
  return { access: await signer(client.access_token_signed_response_alg), id, ...names }
}

export type Draft = {
  issuer: string
  client: IssuingClient
  grant: GrantFacts
  scope: readonly string[]
  resource: readonly string[]
  nonce?: string | undefined
  refresh: boolean
  /** The claims that were asked for by name, and whom they are about. */
  claims?: NamedClaims | undefined
  authorization_details?: readonly AuthorizationDetail[]
  /** What the access token is bound to. */
  cnf?: Confirmation
  /** What the refresh token is bound to. */
  bound_to?: string | undefined
  /** What the person holds, as far as the client wants it in its tokens. */
  own?: OwnClaims
  /** What the embedding program says of them. */
  added?: Readonly<Record<string, unknown>>
}

/** Tokens that are signed and not yet valid for anything: `keep` writes down what makes them so. */
export type Prepared = {
  answer: TokenAnswer
  access: AccessToken
  refresh_token: string | undefined
}

/** Signs the tokens of one answer. Nothing is stored, so losing a race for the code wastes a signature alone. */
export function prepareTokens(app: Pick<App, 'config' | 'now'>, keys: Keys, draft: Draft): Prepared {
  const { issuer, client, grant, scope, resource } = draft
  const now = app.now()
  const lifetime = app.config.access_token_ttl
  const subject = nameFor(client, keys, grant.user_id)
  const session = nameFor(client, keys, grant.session_id)
  const constant = constantPart({
    ...draft.added,
    iss: issuer,
    sub: subject,
    aud: audienceOf(client, issuer, resource, scope),
    client_id: client.client_id,
    scope: scope.join(' '),
    auth_time: grant.auth_time,
    acr: acrOf(grant.amr),
    amr: grant.amr,
    // An offline grant outlives the session, so its tokens must not die with it.
    ...(!grant.offline && { sid: session }),
    ...(draft.claims && draft.claims.userinfo.length > 0 && { userinfo_claims: draft.claims.userinfo }),
    ...detailsClaim(draft),
    ...cnfClaim(draft.cnf),
    ...draft.own,
  })
  const access = accessTokenOf(client.access_token_format, keys.access, constant, now, lifetime)
  const refresh_token = draft.refresh ? newToken('wrt') : undefined
  const id_token =
    keys.id &&
    signIdToken(
      keys.id,
      {
        issuer,
        client_id: client.client_id,
        subject,
        auth_time: grant.auth_time,
        amr: grant.amr,
        session_id: hearsOfSessions(client) ? session : undefined,
        nonce: draft.nonce,
        access_token: access.token,
        claims: { ...draft.added, ...draft.claims?.id_token },
      },
      now,
      lifetime,
    )
  const answer: TokenAnswer = {
    access_token: access.token,
    token_type: draft.cnf?.jkt === undefined ? 'Bearer' : 'DPoP',
    expires_in: lifetime,
    ...(refresh_token !== undefined && { refresh_token }),
    ...(id_token !== undefined && { id_token }),
    scope: scope.join(' '),
    ...detailsClaim(draft),
  }
  return { answer, access, refresh_token }
}

/**
 * What a client calls a person or their session. One name of a session for several clients would say whose names belong together
 * (OIDC Core §8.1 and §17.3), and whoever reads the access token must not learn more than the client does (RFC 9068 §6).
 */
function nameFor({ sector }: IssuingClient, { names }: Keys, id: string): string {
  if (sector === undefined) return id
  if (!names) throw new Error('the keys of this client were taken without the names of its people')
  return names.subject(sector, id)
}

/** FAPI 2.0 says nothing of sessions, so that one of its clients is told of them if it has registered that it ends them or hears of it. */
function hearsOfSessions(client: IssuingClient): boolean {
  const { backchannel_logout_uri = null, frontchannel_logout_uri = null, post_logout_redirect_uris } = client
  if (client.profile === undefined || backchannel_logout_uri !== null || frontchannel_logout_uri !== null)
    return true
  return post_logout_redirect_uris !== undefined && post_logout_redirect_uris.length > 0
}

function detailsClaim({ authorization_details: details }: Pick<Draft, 'authorization_details'>) {
  return details && details.length > 0 ? { authorization_details: details } : {}
}

/** Stores what makes prepared tokens valid. Call it in the transaction that spends what they were given for. */
export async function keepTokens(
  tx: Db,
  app: Pick<App, 'config' | 'now'>,
  draft: Pick<Draft, 'client' | 'grant' | 'bound_to'>,
  { access, refresh_token }: Prepared,
): Promise<void> {
  const now = app.now()
  await keepOpaque(tx, access)
  await accessTokens.insert(tx, { jti: access.jti, grant_id: draft.grant.id, expires_at: access.expires_at })
  if (refresh_token === undefined) return
  await refreshTokens.insert(tx, {
    token_hash: digest(refresh_token),
    grant_id: draft.grant.id,
    client_id: draft.client.client_id,
    created_at: now,
    expires_at: now + app.config.refresh_token_ttl,
    bound_to: draft.bound_to,
  })
}
