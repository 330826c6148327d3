import type { App } from '../app.ts'

/**
 * Makes the keys of a tenant that has none yet. ES256 takes under a millisecond and is awaited; RS256, which
 * ID tokens need by default (OIDC Core §15.1), is made behind the first requests.
 *
 * @returns the work that goes on in the background, to be awaited before the store is closed; it never rejects
 */
export async function makeFirstKeys(
  app: Pick<App, 'keys' | 'log'>,
  tenant_id: string,
): Promise<{ background: Promise<void> }> {
  await app.keys.signer(tenant_id, 'ES256')
  const background = Promise.resolve(app.keys.signer(tenant_id, 'RS256')).then(
    () => undefined,
    (error: unknown) => app.log.warn({ error }, 'the RS256 key will be made at first need'),
  )
  return { background }
}
