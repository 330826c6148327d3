import { Problem } from '@warder/protocol'
import type { ClientAuth, RedirectOptions } from '@warder/outbound'
import type { App } from '../../app.ts'
import type { ProviderRow } from '../../store/vault/providers.ts'
import * as providers from '../../store/vault/providers.ts'
import type { Tenant } from '../../tenants/tenant.ts'
import type { Definition, OAuthDefinition, TypedDefinition } from './definition.ts'
import { sendFor } from '../send.ts'

type Named = { name: string; title: string }

/** One where people sign in, as it is used: its definition, and who we are there. */
export type OAuthProvider = Named & {
  kind: 'oauth'
  definition: OAuthDefinition
  client_id: string
  auth: ClientAuth
}

/** One whose secret people type in. */
export type TypedProvider = Named & { kind: 'typed'; definition: TypedDefinition }

export type Provider = OAuthProvider | TypedProvider

type Vault = { app: App; tenant: Tenant }

/** @throws Problem `not_found` */
export async function findProvider({ app, tenant }: Vault, name: string): Promise<Provider> {
  const row = await providers.find(app.db, tenant.id, name)
  if (!row) throw new Problem('not_found', { detail: 'There is no such service to connect.' })
  return providerOf(app, row)
}

export function providerOf(app: Pick<App, 'secrets'>, row: ProviderRow): Provider {
  const { name, title, client_id } = row
  const definition = definitionIn(row)
  if (definition.kind !== 'oauth') return { kind: 'typed', name, title, definition }
  const auth = authOf(app, row, definition)
  return { kind: 'oauth', name, title, definition, client_id: client_id ?? '', auth }
}

export const definitionIn = (row: Pick<ProviderRow, 'definition'>): Definition =>
  JSON.parse(row.definition) as Definition // checked before it was written

/** Whether a program may have what opens this service itself. The password of a person is nobody's. */
export function isHandedOver({ definition }: Provider): boolean {
  return definition.kind === 'oauth' || (definition.kind === 'api_key' && definition.hand_over)
}

/** Sealed for its place: the secret of one provider opens at no other. */
export const secretPlace = (tenant_id: string, name: string): string => `vault-provider:${tenant_id}:${name}`

function authOf(
  app: Pick<App, 'secrets'>,
  row: ProviderRow,
  { auth_method: method }: OAuthDefinition,
): ClientAuth {
  if (method === 'none') return { method }
  const { tenant_id, name, client_secret } = row
  return {
    method,
    secret: () => {
      const opened = client_secret && app.secrets.open(secretPlace(tenant_id, name), client_secret)
      if (!opened) throw new Error(`the secret of the vault provider ${name} cannot be opened`)
      return opened.toString('utf8')
    },
  }
}

/** What the sign-in of a person at a provider takes. */
export function signInAt(
  { app, tenant }: Vault,
  { name, definition, client_id, auth }: OAuthProvider,
): RedirectOptions {
  const { authorization_endpoint, token_endpoint, scopes, scope_separator, parameters, quirks } = definition
  return {
    server: { authorizationEndpoint: authorization_endpoint, tokenEndpoint: token_endpoint },
    clientId: client_id,
    auth,
    scope: scopes.join(scope_separator),
    redirectUri: callbackOf(tenant, name),
    parameters,
    quirks,
    fetch: sendFor(app),
    clock: () => app.now() * 1000,
  }
}

/**
 * Where a provider sends people back to: what an operator registers there. Each has its own, so that the answer of one is never
 * taken for that of another (RFC 9700 §4.4.2.2).
 */
export const callbackOf = ({ issuer }: Pick<Tenant, 'issuer'>, name: string): string =>
  `${issuer}/vault/callback/${name}`
