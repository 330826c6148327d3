import { join } from 'node:path'
import { CliError } from '../../../failure.ts'
import { homeOf, objectOf, readTheirs, textIn, type Imported, type ImportOptions } from './imported.ts'

/**
 * Who is signed in to Azure's own program. Its cache is a file on Linux; where the system seals it, nothing can be taken.
 * Microsoft's refresh tokens do not rotate out, so that both programs go on with the same one.
 */
export async function fromAz(options: ImportOptions): Promise<Imported[]> {
  const folder = options.env['AZURE_CONFIG_DIR'] || join(homeOf(options), '.azure')
  const cacheFile = join(folder, 'msal_token_cache.json')
  const cache = objectOf(await readTheirs(cacheFile, 'az login'), cacheFile)
  const profileFile = join(folder, 'azureProfile.json')
  const profile = objectOf(await readTheirs(profileFile, 'az login'), profileFile)
  const tenant = tenantOf(profile)
  const [found] = Object.values((cache['RefreshToken'] ?? {}) as object) as unknown[]
  const secret = textIn(found, 'secret')
  const clientId = textIn(found, 'client_id')
  if (tenant === undefined || secret === undefined || clientId === undefined)
    throw new CliError('not_found', 'Nobody is signed in to az. Sign in with az login first.')
  const authority = `https://login.microsoftonline.com/${tenant}/oauth2/v2.0`
  return [
    {
      name: 'azure',
      fields: {
        type: 'authorization-code',
        authorizationEndpoint: `${authority}/authorize`,
        tokenEndpoint: `${authority}/token`,
        deviceAuthorizationEndpoint: `${authority}/devicecode`,
        clientId,
        scope: ['https://management.azure.com/.default', 'offline_access'],
        redirectHost: 'localhost',
        baseUrl: 'https://management.azure.com',
      },
      grant: { access_token: '', refresh_token: secret, requested_at: 0, expires_at: 0 },
    },
  ]
}

function tenantOf(profile: Record<string, unknown>): string | undefined {
  const { subscriptions } = profile
  const all: unknown[] = Array.isArray(subscriptions) ? subscriptions : []
  const usual = all.find((one) => (one as { isDefault?: unknown } | null)?.isDefault === true)
  const tenant = textIn(usual ?? all[0], 'tenantId')
  return tenant !== undefined && /^[0-9A-Za-z.-]+$/.test(tenant) ? tenant : undefined
}
