import { OAuthError, Problem } from '@warder/protocol'
import type { App } from '../app.ts'
import { permissionsOfScopes, requireGiveable } from '../access/permissions/giving.ts'
import { record } from '../audit/audit.ts'
import type { Operator } from '../audit/operator.ts'
import { digest, newId, newToken } from '../crypto/tokens.ts'
import { requireState } from '../http/conditional.ts'
import * as clients from '../store/oauth/clients.ts'
import type { ClientRow } from '../store/oauth/clients.ts'
import type { Db } from '../store/open.ts'
import { words } from '../store/words.ts'
import type { Tenant } from '../tenants/tenant.ts'
import { isoTime } from '../time.ts'
import type { TokenClaim } from './token/own-claims.ts'
import { forgetClient } from './clients/client.ts'
import {
  checkedFormat,
  applicationType,
  checkedAcr,
  checkedGrants,
  checkedPkce,
  checkedName,
  checkedResources,
  checkedScope,
  checkedType,
  checkedUris,
  honestName,
  scopeOfItself,
} from './clients/metadata.ts'
import { checkedBackChannel, checkedFrontChannel } from './clients/logout-uris.ts'
import { checkedDetailTypes } from './clients/details.ts'
import { checkedGrantMetadata, grantsView, type GrantMetadata } from './clients/grants.ts'
import { aboutView, checkedAbout, type AboutMetadata } from './clients/about/about.ts'
import { lookedUp } from './clients/about/look-up.ts'
import { checkedOpenId, checkProvenSector, openIdView, type OpenIdMetadata } from './clients/about/openid.ts'
import {
  checkedResponses,
  responsesView,
  type responseAlgorithms,
  type ResponseMetadata,
} from './clients/responses.ts'
import { checkFapi } from './clients/profile.ts'
import { checkedSecurity, hasSecret, securityView, type SecurityMetadata } from './clients/security.ts'
import { revokeClient } from './revoke.ts'

/** What a row is made with. */
export type RowMaker = { app: Pick<App, 'now' | 'config'>; tenant: Pick<Tenant, 'id'> }

export type RegisteredBy = 'us' | 'itself'

/** RFC 7591 §2 names, except `name` and `type`, which choose the defaults of the rest. */
export type NewClient = SecurityMetadata &
  ResponseMetadata &
  OpenIdMetadata &
  AboutMetadata &
  GrantMetadata & {
    name: string
    /** confidential has a server that keeps a secret, public runs at its user's, machine acts for itself. */
    type: string
    redirect_uris?: readonly string[]
    post_logout_redirect_uris?: readonly string[]
    /** Where this server tells it that a session ended. */
    backchannel_logout_uri?: string
    /** What a browser loads to end the session it has there; on the host of a redirect URI. */
    frontchannel_logout_uri?: string
    grant_types?: readonly string[]
    scope?: string
    /** APIs it may ask tokens for (RFC 8707); the first is what its tokens are for when it names none. */
    resources?: readonly string[]
    /** How sure it wants to be of who signs in when a request does not say: values of `acr_values_supported`. */
    default_acr_values?: readonly string[]
    /** The operator's own application: people are not asked. */
    skip_consent?: boolean
    /** RFC 9396 §10: types that are set up here. */
    authorization_details_types?: readonly string[]
    access_token_signed_response_alg?: (typeof responseAlgorithms)[number]
    /** False for one that keeps a secret, asks who somebody is and sends a `nonce` (RFC 9700 §2.1.1). */
    require_pkce?: boolean
    /** What its access tokens say of what the person holds: nothing unless asked for. */
    access_token_claims?: readonly TokenClaim[]
    /** `jwt` if not given; an `opaque` one is asked about at the introspection endpoint. */
    access_token_format?: string
  }

