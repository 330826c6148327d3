import { systemClock } from '../clock.ts'
import { OutboundError } from '../errors.ts'
import type { Grant } from '../oauth/grant.ts'
import {
  clientAuthOf,
  heldOf,
  insecure,
  oauth,
  tokenError,
  tokenFetch,
  within,
} from '../oauth/endpoint/token-endpoint.ts'
import { endpointsOf, needed, type SignInServer } from './endpoints.ts'
import type { Attempt, RedirectOptions } from './sign-in.ts'

/** With PKCE (RFC 7636). */
export async function beginSignIn(options: RedirectOptions): Promise<{ address: string; attempt: Attempt }> {
  const { clientId, scope, quirks = {}, fetch: send = fetch, signal } = options
  const lib = await oauth()
  const as = await endpointsOf(options.server, send, signal)
  const authorize = needed(as.authorization_endpoint, 'sign-in by browser')
  const named = 'issuer' in options.server
  const nonce = named && scope.split(' ').includes('openid') ? lib.generateRandomNonce() : undefined
  const attempt = {
    state: lib.generateRandomState(),
    verifier: lib.generateRandomCodeVerifier(),
    ...(nonce !== undefined && { nonce }),
  }
  const asked = {
    ...options.parameters,
    response_type: 'code',
    [quirks.clientId ?? 'client_id']: clientId,
    redirect_uri: options.redirectUri,
    ...(scope !== '' && { scope }),
    state: attempt.state,
    code_challenge: await lib.calculatePKCECodeChallenge(attempt.verifier),
    code_challenge_method: 'S256',
    ...(nonce !== undefined && { nonce }),
  }
  for (const [name, value] of Object.entries(asked)) authorize.searchParams.set(name, value)
  return { address: authorize.href, attempt }
}

/** The state, and the issuer of RFC 9207, are looked at before the code. */
export async function finishSignIn(
  options: RedirectOptions,
  { state, verifier, nonce }: Attempt,
  answer: URLSearchParams,
): Promise<Grant> {
  const { clientId, auth, quirks = {}, fetch: send = fetch, clock = systemClock } = options
  const lib = await oauth()
  try {
    const as = await endpointsOf(options.server, send, options.signal)
    const client = { client_id: clientId }
    const checked = lib.validateAuthResponse(as, client, ofNamed(options.server, answer), state)
    const requested_at = clock()
    const response = await lib.authorizationCodeGrantRequest(
      as,
      client,
      await clientAuthOf(lib, clientId, auth),
      checked,
      options.redirectUri,
      verifier,
      {
        ...insecure(lib, needed(as.token_endpoint, 'tokens')),
        [lib.customFetch]: tokenFetch(send, quirks, { idToken: nonce !== undefined }),
        signal: within(),
      },
    )
    const tokens = await lib.processAuthorizationCodeResponse(as, client, response, {
      ...(nonce !== undefined && { expectedNonce: nonce, requireIdToken: true }),
    })
    return grantOf(tokens, heldOf(tokens, requested_at).expires_at, requested_at)
  } catch (error) {
    throw interactionError(lib, error)
  }
}

/** RFC 9207 §2.4 compares with an issuer that is known; of a server that is known by its addresses alone there is none. */
function ofNamed(server: SignInServer, answer: URLSearchParams): URLSearchParams {
  if ('issuer' in server) return answer
  const rest = new URLSearchParams(answer)
  rest.delete('iss')
  return rest
}

/** @param expires_at in milliseconds since 1970; undefined where the server does not say */
export function grantOf(
  tokens: { access_token: string; refresh_token?: string; scope?: string },
  expires_at: number | undefined,
  requested_at: number,
): Grant {
  return {
    access_token: tokens.access_token,
    // Without one there is nothing to renew, and the person signs in again when the token ends.
    refresh_token: tokens.refresh_token ?? '',
    requested_at,
    ...(expires_at !== undefined && { expires_at }),
    ...(tokens.scope !== undefined && { scope: tokens.scope }),
  }
}

export function interactionError(lib: Awaited<ReturnType<typeof oauth>>, error: unknown): OutboundError {
  if (error instanceof OutboundError) return error
  if (error instanceof lib.AuthorizationResponseError) {
    const denied = error.error === 'access_denied'
    const description = error.error_description?.slice(0, 500)
    return new OutboundError(
      denied ? 'INTERACTION_DENIED' : 'INTERACTION_FAILED',
      `the server says ${error.error.slice(0, 100)}`,
      {
        oauth: { error: error.error, ...(description !== undefined && { description }) },
      },
    )
  }
  if (error instanceof lib.OperationProcessingError && /"iss"|issuer/.test(error.message))
    return new OutboundError('ISSUER_MISMATCH', 'the answer is of another server than was asked')
  return tokenError(lib, error)
}
