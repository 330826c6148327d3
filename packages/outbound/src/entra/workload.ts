import { firstAvailable } from '../combine.ts'
import type { Credential } from '../credential.ts'
import { systemEnvironment, type Environment } from '../environment.ts'
import { OutboundError } from '../errors.ts'
import { checkedScope } from './authority.ts'
import { entra, type EntraOptions, type EntraProof } from './entra.ts'
import { entraManagedIdentity, type ManagedIdentityOptions } from './managed/managed-identity.ts'

/** What depends on the place: everything but the scope comes from there. */
export type EntraPlace = Pick<EntraOptions, 'scope' | 'cae' | 'fetch'> & {
  /** Of this process where absent. */
  env?: Environment
}

/** What the environment says of the application, and how it proves itself; undefined where it says nothing. */
type Described = { tenant: string; clientId: string; with: EntraProof } | undefined

/**
 * `AZURE_TENANT_ID` and `AZURE_CLIENT_ID` with `AZURE_CLIENT_SECRET` or `AZURE_CLIENT_CERTIFICATE_PATH`.
 *
 * @throws OutboundError CREDENTIAL_UNAVAILABLE, when it is used, where they are not set
 */
export function entraEnvironment(options: EntraPlace): Credential {
  return ofPlace('entra-environment', options, (env) => {
    const { AZURE_TENANT_ID: tenant, AZURE_CLIENT_ID: clientId } = env
    const { AZURE_CLIENT_SECRET: secret, AZURE_CLIENT_CERTIFICATE_PATH: path } = env
    if (!tenant || !clientId) return undefined
    if (secret) return { tenant, clientId, with: { method: 'secret', secret } }
    const sendChain = /^(?:1|true)$/i.test(env['AZURE_CLIENT_SEND_CERTIFICATE_CHAIN'] ?? '')
    return path
      ? { tenant, clientId, with: { method: 'certificate', pem: fileAt(path), sendChain } }
      : undefined
  })
}

/**
 * The identity of a workload of AKS: `AZURE_FEDERATED_TOKEN_FILE`, which the platform writes anew, for `AZURE_CLIENT_ID` of
 * `AZURE_TENANT_ID`.
 *
 * @throws OutboundError CREDENTIAL_UNAVAILABLE, when it is used, where they are not set
 */
export function entraWorkload(options: EntraPlace): Credential {
  return ofPlace('entra-workload', options, (env) => {
    const { AZURE_TENANT_ID: tenant, AZURE_CLIENT_ID: clientId, AZURE_FEDERATED_TOKEN_FILE: path } = env
    if (!tenant || !clientId || !path) return undefined
    return { tenant, clientId, with: { method: 'federated', token: fileAt(path) } }
  })
}

/** The first that there is: the environment, the identity of the workload, the identity of the machine. */
export function entraDefault(options: EntraPlace & Omit<ManagedIdentityOptions, 'env'>): Credential {
  const chain = firstAvailable(
    entraEnvironment(options),
    entraWorkload(options),
    entraManagedIdentity(options),
  )
  return { ...chain, kind: 'entra-default' }
}

/** A file, read anew each time. */
const fileAt = (path: string) => async () => {
  const { readFile } = await import('node:fs/promises')
  return readFile(path, 'utf8').catch((error: unknown) => {
    // Named by the environment and not there: whoever set it should know.
    throw new OutboundError('CONFIG_INVALID', 'the file that the environment names cannot be read', {
      cause: error,
    })
  })
}

/** A credential of what the environment says, made anew when it says something else. */
function ofPlace(
  kind: string,
  { env, scope, cae, fetch: send }: EntraPlace,
  describe: (env: Environment) => Described,
): Credential {
  checkedScope(scope)
  let made: { name: string; credential: Credential } | undefined
  const current = (): Credential => {
    const variables = env ?? systemEnvironment()
    const described = describe(variables)
    if (!described)
      throw new OutboundError('CREDENTIAL_UNAVAILABLE', `the environment does not describe ${kind}`, {
        hint: 'Set AZURE_TENANT_ID, AZURE_CLIENT_ID, and what the application proves itself by.',
      })
    const authorityHost = variables['AZURE_AUTHORITY_HOST'] || undefined
    const name = JSON.stringify([
      described.tenant,
      described.clientId,
      authorityHost,
      variables['AZURE_CLIENT_SECRET'],
    ])
    if (made?.name !== name)
      made = { name, credential: entra({ ...described, scope, cae, fetch: send, authorityHost }) }
    return made.credential
  }
  return {
    kind,
    apply: (request, context) => current().apply(request, context),
    onUnauthorized: (response, sent, context) =>
      made?.credential.onUnauthorized?.(response, sent, context) ?? 'stop',
    status: () => made?.credential.status?.() ?? { kind, state: 'unknown' },
  }
}
