import { setTimeout as sleep } from 'node:timers/promises'
import { systemClock } from '../../clock.ts'
import type { Clock } from '../../credential.ts'
import { OutboundError } from '../../errors.ts'
import { jittered } from '../../random.ts'
import type { HeldToken } from '../../token/freshness.ts'
import { createServerTime, type ServerTime } from '../../token/server-time.ts'
import { checkedEndpoint } from '../client.ts'
import type { AskForToken, ServerOptions } from '../server.ts'
import { clientAuthOf, heldOf, insecure, oauth, tokenError, tokenFetch, within } from './token-endpoint.ts'

type Server = { issuer: string; token_endpoint: string }

/** Tries again after so many milliseconds: what is not there for a moment, and nothing else. */
const pauses = [200, 1000]
/** A server that asks for more patience than this is not waited for, in milliseconds. */
const mostPatience = 5000

/** @param named the token endpoint, or the issuer whose metadata names it */
export function askerOf(options: ServerOptions, named: URL): AskForToken {
  const server = serverOf(options, named)
  const time = createServerTime()
  return async (grant_type, parameters, clock, signal) => {
    const asked = { grant_type, parameters, clock, signal }
    for (let attempt = 0; ; attempt++) {
      try {
        return await onceOrByItsClock(options, await server(signal), asked, time)
      } catch (error) {
        const pause = pauseAfter(error, attempt)
        if (pause === undefined || signal.aborted) throw error
        await sleep(pause, undefined, { signal })
      }
    }
  }
}

/** Milliseconds until another attempt; undefined where there is none. */
function pauseAfter(error: unknown, attempt: number): number | undefined {
  const pause = pauses[attempt]
  if (!(error instanceof OutboundError) || error.code !== 'TOKEN_ENDPOINT_UNAVAILABLE') return undefined
  const { retryAfterMs = 0 } = error
  return pause === undefined || retryAfterMs > mostPatience
    ? undefined
    : Math.max(jittered(pause), retryAfterMs)
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
  parameters: Parameters<AskForToken>[1]
  clock: Clock
  signal: AbortSignal
}

/**
 * What is signed with a time that the server does not believe is refused like any other assertion. Where its clock turns out
 * to be another than ours, it is made once more by that one.
 */
async function onceOrByItsClock(
  options: ServerOptions,
  as: Server,
  asked: Asked,
  time: ServerTime,
): Promise<HeldToken> {
  const before = time.offset()
  try {
    return await once(options, as, asked, time)
  } catch (error) {
    const refused = error instanceof OutboundError && timed.has(error.code)
    if (!refused || time.offset() === before || !dependsOnTime(options, asked)) throw error
    return once(options, as, asked, time)
  }
}

const timed = new Set(['INVALID_CLIENT', 'INVALID_GRANT', 'TOKEN_RESPONSE_INVALID'])

const dependsOnTime = ({ auth }: ServerOptions, { parameters }: Asked) =>
  typeof parameters === 'function' || auth.method === 'private_key_jwt' || auth.method === 'client_assertion'

async function once(options: ServerOptions, as: Server, asked: Asked, time: ServerTime): Promise<HeldToken> {
  const { clientId, auth, quirks = {}, fetch: send = fetch } = options
  const { clock, parameters } = asked
  const lib = await oauth()
  const requested_at = clock()
  const now = requested_at + time.offset()
  const client = { client_id: clientId, [lib.clockSkew]: Math.round((now - systemClock()) / 1000) }
  const listening: typeof send = async (...request) => {
    const response = await send(...request)
    time.learn(response.headers, requested_at, clock())
    return response
  }
  try {
    const response = await lib.genericTokenEndpointRequest(
      as,
      client,
      await clientAuthOf(lib, clientId, auth, now, asked.signal),
      asked.grant_type,
      typeof parameters === 'function' ? await parameters(now) : parameters,
      {
        ...insecure(lib, new URL(as.token_endpoint)),
        [lib.customFetch]: tokenFetch(listening, quirks),
        signal: within(asked.signal),
      },
    )
    // RFC 6749 §4.4.3: a refresh token has no place in these grants, and is not kept.
    return heldOf(await lib.processGenericTokenEndpointResponse(as, client, response), requested_at)
  } catch (error) {
    throw tokenError(lib, error)
  }
}
