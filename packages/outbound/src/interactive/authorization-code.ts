import { timingSafeEqual } from 'node:crypto'
import type { Clock } from '../credential.ts'
import { systemClock } from '../clock.ts'
import { OutboundError } from '../errors.ts'
import { keepGrant, type Grant } from '../oauth/refresh-token.ts'
import {
  clientAuthOf,
  heldOf,
  insecure,
  oauth,
  tokenError,
  tokenFetch,
  within,
  type ClientAuth,
  type Quirks,
} from '../oauth/token-endpoint.ts'
import type { CredentialStore } from '../store/store.ts'
import { endpointsOf, needed, type SignInServer } from './endpoints.ts'
import { listenOnLoopback, type LoopbackOptions } from './loopback.ts'

export type SignInOptions = {
  server: SignInServer
  clientId: string
  /** `none` for a program on its user's machine, where absent. */
  auth?: ClientAuth
  scope: string
  /** Where what it gives is kept; `refreshToken` with the same id goes on with it. */
  store: CredentialStore
  id: string
  /** Shows the person the address: opens a browser, or prints it. */
  show: (address: string) => void | Promise<void>
  /** The address that the browser came to, as the person types it: for a browser that cannot reach this machine. */
  paste?: () => Promise<string>
  redirect?: LoopbackOptions
  /** What the server wants beside: `access_type`, `audience`. */
  parameters?: Readonly<Record<string, string>>
  quirks?: Quirks
  fetch?: typeof fetch
  clock?: Clock
}

/**
 * Signs a person in by their browser: authorization code with PKCE (RFC 7636) and a loopback redirect (RFC 8252). The state,
 * and where the server sends one the issuer (RFC 9207), are those of this very attempt before the code is looked at.
 *
 * @throws OutboundError INTERACTION_DENIED, INTERACTION_TIMEOUT, ISSUER_MISMATCH, or what the token endpoint leads to
 */
export async function signIn(options: SignInOptions): Promise<Grant> {
  const {
    clientId,
    auth = { method: 'none' },
    scope,
    quirks = {},
    fetch: send = fetch,
    clock = systemClock,
  } = options
  const lib = await oauth()
  const as = await endpointsOf(options.server, send, options.redirect?.signal)
  const authorize = needed(as.authorization_endpoint, 'sign-in by browser')
  const loopback = await listenOnLoopback(options.redirect)
  try {
    const verifier = lib.generateRandomCodeVerifier()
    const state = lib.generateRandomState()
    const nonce = scope.split(' ').includes('openid') ? lib.generateRandomNonce() : undefined
    const asked = {
      ...options.parameters,
      response_type: 'code',
      [quirks.clientId ?? 'client_id']: clientId,
      redirect_uri: loopback.redirect_uri,
      scope,
      state,
      code_challenge: await lib.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      ...(nonce !== undefined && { nonce }),
    }
    for (const [name, value] of Object.entries(asked)) authorize.searchParams.set(name, value)
    const answer = loopback.answer((parameters) => isSame(parameters.get('state') ?? '', state))
    await options.show(authorize.href)
    const { paste } = options
    const parameters = await (paste ? Promise.race([answer, pasted(paste, state)]) : answer)

    const client = { client_id: clientId }
    const requested_at = clock()
    const checked = lib.validateAuthResponse(as, client, parameters, state)
    const response = await lib.authorizationCodeGrantRequest(
      as,
      client,
      await clientAuthOf(lib, clientId, auth),
      checked,
      loopback.redirect_uri,
      verifier,
      {
        ...insecure(lib, needed(as.token_endpoint, 'tokens')),
        [lib.customFetch]: tokenFetch(send, quirks),
        signal: within(),
      },
    )
    const tokens = await lib.processAuthorizationCodeResponse(as, client, response, {
      ...(nonce !== undefined && { expectedNonce: nonce, requireIdToken: true }),
    })
    const grant = grantOf(tokens, heldOf(tokens, requested_at).expires_at, requested_at)
    await keepGrant(options.store, options.id, grant)
    return grant
  } catch (error) {
    throw interactionError(lib, error)
  } finally {
    loopback.close()
  }
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

/** The parameters of an address that a person copied. One of another attempt is as wrong as one that came by itself. */
async function pasted(ask: () => Promise<string>, state: string): Promise<URLSearchParams> {
  const parameters = URL.parse((await ask()).trim())?.searchParams
  if (parameters && isSame(parameters.get('state') ?? '', state)) return parameters
  throw new OutboundError('INTERACTION_FAILED', 'this is not the address that the sign-in ended at', {
    hint: 'Copy the whole address of the page that the browser could not open.',
  })
}

/** In a time that does not depend on where they differ. */
function isSame(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)]
  return a.length === b.length && timingSafeEqual(a, b)
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
