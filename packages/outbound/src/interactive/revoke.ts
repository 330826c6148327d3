import { checkedEndpoint } from '../oauth/client.ts'
import type { Grant } from '../oauth/grant.ts'
import {
  clientAuthOf,
  insecure,
  oauth,
  tokenError,
  tokenFetch,
  within,
} from '../oauth/endpoint/token-endpoint.ts'
import { endpointsOf, needed } from './endpoints.ts'
import type { RevokeOptions } from './sign-in.ts'

/** The refresh token ends, and with it what came of it. */
export async function revokeGrant(grant: Grant, options: RevokeOptions): Promise<void> {
  const { clientId, auth, fetch: send = fetch } = options
  const lib = await oauth()
  const found = await endpointsOf(options.server, send, undefined)
  const endpoint =
    options.revocationEndpoint === undefined
      ? needed(found.revocation_endpoint, 'way to give a token back')
      : checkedEndpoint(options.revocationEndpoint)
  const as = { ...found, revocation_endpoint: endpoint.href }
  const token = grant.refresh_token || grant.access_token
  const hint = grant.refresh_token ? 'refresh_token' : 'access_token'
  try {
    const response = await lib.revocationRequest(
      as,
      { client_id: clientId },
      await clientAuthOf(lib, clientId, auth),
      token,
      {
        ...insecure(lib, endpoint),
        [lib.customFetch]: tokenFetch(send, {}),
        additionalParameters: { token_type_hint: hint },
        signal: within(),
      },
    )
    await lib.processRevocationResponse(response)
  } catch (error) {
    throw tokenError(lib, error)
  }
}
