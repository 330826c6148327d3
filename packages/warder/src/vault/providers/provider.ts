import { Problem } from '@warder/protocol'
import type { ClientAuth, RedirectOptions } from '@warder/outbound'
import type { App } from '../../app.ts'
import type { ProviderRow } from '../../store/vault/providers.ts'
import * as providers from '../../store/vault/providers.ts'
import type { Tenant } from '../../tenants/tenant.ts'
import type { Definition } from './definition.ts'
import { sendFor } from '../send.ts'

/** A provider as it is used: its definition, and who we are there. */
export type Provider = {
  name: string
  title: string
  definition: Definition
  client_id: string
  auth: ClientAuth
}

type Vault = { app: App; tenant: Tenant }

/** @throws Problem `not_found` */
export async function findProvider({ app, tenant }: Vault, name: string): Promise<Provider> {
  const row = await providers.find(app.db, tenant.id, name)
  if (!row) throw new Problem('not_found', { detail: 'There is no such service to connect.' })
  return providerOf(app, row)
}

export function providerOf(app: Pick<App, 'secrets'>, row: ProviderRow): Provider {
  const { name, title, client_id } = row
  const definition = JSON.parse(row.definition) as Definition // checked before it was written
  return { name, title, definition, client_id, auth: authOf(app, row, definition) }
}

/** Sealed for its place: the secret of one provider opens at no other. */
export const secretPlace = (tenant_id: string, name: string): string => `vault-provider:${tenant_id}:${name}`

function authOf(
  app: Pick<App, 'secrets'>,
  row: ProviderRow,
  { auth_method: method }: Definition,
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
  { name, definition, client_id, auth }: Provider,
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
