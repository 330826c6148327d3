import type { ProviderStatus } from '@warder/outbound'
import { table, type Answer } from '../../output.ts'
import type { Options } from '../../verb.ts'
import { CliError } from '../../failure.ts'
import { configOf, openWithStore, outbound } from './providers.ts'

export async function list(options: Options): Promise<Answer> {
  if (options['known'] === true) return known()
  const { definitions } = await configOf(options)
  const items = [...definitions.values()].map(({ name, described, binding }) => ({
    name,
    type: described.type,
    provider: binding.use ?? null,
    base_url: binding.baseUrl ?? null,
    origins: binding.origins ?? [],
  }))
  const rows = items.map((one) => [one.name, one.type, one.provider, one.base_url ?? one.origins])
  return { value: { items }, text: table(['name', 'type', 'provider', 'address'], rows) }
}

async function known(): Promise<Answer> {
  const { findPreset, presetNames } = await outbound()
  const items = presetNames.map((name) => {
    const preset = findPreset(name)
    return {
      name,
      types: Object.keys(preset?.ways ?? {}),
      base_url: preset?.base['baseUrl'] ?? null,
      docs: preset?.docs ?? null,
    }
  })
  const rows = items.map(({ name, types, base_url }) => [name, types, base_url])
  return { value: { items }, text: table(['provider', 'types', 'address'], rows) }
}

export async function status(options: Options, [name]: readonly string[]): Promise<Answer> {
  const { providers, store } = await openWithStore(options)
  if (name !== undefined && !providers.config.definitions.has(name))
    throw new CliError('not_found', `There is no credential ${name}.`)
  const items: ProviderStatus[] = []
  for await (const one of providers.status()) if (name === undefined || one.name === name) items.push(one)
  if (name !== undefined && items[0]?.state === 'sign-in') process.exitCode = 3
  const { backend, key, folder } = store.about
  const rows = items.map((one) => [
    one.name,
    one.type,
    one.state,
    one.has_token,
    one.expires_at === undefined ? null : new Date(one.expires_at).toISOString(),
    one.last_error,
  ])
  const head = ['name', 'type', 'state', 'token', 'expires', 'error']
  const where = folder === undefined ? '' : ` in ${folder}`
  return {
    value: { items, store: store.about },
    text: `${table(head, rows)}\n\nStore: ${backend}, key: ${key}${where}`,
  }
}
