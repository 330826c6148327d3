import { authorizationRedirect } from '../oauth/response/authorization-redirect.ts'
import { OAuthError } from '../oauth/errors.ts'
import { parameter } from '../oauth/parameters/parameters.ts'

/** The parameters of OpenID Connect RP-Initiated Logout 1.0 §2. All are optional. */
export type LogoutRequest = {
  id_token_hint?: string
  logout_hint?: string
  client_id?: string
  post_logout_redirect_uri?: string
  state?: string
  ui_locales?: string
}

const names = [
  'id_token_hint',
  'logout_hint',
  'client_id',
  'post_logout_redirect_uri',
  'state',
  'ui_locales',
] as const

/**
 * Reads a logout request.
 *
 * @throws OAuthError invalid_request when a parameter is sent twice or holds a control character
 * @see OpenID Connect RP-Initiated Logout 1.0 §2
 */
export function parseLogoutRequest(params: URLSearchParams): LogoutRequest {
  const request: LogoutRequest = {}
  for (const name of names) {
    const value = parameter(params, name)
    if (value !== undefined) request[name] = value
  }
  return request
}

/** The client that asks: found by the audience of a valid id_token_hint, or else by client_id. */
export type LogoutClient = { client_id: string; post_logout_redirect_uris: readonly string[] }

/**
 * Where the browser goes after the sign-out, with `state` added; undefined means a page of ours.
 *
 * @param client undefined when neither a valid hint nor client_id names a client we know
 * @throws OAuthError invalid_request when client_id and the hint name two clients
 * @see OpenID Connect RP-Initiated Logout 1.0 §3
 */
export function decideLogoutRedirect(
  request: LogoutRequest,
  client: LogoutClient | undefined,
): string | undefined {
  // OpenID Connect RP-Initiated Logout 1.0 §2: with both, client_id must be the client the hint was issued to.
  if (client && request.client_id !== undefined && request.client_id !== client.client_id) {
    throw new OAuthError('invalid_request', 'client_id differs from the client of id_token_hint')
  }
  const uri = request.post_logout_redirect_uri
  // §3: only where it was registered, compared as strings; any other place would be an open redirector.
  if (uri === undefined || !client?.post_logout_redirect_uris.includes(uri)) return undefined
  return authorizationRedirect(uri, { state: request.state })
}
