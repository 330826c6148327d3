import type { Credential } from '../../credential.ts'
import type { Environment } from '../../environment.ts'
import { once } from '../../once.ts'
import { resourceOf } from '../authority.ts'
import { demandingCredential } from '../demanding.ts'
import type { ManagedIdentityId } from './platform.ts'

export type ManagedIdentityOptions = {
  /** Like `https://graph.microsoft.com/.default`. */
  scope: string
  /** One that was given to the machine; its own where absent. */
  identity?: ManagedIdentityId | undefined
  env?: Environment
  /** Milliseconds before the same is asked once more; by the rules of the platform where absent. */
  pause?: (milliseconds: number, signal: AbortSignal) => Promise<unknown>
  /** Where the agent of Azure Arc keeps its proofs, if not in the usual folder. */
  arcTokens?: string
}

/**
 * The identity that Azure gives to where this program runs: App Service, Functions, Container Apps, a virtual machine, Azure Arc,
 * Cloud Shell, Service Fabric, Machine Learning.
 *
 * @throws OutboundError CONFIG_INVALID; and when it is used CREDENTIAL_UNAVAILABLE where there is none
 */
export function entraManagedIdentity(options: ManagedIdentityOptions): Credential {
  const resource = resourceOf(options.scope)
  const source = once(async () => (await import('./identity-tokens.ts')).identityTokens(resource, options))
  return demandingCredential('entra-managed-identity', async (_demanded, clock, signal) =>
    (await source())(clock, signal),
  )
}
