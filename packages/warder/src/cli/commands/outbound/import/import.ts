import { CliError } from '../../../failure.ts'
import { table, type Answer } from '../../../output.ts'
import { text, type Options } from '../../../verb.ts'
import { changeSource, sourceOf } from '../config-file.ts'
import { configOf, fileOf, openStoreOf, outbound } from '../providers.ts'
import type { Imported, ImportOptions } from './imported.ts'
import { importSources, type ImportSource } from './sources.ts'

const readers: Readonly<Record<ImportSource, (options: ImportOptions) => Promise<Imported[]>>> = {
  gh: async (options) => (await import('./gh.ts')).fromGh(options),
  aws: async (options) => (await import('./aws.ts')).fromAws(options),
  az: async (options) => (await import('./az.ts')).fromAz(options),
  gcloud: async (options) => (await import('./gcloud.ts')).fromGcloud(options),
  netrc: async (options) => (await import('./netrc.ts')).fromNetrc(options),
  env: async (options) => (await import('./env.ts')).fromEnv(options),
}

/** Takes over what another program has. A name that is there already is left as it is. */
export async function importFrom(options: Options, [word = '']: readonly string[]): Promise<Answer> {
  const source = importSources.find((one) => one === word)
  if (!source)
    throw new CliError('usage', `Nothing is taken over from there. Known: ${importSources.join(', ')}.`, 2)
  const { grantId, keepGrant, keepSecret, withCredential } = await outbound()
  const config = await configOf(options)
  const found = await readers[source]({
    env: process.env,
    profile: text(options, 'profile'),
    service: text(options, 'service'),
    region: text(options, 'region'),
    host: text(options, 'host'),
  })
  const file = fileOf(options)
  const fresh = found.filter(({ name }) => !config.definitions.has(name))
  const withFresh = async (before: string) => {
    let changed = before
    for (const { name, fields } of fresh) changed = await withCredential(changed, file, name, fields)
    return changed
  }
  // The whole result is judged before anything is kept.
  await withFresh(await sourceOf(file))
  if (fresh.some(({ secrets, grant }) => secrets || grant)) {
    const store = await openStoreOf(config)
    for (const { name, secrets = {}, grant } of fresh) {
      for (const [entry, secret] of Object.entries(secrets)) await keepSecret(store, entry, secret)
      if (grant) await keepGrant(store, grantId(name), grant)
    }
  }
  if (fresh.length > 0) await changeSource(file, withFresh)
  const items = found.map((one) => ({ name: one.name, added: fresh.includes(one) }))
  const rows = items.map(({ name, added }) => [name, added ? 'added' : 'there already, left as it is'])
  return { value: { file, items }, text: table(['name', 'what'], rows) }
}
