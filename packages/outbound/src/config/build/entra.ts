import type { Credential } from '../../credential.ts'
import type { EntraCloud } from '../../entra/authority.ts'
import { entra, type EntraProof } from '../../entra/entra.ts'
import { entraManagedIdentity } from '../../entra/managed/managed-identity.ts'
import type { ManagedIdentityId } from '../../entra/managed/platform.ts'
import { entraDefault, entraEnvironment, entraWorkload } from '../../entra/workload.ts'
import type { Described } from '../definition.ts'
import { optional, type Kit } from './kit.ts'

type EntraDescribed = Extract<Described, { type: 'entra' }>
type Proof = NonNullable<EntraDescribed['with']>

/** Whom a managed identity shows its token to when it proves an application: another in each part of Azure. */
const exchanges: Readonly<Record<EntraCloud, string>> = {
  public: 'api://AzureADTokenExchange',
  'us-government': 'api://AzureADTokenExchangeUSGov',
  china: 'api://AzureADTokenExchangeChina',
}

/** An application, a managed identity, or what the place says where this program runs. */
export async function entraOf(described: EntraDescribed, kit: Kit): Promise<Credential> {
  const { cloud = 'public', cae = false, authorityHost, with: said = {} } = described
  const [scope = ''] = described.scope
  const shared = { scope, cae, env: kit.env, fetch: kit.send }
  const identity = await identityOf(said, kit)
  const { tenant, clientId } = described
  if (tenant !== undefined && clientId !== undefined)
    return entra({
      ...shared,
      tenant: await kit.text(tenant),
      clientId: await kit.text(clientId),
      cloud,
      ...(authorityHost !== undefined && { authorityHost: kit.address(authorityHost) }),
      with: (await proofOf(said, kit)) ?? {
        method: 'federated',
        token: entraManagedIdentity({ scope: `${exchanges[cloud]}/.default`, identity, env: kit.env }),
      },
    })
  if (said.managedIdentity !== undefined) return entraManagedIdentity({ scope, identity, env: kit.env })
  if (said.from === 'environment') return entraEnvironment(shared)
  return said.from === 'workload' ? entraWorkload(shared) : entraDefault(shared)
}

/** Undefined where a managed identity proves it. */
async function proofOf(
  { secret, certificate, sendChain, federated, federatedBy }: Proof,
  kit: Kit,
): Promise<EntraProof | undefined> {
  if (secret) return { method: 'secret', secret: kit.secret(secret) }
  if (certificate)
    return { method: 'certificate', pem: kit.secret(certificate), ...(sendChain && { sendChain }) }
  if (federated) return { method: 'federated', token: kit.secret(federated) }
  // What stands within was read by `readDefinition`, which gives these.
  return federatedBy ? { method: 'federated', token: await kit.build(federatedBy as Described) } : undefined
}

/** Which identity of the machine; its own where undefined. */
async function identityOf(
  { managedIdentity, identityBy = 'client-id' }: Proof,
  kit: Kit,
): Promise<ManagedIdentityId | undefined> {
  const id = await optional(kit, managedIdentity)
  if (id === undefined || id === 'system') return undefined
  if (identityBy === 'client-id') return { clientId: id }
  return identityBy === 'object-id' ? { objectId: id } : { resourceId: id }
}
