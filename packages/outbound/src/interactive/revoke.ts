import type { Grant } from '../oauth/refresh-token.ts'
import {
  checkedEndpoint,
  clientAuthOf,
  insecure,
  oauth,
  tokenError,
  tokenFetch,
  within,
  type ClientAuth,
} from '../oauth/token-endpoint.ts'
import { endpointsOf, needed, type SignInServer } from './endpoints.ts'

export type RevokeOptions = {
  server: SignInServer
  /** Where the server does not publish it. */
  revocationEndpoint?: string
  clientId: string
  auth: ClientAuth
  fetch?: typeof fetch
}

/**
 * RFC 7009: gives a grant back. The refresh token ends, and with it what came of it; where there is none the access token.
 *
 * @throws OutboundError CONFIG_INVALID when the server has no place for it, TOKEN_ENDPOINT_UNAVAILABLE when it does not answer
 */
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
