import type { Clock, Credential, Outgoing } from '../credential.ts'
import { OutboundError } from '../errors.ts'
import type { HeldToken } from '../token/freshness.ts'
import { createTokenSource } from '../token/source.ts'
import {
  checkedEndpoint,
  clientAuthOf,
  heldOf,
  insecure,
  oauth,
  tokenError,
  tokenFetch,
  within,
  type ClientAuth,
  type Quirks,
} from './token-endpoint.ts'

export type ClientCredentialsOptions = {
  /** Or `issuer`, whose metadata names it. */
  tokenEndpoint?: string
  issuer?: string
  clientId: string
  auth: ClientAuth
  scope?: string
  /** RFC 8707, and what some servers had before it. */
  resource?: string
  audience?: string
  quirks?: Quirks
  /** What sends requests for tokens. */
  fetch?: typeof fetch
}

/** Tries again after so many milliseconds: what is not there for a moment, and nothing else. */
const pauses = [200, 1000]

/**
 * RFC 6749 §4.4: a program that acts for itself. The token is got at the first request and kept until shortly before it ends;
 * twenty requests at the same time cost one call of the token endpoint, and so do twenty that are refused with 401.
 *
 * @throws OutboundError INVALID_CLIENT, TOKEN_ENDPOINT_UNAVAILABLE or TOKEN_RESPONSE_INVALID, when it is used
 */
export function clientCredentials(options: ClientCredentialsOptions): Credential {
  if ((options.tokenEndpoint === undefined) === (options.issuer === undefined))
    throw new OutboundError('CONFIG_INVALID', 'name either the token endpoint or the issuer')
  const named = checkedEndpoint(options.tokenEndpoint ?? options.issuer ?? '')
  const server = serverOf(options, named)
  const source = createTokenSource((clock, signal) => request(options, server, clock, signal))
  return tokenCredential('client-credentials', source)
}

/** A credential that sends the token of a source as RFC 6750 §2.1 says. */
export function tokenCredential(kind: string, source: ReturnType<typeof createTokenSource>): Credential {
  const sentWith = new WeakMap<Outgoing, string>()
  let lastClock: Clock | undefined
  return {
    kind,
    async apply(outgoing, { clock, signal }) {
      lastClock = clock
      const token = await source.get(clock, signal)
      sentWith.set(outgoing, token)
      outgoing.headers.set('authorization', `Bearer ${token}`)
    },
    onUnauthorized(_response, sent, { clock, signal }) {
      const token = sentWith.get(sent)
      return token === undefined ? 'stop' : source.refused(token, clock, signal)
    },
    status: () => (lastClock ? source.status(kind, lastClock) : { kind, state: 'unknown' }),
  }
}

type Server = { issuer: string; token_endpoint: string }

/** The server, looked up once where only its issuer is known; a look-up that failed is tried again. */
function serverOf({ issuer, fetch: send = fetch }: ClientCredentialsOptions, named: URL) {
  let found: Promise<Server> | undefined
  return (signal: AbortSignal): Promise<Server> => {
    if (issuer === undefined) return Promise.resolve({ issuer: named.origin, token_endpoint: named.href })
    found ??= discover(named, send, signal).catch((error: unknown) => {
      found = undefined
      throw error
    })
    return found
  }
}

async function discover(issuer: URL, send: typeof fetch, signal: AbortSignal): Promise<Server> {
  const lib = await oauth()
  const options = {
    ...insecure(lib, issuer),
    [lib.customFetch]: tokenFetch(send, {}),
    signal: within(signal),
  }
  try {
    // RFC 8414 §3: what is no OpenID provider has its metadata there alone; every other has it there too.
    const response = await lib.discoveryRequest(issuer, { ...options, algorithm: 'oauth2' })
    const { issuer: name, token_endpoint } = await lib.processDiscoveryResponse(issuer, response)
    if (token_endpoint === undefined)
      throw new OutboundError('TOKEN_RESPONSE_INVALID', 'the issuer has no token endpoint')
    return { issuer: name, token_endpoint: checkedEndpoint(token_endpoint).href }
  } catch (error) {
    throw tokenError(lib, error)
  }
}

async function request(
  options: ClientCredentialsOptions,
  server: (signal: AbortSignal) => Promise<Server>,
  clock: Clock,
  signal: AbortSignal,
): Promise<HeldToken> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await once(options, await server(signal), clock, signal)
    } catch (error) {
      const pause = pauses[attempt]
      if (
        !(error instanceof OutboundError) ||
        error.code !== 'TOKEN_ENDPOINT_UNAVAILABLE' ||
        pause === undefined ||
        signal.aborted
      )
        throw error
      await new Promise((resolve) => setTimeout(resolve, pause))
    }
  }
}

async function once(
  options: ClientCredentialsOptions,
  as: Server,
  clock: Clock,
  signal: AbortSignal,
): Promise<HeldToken> {
  const { clientId, auth, scope, resource, audience, quirks = {}, fetch: send = fetch } = options
  const lib = await oauth()
  const requested_at = clock()
  const parameters = { ...(scope && { scope }), ...(resource && { resource }), ...(audience && { audience }) }
  const client = { client_id: clientId }
  try {
    const response = await lib.clientCredentialsGrantRequest(
      as,
      client,
      await clientAuthOf(lib, clientId, auth),
      parameters,
      {
        ...insecure(lib, new URL(as.token_endpoint)),
        [lib.customFetch]: tokenFetch(send, quirks),
        signal: within(signal),
      },
    )
    // RFC 6749 §4.4.3: a refresh token has no place here, and is not kept.
    return heldOf(await lib.processClientCredentialsResponse(as, client, response), requested_at)
  } catch (error) {
    throw tokenError(lib, error)
  }
}
