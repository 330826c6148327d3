import { join } from 'node:path'
import { CliError } from '../../../failure.ts'
import { homeOf, nameOf, readTheirs, type Imported, type ImportOptions } from './imported.ts'

/** A profile of AWS. Its keys stay where they are, and are read when they are used. */
export async function fromAws(options: ImportOptions): Promise<Imported[]> {
  const { env, service = 's3' } = options
  const profile = options.profile ?? env['AWS_PROFILE'] ?? 'default'
  const folder = join(homeOf(options), '.aws')
  const config = await readTheirs(env['AWS_CONFIG_FILE'] || join(folder, 'config'), 'aws configure').catch(
    () => '',
  )
  const keys = await readTheirs(
    env['AWS_SHARED_CREDENTIALS_FILE'] || join(folder, 'credentials'),
    'aws configure',
  ).catch(() => '')
  const inConfig = sectionOf(config, profile === 'default' ? 'default' : `profile ${profile}`)
  if (inConfig === undefined && sectionOf(keys, profile) === undefined)
    throw new CliError('not_found', `AWS has no profile ${profile} here. Make one with aws configure first.`)
  const region =
    options.region ?? env['AWS_REGION'] ?? env['AWS_DEFAULT_REGION'] ?? valueOf(inConfig ?? '', 'region')
  if (region === undefined || !/^[a-z0-9-]+$/.test(region) || !/^[a-z0-9.-]+$/.test(service))
    throw new CliError('usage', `The profile ${profile} names no region. Say --region.`, 2)
  const host = `${service}.${region}.amazonaws.com`
  return [
    {
      name: nameOf(profile === 'default' ? service : `${service}-${profile}`),
      fields: {
        type: 'sigv4',
        service,
        region,
        credentials: { profile },
        baseUrl: `https://${host}`,
        ...(service === 's3' && { origins: [`https://*.${host}`] }),
      },
    },
  ]
}

function sectionOf(ini: string, name: string): string | undefined {
  const parts = ini.split(/^\s*\[([^\]\n]+)\]\s*$/m)
  const at = parts.findIndex((part, index) => index % 2 === 1 && part.trim() === name)
  return at < 0 ? undefined : parts[at + 1]
}

const valueOf = (section: string, name: string): string | undefined =>
  new RegExp(`^\\s*${name}\\s*=\\s*(\\S+)`, 'm').exec(section)?.[1]
