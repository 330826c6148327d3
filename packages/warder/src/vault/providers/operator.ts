import { findPreset, presetNames } from '@warder/outbound'
import { Problem } from '@warder/protocol'
import { record } from '../../audit/audit.ts'
import { check } from '../../http/body.ts'
import * as connections from '../../store/vault/connections.ts'
import * as providers from '../../store/vault/providers.ts'
import type { Operator } from '../../users/manage.ts'
import { definitionFields, definitionOf, type Definition } from './definition.ts'
import { callbackOf, secretPlace } from './provider.ts'

/** A service as an operator describes it. */
export type NewProvider = {
  name: string
  title?: string | undefined
  /** A provider that is known; the name where there is one of that name. */
  preset?: string | undefined
  variables: Readonly<Record<string, string>>
  client_id: string
  /** Undefined for a public client. */
  client_secret: string | undefined
  /** What is said here goes before what is known. */
  definition: Partial<Definition>
}

export type ProviderView = {
  name: string
  title: string
  client_id: string
  authorization_endpoint: string
  token_endpoint: string
  origins: string[]
  scopes: string[]
  /** What to register as the redirect URI there. */
  redirect_uri: string
  connections: number
}

/**
 * Lets people connect a service, or changes what is known of one.
 * @throws Problem `invalid_input`, or `not_found` for a provider that is not known
 */
export async function putProvider(by: Operator, input: NewProvider): Promise<ProviderView> {
  const { app, tenant } = by
  const { name, client_id, client_secret } = input
  if (!/^[a-z0-9][a-z0-9-]{0,59}$/.test(name))
    throw new Problem('invalid_input', {
      detail: 'A name is of small letters, digits and hyphens, like github.',
    })
  const definition = check(definitionFields, {
    ...blank,
    ...known(input),
    ...input.definition,
    ...(client_secret === undefined && { auth_method: 'none' }),
  })
  const left = /\{\w+\}/.exec(
    definition.authorization_endpoint + definition.token_endpoint + definition.origins.join(' '),
  )
  if (left)
    throw new Problem('invalid_input', { detail: `The addresses of ${name} need a value for ${left[0]}.` })
  const now = app.now()
  const row = {
    tenant_id: tenant.id,
    name,
    title: input.title ?? titled(name),
    definition: JSON.stringify(definition),
    client_id,
    client_secret:
      client_secret === undefined ? null : app.secrets.seal(secretPlace(tenant.id, name), client_secret),
    created_at: now,
    updated_at: now,
  }
  await app.db.transaction().execute(async (tx) => {
    await providers.put(tx, row)
    await record(tx, by, { type: 'vault_provider.put', outcome: 'succeeded', detail: { provider: name } })
  })
  return view(by, row, 0)
}

const blank = {
  scopes: [],
  scope_separator: ' ',
  auth_method: 'client_secret_post',
  parameters: {},
  headers: {},
  quirks: {},
}

function known({ name, preset: asked, variables, definition }: NewProvider): Partial<Definition> {
  const preset = findPreset(asked ?? name)
  if (!preset) {
    if (asked === undefined && definition.authorization_endpoint !== undefined) return {}
    const detail = `No provider ${asked ?? name} is known. Give its addresses, or one of: ${presetNames.join(', ')}.`
    throw new Problem('not_found', { detail })
  }
  const found = definitionOf(preset, variables)
  if (!found && definition.authorization_endpoint === undefined)
    throw new Problem('invalid_input', {
      detail: `${asked ?? name} has no sign-in of people that is known here. Give its addresses.`,
    })
  return found ?? {}
}

const titled = (name: string) =>
  name
    .split('-')
    .map((word) => word.slice(0, 1).toUpperCase() + word.slice(1))
    .join(' ')

/** The services that people may connect, by name. */
export async function listProviders(by: Operator): Promise<ProviderView[]> {
  const { app, tenant } = by
  const counts = await connections.countByProvider(app.db, tenant.id)
  const rows = await providers.list(app.db, tenant.id)
  return rows.map((row) => view(by, row, counts.get(row.name) ?? 0))
}

/** Removes a service with everything that people connected to it. @throws Problem `not_found` */
export async function removeProvider(by: Operator, name: string): Promise<{ name: string }> {
  const { app, tenant } = by
  await app.db.transaction().execute(async (tx) => {
    if (!(await providers.remove(tx, tenant.id, name)))
      throw new Problem('not_found', { detail: `There is no service ${name} to connect.` })
    await record(tx, by, { type: 'vault_provider.removed', outcome: 'succeeded', detail: { provider: name } })
  })
  return { name }
}

function view({ tenant }: Operator, row: providers.ProviderRow, count: number): ProviderView {
  const { authorization_endpoint, token_endpoint, origins, scopes } = JSON.parse(row.definition) as Definition // checked above
  return {
    name: row.name,
    title: row.title,
    client_id: row.client_id,
    authorization_endpoint,
    token_endpoint,
    origins,
    scopes,
    redirect_uri: callbackOf(tenant, row.name),
    connections: count,
  }
}
