import { join } from 'node:path'
import { CliError } from '../../../failure.ts'
import { homeOf, objectOf, readTheirs, textIn, type Imported, type ImportOptions } from './imported.ts'

type Cloud = { name: string; login: string; management: string }

/** The parts of Azure, by what az calls them. */
const clouds: Readonly<Record<string, Cloud>> = {
  AzureCloud: {
    name: 'public',
    login: 'https://login.microsoftonline.com',
    management: 'https://management.azure.com',
  },
  AzureUSGovernment: {
    name: 'us-government',
    login: 'https://login.microsoftonline.us',
    management: 'https://management.usgovcloudapi.net',
  },
  AzureChinaCloud: {
    name: 'china',
    login: 'https://login.partner.microsoftonline.cn',
    management: 'https://management.chinacloudapi.cn',
  },
}

/** Of the subscription that az uses when none is named. */
type SignedIn = { folder: string; tenant: string; cloud: Cloud; user: unknown }

/**
 * Who is signed in to Azure's own program: a person, an application, or the identity of the machine. What it keeps is in files on
 * Linux; where the system seals it, nothing can be taken.
 */
export async function fromAz(options: ImportOptions): Promise<Imported[]> {
  const folder = options.env['AZURE_CONFIG_DIR'] || join(homeOf(options), '.azure')
  const file = join(folder, 'azureProfile.json')
  const { subscriptions } = objectOf(await readTheirs(file, 'az login'), file)
  const all: unknown[] = Array.isArray(subscriptions) ? subscriptions : []
  const usual = all.find((one) => (one as { isDefault?: unknown } | null)?.isDefault === true) ?? all[0]
  const tenant = textIn(usual, 'tenantId')
  if (tenant === undefined || !/^[0-9A-Za-z.-]+$/.test(tenant)) throw nobody()
  const environment = textIn(usual, 'environmentName') ?? 'AzureCloud'
  const cloud = Object.hasOwn(clouds, environment) ? clouds[environment] : undefined
  if (!cloud)
    throw new CliError(
      'not_understood',
      `az is signed in to ${environment}, which is no part of Azure that is known.`,
    )
  const { user } = usual as { user?: unknown }
  const signedIn = { folder, tenant, cloud, user }
  if (textIn(user, 'assignedIdentityInfo') !== undefined) return [ofMachine(signedIn)]
  return [await (textIn(user, 'type') === 'servicePrincipal' ? ofApplication(signedIn) : ofPerson(signedIn))]
}

const nobody = () => new CliError('not_found', 'Nobody is signed in to az. Sign in with az login first.')

const scopeOf = ({ management }: Cloud) => `${management}/.default`

const identityIds: Readonly<Record<string, string>> = {
  MSIClient: 'client-id',
  MSIObject: 'object-id',
  MSIResource: 'resource-id',
}

function ofMachine({ cloud, user }: SignedIn): Imported {
  const [, kind = '', id] = /^(\w+)(?:-(.+))?$/s.exec(textIn(user, 'assignedIdentityInfo') ?? '') ?? []
  const identityBy = Object.hasOwn(identityIds, kind) ? identityIds[kind] : undefined
  const proof =
    id !== undefined && identityBy !== undefined
      ? { managedIdentity: id, identityBy }
      : { managedIdentity: 'system' }
  return {
    name: 'azure',
    fields: { type: 'entra', with: proof, scope: scopeOf(cloud), baseUrl: cloud.management },
  }
}

async function ofApplication({ folder, tenant, cloud, user }: SignedIn): Promise<Imported> {
  const file = join(folder, 'service_principal_entries.json')
  const clientId = textIn(user, 'name') ?? ''
  const { entries } = objectOf(`{"entries":${await readTheirs(file, 'az login')}}`, file)
  const own = (Array.isArray(entries) ? (entries as unknown[]) : []).filter(
    (one) => textIn(one, 'client_id') === clientId,
  )
  // As az does it: one that is known in another tenant may be used in this one.
  const entry = own.find((one) => textIn(one, 'tenant') === tenant) ?? own[0]
  const secret = textIn(entry, 'client_secret')
  const certificate = textIn(entry, 'certificate')
  if (secret === undefined && certificate === undefined) throw nobody()
  const sendChain = (entry as { use_cert_sn_issuer?: unknown }).use_cert_sn_issuer ? 'true' : undefined
  return {
    name: 'azure',
    fields: {
      type: 'entra',
      tenant,
      clientId,
      ...(cloud.name !== 'public' && { cloud: cloud.name }),
      with:
        secret === undefined
          ? { certificate: `file:${certificate}`, ...(sendChain && { sendChain }) }
          : { secret: 'keyring:azure' },
      scope: scopeOf(cloud),
      baseUrl: cloud.management,
    },
    ...(secret !== undefined && { secrets: { azure: secret } }),
  }
}

/** Microsoft's refresh tokens do not rotate out, so that both programs go on with the same one. */
async function ofPerson({ folder, tenant, cloud, user }: SignedIn): Promise<Imported> {
  const file = join(folder, 'msal_token_cache.json')
  const { RefreshToken, Account } = objectOf(await readTheirs(file, 'az login'), file)
  const tokens = valuesOf(RefreshToken)
  const name = textIn(user, 'name')?.toLowerCase()
  const account = valuesOf(Account).find((one) => textIn(one, 'username')?.toLowerCase() === name)
  // Several people may be signed in: the token is that of the one whose subscription is used.
  const found =
    name === undefined && tokens.length === 1
      ? tokens[0]
      : tokens.find(
          (one) =>
            account !== undefined && textIn(one, 'home_account_id') === textIn(account, 'home_account_id'),
        )
  const secret = textIn(found, 'secret')
  const clientId = textIn(found, 'client_id')
  if (secret === undefined || clientId === undefined) throw nobody()
  const authority = `${cloud.login}/${tenant}/oauth2/v2.0`
  return {
    name: 'azure',
    fields: {
      type: 'authorization-code',
      authorizationEndpoint: `${authority}/authorize`,
      tokenEndpoint: `${authority}/token`,
      deviceAuthorizationEndpoint: `${authority}/devicecode`,
      clientId,
      scope: [scopeOf(cloud), 'offline_access'],
      redirectHost: 'localhost',
      baseUrl: cloud.management,
    },
    grant: { access_token: '', refresh_token: secret, requested_at: 0, expires_at: 0 },
  }
}

const valuesOf = (from: unknown): unknown[] =>
  typeof from === 'object' && from !== null ? Object.values(from) : []
