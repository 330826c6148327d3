import type { Clock, Credential } from '../credential.ts'
import { systemClock } from '../clock.ts'
import { OutboundError } from '../errors.ts'
import { demandingCredential } from '../entra/demanding.ts'
import { probed, tokenIn } from '../token/token-of.ts'

/** What the SDKs of Azure call a token (`AccessToken` of @azure/core-auth). */
export type AzureToken = { token: string; expiresOnTimestamp: number; refreshAfterTimestamp?: number }

/** What they call a credential (`TokenCredential`), without their types. */
export type AzureTokenCredential = {
  getToken: (
    scopes: string | string[],
    options?: { abortSignal?: AbortSignal; claims?: string },
  ) => Promise<AzureToken | null>
}

/**
 * A credential of an SDK of Azure as one of ours: one that asks a person, or the developer's own.
 *
 * @throws OutboundError CREDENTIAL_UNAVAILABLE, when it is used, where it has no token
 */
export function fromTokenCredential(theirs: AzureTokenCredential, scope: string | string[]): Credential {
  return demandingCredential('azure-token-credential', async (claims, clock, signal) => {
    const requested_at = clock()
    const options = { abortSignal: signal, ...(claims !== undefined && { claims }) }
    const got = await theirs.getToken(scope, options)
    if (!got?.token)
      throw new OutboundError('CREDENTIAL_UNAVAILABLE', 'the credential of the SDK has no token')
    const { token, expiresOnTimestamp, refreshAfterTimestamp: refresh_at } = got
    return {
      access_token: token,
      requested_at,
      expires_at: expiresOnTimestamp,
      ...(refresh_at !== undefined && { refresh_at }),
    }
  })
}

/** How long a token is told to live whose end nobody knows, in milliseconds: the SDK asks again soon. */
const unknownLife = 60_000

/**
 * A credential of ours for an SDK of Azure. What the SDK does with the token is its own: the binding to origins ends here.
 *
 * @param of a credential, or which one there is for the scopes that the SDK asks for
 */
export function toTokenCredential(
  of: Credential | ((scopes: readonly string[]) => Credential),
  clock: Clock = systemClock,
): AzureTokenCredential {
  const made = new Map<string, Credential>()
  const credentialFor = (scopes: readonly string[]): Credential => {
    if (typeof of !== 'function') return of
    const name = scopes.join(' ')
    const credential = made.get(name) ?? of(scopes)
    made.set(name, credential)
    return credential
  }
  return {
    async getToken(scopes, { abortSignal, claims } = {}) {
      const credential = credentialFor(typeof scopes === 'string' ? [scopes] : scopes)
      const context = { clock, signal: abortSignal }
      let sent = await probed(credential, context)
      if (claims !== undefined) {
        // The SDK has met a demand of the API; ours learns of it as it does elsewhere.
        await credential.onUnauthorized?.(demand(claims), sent, context)
        sent = await probed(credential, context)
      }
      const status = await credential.status?.()
      return { token: tokenIn(sent), expiresOnTimestamp: status?.expires_at ?? clock() + unknownLife }
    },
  }
}

const demand = (claims: string) =>
  new Response(null, {
    status: 401,
    headers: {
      'www-authenticate': `Bearer error="insufficient_claims", claims="${Buffer.from(claims).toString('base64')}"`,
    },
  })
