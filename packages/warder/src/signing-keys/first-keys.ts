import type { SigningAlgorithm } from '@warder/protocol'
import type { App } from '../app.ts'

/** What the others are used for is asked for by single applications; RS256 by OIDC Core §15.1. */
const behind: readonly SigningAlgorithm[] = ['RS256', 'PS256', 'ES384', 'EdDSA']

/**
 * Makes the keys of a tenant that has none yet, one of each algorithm that applications may ask for, so that each has stood
 * in the key set before it signs. ES256 takes under a millisecond and is awaited; the rest is made behind the first
 * requests.
 *
 * @returns the work that goes on in the background, to be awaited before the store is closed; it never rejects
 */
export async function makeFirstKeys(
  app: Pick<App, 'keys' | 'log'>,
  tenant_id: string,
): Promise<{ background: Promise<void> }> {
  await app.keys.signer(tenant_id, 'ES256')
  const make = async () => {
    for (const alg of behind) {
      try {
        await app.keys.signer(tenant_id, alg)
      } catch (error) {
        app.log.warn({ error }, 'a signing key will be made at first need')
      }
    }
  }
  return { background: make() }
}
