import type { Clock } from '../credential.ts'
import { OutboundError } from '../errors.ts'
import type { HeldToken } from '../token/freshness.ts'
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

/** Which server gives tokens, and who asks it. */
export type ServerOptions = {
  /** Or `issuer`, whose metadata names it. */
  tokenEndpoint?: string
  issuer?: string
  clientId: string
  auth: ClientAuth
  quirks?: Quirks
  /** What sends requests for tokens. */
  fetch?: typeof fetch
}

type Server = { issuer: string; token_endpoint: string }

/** Asks the server for a token by a grant. */
export type AskForToken = (
  grant_type: string,
  parameters: Record<string, string>,
  clock: Clock,
  signal: AbortSignal,
) => Promise<HeldToken>

/** Tries again after so many milliseconds: what is not there for a moment, and nothing else. */
const pauses = [200, 1000]

/** @throws OutboundError CONFIG_INVALID, or INSECURE_URL for plain http to another machine */
export function tokenServer(options: ServerOptions): AskForToken {
  if ((options.tokenEndpoint === undefined) === (options.issuer === undefined))
    throw new OutboundError('CONFIG_INVALID', 'name either the token endpoint or the issuer')
  const server = serverOf(options, checkedEndpoint(options.tokenEndpoint ?? options.issuer ?? ''))
  return async (grant_type, parameters, clock, signal) => {
    for (let attempt = 0; ; attempt++) {
      try {
        return await once(options, await server(signal), { grant_type, parameters, clock, signal })
      } catch (error) {
        const pause = pauses[attempt]
        const away = error instanceof OutboundError && error.code === 'TOKEN_ENDPOINT_UNAVAILABLE'
        if (!away || pause === undefined || signal.aborted) throw error
        await new Promise((resolve) => setTimeout(resolve, pause))
      }
    }
  }
}

/** The server, looked up once where only its issuer is known; a look-up that failed is tried again. */
function serverOf({ issuer, fetch: send = fetch }: ServerOptions, named: URL) {
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

type Asked = {
  grant_type: string
  parameters: Record<string, string>
  clock: Clock
  signal: AbortSignal
}

async function once(options: ServerOptions, as: Server, asked: Asked): Promise<HeldToken> {
  const { clientId, auth, quirks = {}, fetch: send = fetch } = options
  const lib = await oauth()
  const requested_at = asked.clock()
  const client = { client_id: clientId }
  try {
    const response = await lib.genericTokenEndpointRequest(
      as,
      client,
      await clientAuthOf(lib, clientId, auth),
      asked.grant_type,
      asked.parameters,
      {
        ...insecure(lib, new URL(as.token_endpoint)),
        [lib.customFetch]: tokenFetch(send, quirks),
        signal: within(asked.signal),
      },
    )
    // RFC 6749 §4.4.3: a refresh token has no place in these grants, and is not kept.
    return heldOf(await lib.processGenericTokenEndpointResponse(as, client, response), requested_at)
  } catch (error) {
    throw tokenError(lib, error)
  }
}

/** Parameters without those that were not given. */
export function given(parameters: Record<string, string | undefined>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(parameters).flatMap(([name, value]) => (value ? [[name, value]] : [])),
  )
}
