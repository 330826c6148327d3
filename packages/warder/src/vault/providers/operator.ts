import { Problem } from '@warder/protocol'
import { record } from '../../audit/audit.ts'
import { check } from '../../http/body.ts'
import * as connections from '../../store/vault/connections.ts'
import * as providers from '../../store/vault/providers.ts'
import type { Operator } from '../../users/manage.ts'
import { giveBackAllTo } from '../connecting/give-back.ts'
import {
  definitionFields,
  definitionOf,
  type Definition,
  type KeyDefinition,
  type Kind,
  type OAuthDefinition,
} from './definition.ts'
import { callbackOf, definitionIn, secretPlace } from './provider.ts'
import { titled } from './titled.ts'

/** What an operator may say of a service, of whichever kind. */
type Described = Partial<Omit<OAuthDefinition, 'kind'> & Omit<KeyDefinition, 'kind'>>

/** A service as an operator describes it. */
export type NewProvider = {
  name: string
  title?: string | undefined
  /** How people connect it; what is known of it where absent, and otherwise by signing in there. */
  kind?: Kind | undefined
  /** A provider that is known; the name where there is one of that name. */
  preset?: string | undefined
  variables: Readonly<Record<string, string>>
  /** Who we are where people sign in. */
  client_id?: string | undefined
  /** Undefined for a public client. */
  client_secret?: string | undefined
  /** What is said here goes before what is known. */
  definition: Described
}

export type ProviderView = {
  name: string
  title: string
  kind: Kind
  origins: string[]
  connections: number
  /** Where people sign in. */
  sign_in?: {
    client_id: string
    authorization_endpoint: string
    token_endpoint: string
    scopes: string[]
    /** What to register as the redirect URI there. */
    redirect_uri: string
  }
}

/**
 * Lets people connect a service, or changes what is known of one.
 * @throws Problem `invalid_input`, `not_found` for a provider that is not known, or `conflict` where people connected it in
 *   another way
 */
export async function putProvider(by: Operator, input: NewProvider): Promise<ProviderView> {
  const { app, tenant } = by
  const { name, client_secret } = input
  if (!/^[a-z0-9][a-z0-9-]{0,59}$/.test(name))
    throw invalid('A name is of small letters, digits and hyphens, like github.')
  const found = await known(input)
  const kind = input.kind ?? found.kind ?? 'oauth'
  const definition = check(definitionFields, {
    ...blank[kind],
    ...found,
    ...input.definition,
    kind,
    ...(kind === 'oauth' && client_secret === undefined && { auth_method: 'none' }),
  })
  const left = /\{\w+\}/.exec(addressesOf(definition).join(' '))
  if (left) throw invalid(`The addresses of ${name} need a value for ${left[0]}.`)
  const now = app.now()
  const row = {
    tenant_id: tenant.id,
    name,
    title: input.title ?? titled(name),
    definition: JSON.stringify(definition),
    client_id: clientIn(input, kind),
    client_secret:
      client_secret === undefined ? null : app.secrets.seal(secretPlace(tenant.id, name), client_secret),
    created_at: now,
    updated_at: now,
  }
  await app.db.transaction().execute(async (tx) => {
    const before = await providers.find(tx, tenant.id, name)
    if (before && definitionIn(before).kind !== kind)
      throw new Problem('conflict', {
        detail: `People connect ${name} in another way. Remove it first, with what they connected.`,
      })
    await providers.put(tx, row)
    await record(tx, by, { type: 'vault_provider.put', outcome: 'succeeded', detail: { provider: name } })
  })
  return view(by, row, 0)
}

const invalid = (detail: string) => new Problem('invalid_input', { detail })

const blank = {
  oauth: {
    headers: {},
    scopes: [],
    scope_separator: ' ',
    auth_method: 'client_secret_post',
    parameters: {},
    quirks: {},
  },
  api_key: { headers: {}, in: 'header', hand_over: false },
  basic: { headers: {} },
}

/** Where people type in what opens a service, we are nobody there. */
function clientIn({ name, client_id, client_secret }: NewProvider, kind: Kind): string | null {
  if (kind === 'oauth') {
    if (client_id === undefined || client_id === '') throw invalid(`Say which client we are at ${name}.`)
    return client_id
  }
  if (client_id !== undefined || client_secret !== undefined)
    throw invalid(`People type in what opens ${name}: there is no client.`)
  return null
}

const addressesOf = (definition: Definition): string[] =>
  definition.kind === 'oauth'
    ? [definition.authorization_endpoint, definition.token_endpoint, ...definition.origins]
    : definition.origins

async function known({
  name,
  kind,
  preset: asked,
  variables,
  definition,
}: NewProvider): Promise<Partial<Definition>> {
  if (kind === 'basic') return {}
  const described =
    (kind === 'api_key' ? definition.origins : definition.authorization_endpoint) !== undefined
  const { findPreset, presetNames } = await import('@warder/outbound')
  const preset = findPreset(asked ?? name)
  if (!preset) {
    if (asked === undefined && described) return {}
    const detail = `No provider ${asked ?? name} is known. Give its addresses, or one of: ${presetNames.join(', ')}.`
    throw new Problem('not_found', { detail })
  }
  const found = definitionOf(preset, kind, variables)
  if (!found && !described)
    throw invalid(`${asked ?? name} is known, and not connected in this way. Give its addresses.`)
  return found ?? {}
}

/** The services that people may connect, by name. */
export async function listProviders(by: Operator): Promise<ProviderView[]> {
  const { app, tenant } = by
  const counts = await connections.countByProvider(app.db, tenant.id)
  const rows = await providers.list(app.db, tenant.id)
  return rows.map((row) => view(by, row, counts.get(row.name) ?? 0))
}

export type RemovedProvider = { name: string; connections: number; given_back: number }

/**
 * Removes a service with everything that people connected to it, and gives the tokens back where it takes them.
 * @throws Problem `not_found`
 */
export async function removeProvider(by: Operator, name: string): Promise<RemovedProvider> {
  const { app, tenant } = by
  const { provider, gone } = await app.db.transaction().execute(async (tx) => {
    const removed = await connections.removeAllTo(tx, tenant.id, name)
    const row = await providers.remove(tx, tenant.id, name)
    if (!row) throw new Problem('not_found', { detail: `There is no service ${name} to connect.` })
    await record(tx, by, { type: 'vault_provider.removed', outcome: 'succeeded', detail: { provider: name } })
    return { provider: row, gone: removed }
  })
  return { name, connections: gone.length, given_back: await giveBackAllTo(app, provider, gone) }
}

function view({ tenant }: Operator, row: providers.ProviderRow, count: number): ProviderView {
  const { name, title, client_id } = row
  const definition = definitionIn(row)
  const shared = { name, title, kind: definition.kind, origins: definition.origins, connections: count }
  if (definition.kind !== 'oauth') return shared
  const { authorization_endpoint, token_endpoint, scopes } = definition
  const redirect_uri = callbackOf(tenant, name)
  const sign_in = {
    client_id: client_id ?? '',
    authorization_endpoint,
    token_endpoint,
    scopes,
    redirect_uri,
  }
  return { ...shared, sign_in }
}
