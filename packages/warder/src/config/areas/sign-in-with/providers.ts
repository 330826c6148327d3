import type { ConfigProblem } from '../../problem.ts'
import type { SettingName, Values } from '../../settings.ts'
import type { SignInProvider } from './provider.ts'

/** Those that are set up wholly, in the order of the documentation. */
export function providersIn(values: Values): SignInProvider[] {
  return [...google(values), ...microsoft(values), ...apple(values), ...github(values), ...openid(values)]
}

function google(values: Values): SignInProvider[] {
  const { 'sign_in_with.google.client_id': client_id, 'sign_in_with.google.client_secret': client_secret } =
    values
  if (client_id === undefined || client_secret === undefined) return []
  const native_client_ids = values['sign_in_with.google.native_client_ids'] ?? []
  const domains = values['sign_in_with.google.domains'] ?? []
  const known = {
    name: 'google',
    title: 'Google',
    kind: 'openid',
    issuer: 'https://accounts.google.com',
  } as const
  return [{ ...known, client_id, client_secret, native_client_ids, domains }]
}

function microsoft(values: Values): SignInProvider[] {
  const {
    'sign_in_with.microsoft.client_id': client_id,
    'sign_in_with.microsoft.client_secret': client_secret,
  } = values
  const authority = values['sign_in_with.microsoft.authority']
  const tenants = values['sign_in_with.microsoft.tenants'] ?? []
  if (
    client_id === undefined ||
    client_secret === undefined ||
    authority === undefined ||
    tenants.length === 0
  )
    return []
  const native_client_ids = values['sign_in_with.microsoft.native_client_ids'] ?? []
  const known = { name: 'microsoft', title: 'Microsoft', kind: 'microsoft' } as const
  return [{ ...known, client_id, client_secret, native_client_ids, authority, tenants }]
}

function apple(values: Values): SignInProvider[] {
  const {
    'sign_in_with.apple.client_id': client_id,
    'sign_in_with.apple.team_id': team_id,
    'sign_in_with.apple.key_id': key_id,
    'sign_in_with.apple.private_key': private_key,
  } = values
  if (client_id === undefined || team_id === undefined || key_id === undefined || private_key === undefined)
    return []
  const native_client_ids = values['sign_in_with.apple.native_client_ids'] ?? []
  const known = { name: 'apple', title: 'Apple', kind: 'apple', issuer: 'https://appleid.apple.com' } as const
  return [{ ...known, client_id, native_client_ids, team_id, key_id, private_key }]
}

function github(values: Values): SignInProvider[] {
  const { 'sign_in_with.github.client_id': client_id, 'sign_in_with.github.client_secret': client_secret } =
    values
  const origin = values['sign_in_with.github.origin']
  if (client_id === undefined || client_secret === undefined || origin === undefined) return []
  return [
    {
      name: 'github',
      title: 'GitHub',
      kind: 'github',
      client_id,
      client_secret,
      native_client_ids: [],
      origin,
    },
  ]
}

function openid(values: Values): SignInProvider[] {
  const clients = values['sign_in_with.openid.clients'] ?? []
  return (values['sign_in_with.openid.issuers'] ?? []).flatMap(({ name, issuer }) => {
    const client = clients.find((one) => one.name === name)
    if (!client) return []
    return [
      { ...client, kind: 'openid', title: titled(name), issuer, native_client_ids: [], domains: [] },
    ] as const
  })
}

const titled = (name: string) =>
  name
    .split('-')
    .map((word) => word.slice(0, 1).toUpperCase() + word.slice(1))
    .join(' ')

/** What each provider needs, whole or not at all. */
const needs: readonly (readonly SettingName[])[] = [
  ['sign_in_with.google.client_id', 'sign_in_with.google.client_secret'],
  ['sign_in_with.github.client_id', 'sign_in_with.github.client_secret'],
  [
    'sign_in_with.microsoft.client_id',
    'sign_in_with.microsoft.client_secret',
    'sign_in_with.microsoft.tenants',
  ],
  [
    'sign_in_with.apple.client_id',
    'sign_in_with.apple.team_id',
    'sign_in_with.apple.key_id',
    'sign_in_with.apple.private_key',
  ],
]

/** Providers that are set up by half, so that a button would lead nowhere. */
export function providerProblems(
  values: Values,
  read: (...names: SettingName[]) => boolean,
): ConfigProblem[] {
  const problems = needs.flatMap((names) => {
    const missing = names.filter((name) => isAbsent(values[name]))
    if (missing.length === 0 || missing.length === names.length || !read(...names)) return []
    const there = names.filter((name) => !missing.includes(name))
    return missing.map((where) => ({
      where,
      problem: `is needed by ${there.join(' and ')}`,
      remedy: 'Set all of them or none',
    }))
  })
  if (!read('sign_in_with.openid.issuers', 'sign_in_with.openid.clients')) return problems
  return [...problems, ...issuerProblems(values)]
}

const isAbsent = (value: unknown) => value === undefined || (Array.isArray(value) && value.length === 0)

/** Every issuer has its client, and every client its issuer, each one time. */
function issuerProblems(values: Values): ConfigProblem[] {
  const issuers = (values['sign_in_with.openid.issuers'] ?? []).map(({ name }) => name)
  const clients = (values['sign_in_with.openid.clients'] ?? []).map(({ name }) => name)
  const where = { issuers: 'sign_in_with.openid.issuers', clients: 'sign_in_with.openid.clients' }
  return [
    ...twice(issuers).map((name) => problem(where.issuers, `names ${name} twice`, 'Give each its own name')),
    ...twice(clients).map((name) => problem(where.clients, `names ${name} twice`, 'Keep one of them')),
    ...without(issuers, clients).map((name) =>
      problem(where.clients, `says nothing about ${name}`, `Add ${name}=client-id:secret`),
    ),
    ...without(clients, issuers).map((name) =>
      problem(where.issuers, `says nothing about ${name}`, `Add ${name}=https://its.issuer.example`),
    ),
  ]
}

const problem = (where: string, what: string, remedy: string): ConfigProblem => ({
  where,
  problem: what,
  remedy,
})
const twice = (names: readonly string[]) => [
  ...new Set(names.filter((name, at) => names.indexOf(name) !== at)),
]
const without = (names: readonly string[], others: readonly string[]) =>
  names.filter((name) => !others.includes(name))