/** What is told about a client. `client_secret` is there once, when it was made. */
export type ClientView = OpenIdMetadata &
  AboutMetadata &
  GrantMetadata & {
    client_id: string
    client_secret?: string
    client_name: string
    type: string
    token_endpoint_auth_method: string
    redirect_uris: string[]
    post_logout_redirect_uris: string[]
    backchannel_logout_uri?: string
    frontchannel_logout_uri?: string
    grant_types: string[]
    scope: string
    resources: string[]
    default_acr_values: string[]
    jwks?: unknown
    jwks_uri?: string
    tls_client_certificate_bound_access_tokens?: boolean
    dpop_bound_access_tokens?: boolean
    require_pushed_authorization_requests?: boolean
    require_signed_request_object?: boolean
    profile?: string
    require_pkce?: boolean
    access_token_format?: string
    response_modes?: readonly string[]
    authorization_signed_response_alg?: string
    authorization_details_types?: readonly string[]
    skip_consent: boolean
    disabled: boolean
    created_at: string
  }

/**
 * Registers an application. Its secret is a random text of which only the digest is kept.
 *
 * @throws OAuthError invalid_client_metadata or invalid_redirect_uri, saying what to change (RFC 7591 §3.2.2); Problem
 *   `forbidden` for a scope of administration that is not theirs to give
 */
export async function createClient(by: Operator, input: NewClient): Promise<ClientView> {
  const made = newClientRow(by, input)
  requireGiveable(by.holds, permissionsOfScopes(words(made.row.scope)))
  const { client_secret } = made
  const row = { ...made.row, ...(await lookedUp(by.app.oauth.fetch, made.row)) }
  await by.app.db.transaction().execute((tx) => keepNewClient(tx, by, row))
  return { ...viewOf(row), ...(client_secret !== undefined && { client_secret }) }
}

/** Stores a client, in the transaction that had it made. */
export async function keepNewClient(tx: Db, by: Operator, row: ClientRow): Promise<void> {
  await clients.insert(tx, row)
  await by.made?.(tx, row.client_id)
  await record(tx, by, {
    type: 'client.created',
    outcome: 'succeeded',
    client_id: row.client_id,
    detail: { type: row.type },
  })
}

/**
 * The row of a new client, and the secret that is told this once.
 *
 * @param by who made it: one that registers itself has a name that is no imitation, and what the operator left to people
 * @throws OAuthError invalid_client_metadata or invalid_redirect_uri, saying what to change (RFC 7591 §3.2.2)
 */
export function newClientRow(
  { app, tenant }: RowMaker,
  input: NewClient,
  by: RegisteredBy = 'us',
): { row: ClientRow; client_secret: string | undefined } {
  const now = app.now()
  const type = checkedType(input.type)
  const grant_types = checkedGrants(type, input.grant_types, by)
  const redirect_uris = checkedUris(input.redirect_uris ?? [], type)
  if (grant_types.includes('authorization_code') && redirect_uris.length === 0) {
    throw new OAuthError('invalid_redirect_uri', 'a client that people sign in to needs a redirect URI')
  }
  const security = checkedSecurity(input, type, app.config, now)
  checkFapi(security.profile, input)
  const usual = security.profile === null ? 'RS256' : 'ES256'
  const client_secret = hasSecret(security.token_endpoint_auth_method) ? newToken('wcs') : undefined
  const resources = checkedResources(input.resources ?? [])
  const named = by === 'us' ? checkedName : (name: string) => honestName(name, app.config.brand.name)
  const about = checkedAbout(input, named)
  const openid = checkedOpenId(input, redirect_uris, usual)
  if (by === 'itself') checkProvenSector(openid.sector, grant_types)
  const row: ClientRow = {
    client_id: newId('cli'),
    tenant_id: tenant.id,
    client_name: named(input.name),
    type,
    client_secret_hash: client_secret === undefined ? null : digest(client_secret),
    ...security,
    redirect_uris: JSON.stringify(redirect_uris),
    post_logout_redirect_uris: JSON.stringify(checkedUris(input.post_logout_redirect_uris ?? [], type)),
    backchannel_logout_uri: checkedBackChannel(input.backchannel_logout_uri) ?? null,
    frontchannel_logout_uri: checkedFrontChannel(input.frontchannel_logout_uri, redirect_uris) ?? null,
    grant_types: grant_types.join(' '),
    response_types: grant_types.includes('authorization_code') ? 'code' : '',
    scope:
      by === 'us'
        ? checkedScope(type, input.scope)
        : scopeOfItself(type, input.scope, app.config.self_registered.scopes),
    application_type: applicationType(type),
    ...openid,
    ...checkedGrantMetadata(input, grant_types, usual),
    about,
    logo: null,
    access_token_signed_response_alg: input.access_token_signed_response_alg ?? 'ES256',
    access_token_claims: [...new Set(input.access_token_claims)].join(' '),
    access_token_format: checkedFormat(input.access_token_format),
    default_resource: resources[0] ?? null,
    resources: JSON.stringify(resources),
    default_acr_values: checkedAcr(input.default_acr_values).join(' '),
    ...checkedResponses(input, security.profile),
    authorization_details_types: checkedDetailTypes(input.authorization_details_types, app.config),
    require_pkce_at: checkedPkce(input, type, security.profile) ? now : null,
    skip_consent_at: input.skip_consent ? now : null,
    disabled_at: null,
    registered_at: null,
    registration_token_hash: null,
    created_at: now,
    updated_at: now,
  }
  return { row, client_secret }
}

