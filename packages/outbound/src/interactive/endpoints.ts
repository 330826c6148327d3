import type { AuthorizationServer } from 'oauth4webapi'
import { OutboundError } from '../errors.ts'
import { checkedEndpoint } from '../oauth/client.ts'
import { insecure, oauth, tokenError, tokenFetch, within } from '../oauth/endpoint/token-endpoint.ts'

/** The server of a sign-in: by its issuer, or by its addresses where it publishes none. */
export type SignInServer =
  | { issuer: string }
  | {
      authorizationEndpoint?: string
      deviceAuthorizationEndpoint?: string
      tokenEndpoint: string
    }

/** @throws OutboundError TOKEN_ENDPOINT_UNAVAILABLE, TOKEN_RESPONSE_INVALID or INSECURE_URL */
export async function endpointsOf(
  server: SignInServer,
  send: typeof fetch,
  signal: AbortSignal | undefined,
): Promise<AuthorizationServer> {
  if (!('issuer' in server)) {
    const { authorizationEndpoint, deviceAuthorizationEndpoint, tokenEndpoint } = server
    return {
      issuer: checkedEndpoint(tokenEndpoint).origin,
      token_endpoint: checkedEndpoint(tokenEndpoint).href,
      ...(authorizationEndpoint && { authorization_endpoint: checkedEndpoint(authorizationEndpoint).href }),
      ...(deviceAuthorizationEndpoint && {
        device_authorization_endpoint: checkedEndpoint(deviceAuthorizationEndpoint).href,
      }),
    }
  }
  const lib = await oauth()
  const issuer = checkedEndpoint(server.issuer)
  try {
    const options = {
      ...insecure(lib, issuer),
      [lib.customFetch]: tokenFetch(send, {}),
      signal: within(signal),
    }
    const response = await lib.discoveryRequest(issuer, { ...options, algorithm: 'oauth2' })
    return await lib.processDiscoveryResponse(issuer, response)
  } catch (error) {
    throw tokenError(lib, error)
  }
}

/** The address of an endpoint that this sign-in needs. @throws OutboundError CONFIG_INVALID when the server has none */
export function needed(endpoint: string | undefined, what: string): URL {
  if (endpoint === undefined) throw new OutboundError('CONFIG_INVALID', `this server offers no ${what}`)
  return checkedEndpoint(endpoint)
}