/** Clients in the order of their ids, 100 at a time unless told otherwise. */
export async function listClients(
  by: Pick<Operator, 'app' | 'tenant'>,
  page: { cursor?: string; limit?: number } = {},
): Promise<{ items: ClientView[]; next_cursor: string | null }> {
  const limit = Math.min(page.limit ?? 100, 200)
  const rows = await clients.list(by.app.db, by.tenant.id, limit + 1, page.cursor)
  const items = rows.slice(0, limit).map(viewOf)
  return { items, next_cursor: rows.length > limit ? (items.at(-1)?.client_id ?? null) : null }
}

/** @throws Problem not_found */
export async function showClient(
  by: Pick<Operator, 'app' | 'tenant'>,
  client_id: string,
): Promise<ClientView> {
  const row = await clients.find(by.app.db, by.tenant.id, client_id)
  if (!row) throw unknownClient()
  return viewOf(row)
}

/**
 * Deletes an application with everything that was granted to it.
 *
 * @throws Problem not_found
 */
export async function deleteClient(by: Operator, client_id: string): Promise<void> {
  const { app, tenant } = by
  await app.db.transaction().execute(async (tx) => {
    await holdClient(tx, by, client_id)
    // What refers to it is found by its row.
    await revokeClient(tx, tenant, client_id, app.now())
    await clients.remove(tx, tenant.id, client_id)
    await record(tx, by, { type: 'client.deleted', outcome: 'succeeded', client_id })
  })
  forgetClient(app, tenant.id, client_id)
}

/**
 * Holds an application in the state that somebody wants to change, until the end of the transaction.
 * @throws Problem `not_found` or `precondition_failed`
 */
export async function holdClient(tx: Db, by: Operator, client_id: string): Promise<void> {
  const row = await clients.hold(tx, by.tenant.id, client_id)
  if (!row) throw unknownClient()
  requireState(by, viewOf(row))
}

export const unknownClient = () => new Problem('not_found', { detail: 'There is no such client.' })

export function viewOf(row: ClientRow): ClientView {
  return {
    client_id: row.client_id,
    client_name: row.client_name,
    type: row.type,
    token_endpoint_auth_method: row.token_endpoint_auth_method,
    // Lists as they were written above.
    redirect_uris: JSON.parse(row.redirect_uris) as string[],
    post_logout_redirect_uris: JSON.parse(row.post_logout_redirect_uris) as string[],
    ...(row.backchannel_logout_uri !== null && { backchannel_logout_uri: row.backchannel_logout_uri }),
    ...(row.frontchannel_logout_uri !== null && { frontchannel_logout_uri: row.frontchannel_logout_uri }),
    grant_types: words(row.grant_types),
    scope: row.scope,
    resources: JSON.parse(row.resources) as string[],
    default_acr_values: words(row.default_acr_values),
    ...securityView(row),
    ...responsesView(row),
    ...openIdView(row),
    ...aboutView(row),
    ...grantsView(row),
    ...(row.access_token_format === 'opaque' && { access_token_format: 'opaque' }),
    ...(row.require_pkce_at === null && { require_pkce: false }),
    ...(row.authorization_details_types !== '' && {
      authorization_details_types: words(row.authorization_details_types),
    }),
    skip_consent: row.skip_consent_at !== null,
    disabled: row.disabled_at !== null,
    created_at: isoTime(row.created_at),
  }
}
