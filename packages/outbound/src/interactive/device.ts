import { setTimeout as sleep } from 'node:timers/promises'
import { systemClock } from '../clock.ts'
import { OutboundError } from '../errors.ts'
import { keepGrant, type Grant } from '../oauth/grant.ts'
import {
  clientAuthOf,
  heldOf,
  insecure,
  oauth,
  tokenFetch,
  within,
} from '../oauth/endpoint/token-endpoint.ts'
import { grantOf, interactionError } from './by-redirect.ts'
import { endpointsOf, needed } from './endpoints.ts'
import type { DeviceSignInOptions } from './sign-in.ts'

/** RFC 8628 §3.5: five seconds more, for good, whenever the server asks for patience. */
const slower = 5
const usualInterval = 5

/** Asks until the person has typed the code there, as slowly as the server wants. */
export async function deviceSignIn(options: DeviceSignInOptions): Promise<Grant> {
  const { clientId, auth = { method: 'none' }, scope, quirks = {}, signal } = options
  const {
    fetch: send = fetch,
    clock = systemClock,
    pause = (ms) => sleep(ms, undefined, signal ? { signal } : {}),
  } = options
  const lib = await oauth()
  const as = await endpointsOf(options.server, send, signal)
  const client = { client_id: clientId }
  const clientAuth = await clientAuthOf(lib, clientId, auth)
  const asking = () => ({
    ...insecure(lib, needed(as.device_authorization_endpoint, 'sign-in on another device')),
    [lib.customFetch]: tokenFetch(send, quirks),
    signal: within(signal),
  })
  try {
    const begun = await lib.processDeviceAuthorizationResponse(
      as,
      client,
      await lib.deviceAuthorizationRequest(as, client, clientAuth, { scope }, asking()),
    )
    const { user_code, verification_uri, verification_uri_complete, expires_in } = begun
    await options.prompt({
      user_code,
      verification_uri,
      expires_in,
      ...(verification_uri_complete !== undefined && { verification_uri_complete }),
    })
    let interval = begun.interval ?? usualInterval
    const until = clock() + expires_in * 1000
    while (clock() < until) {
      await pause(interval * 1000)
      const requested_at = clock()
      try {
        const response = await lib.deviceCodeGrantRequest(as, client, clientAuth, begun.device_code, asking())
        const tokens = await lib.processDeviceCodeResponse(as, client, response)
        const grant = grantOf(tokens, heldOf(tokens, requested_at).expires_at, requested_at)
        await keepGrant(options.store, options.id, grant)
        return grant
      } catch (error) {
        interval = nextInterval(lib, error, interval)
      }
    }
    throw timedOut()
  } catch (error) {
    throw interactionError(lib, error)
  }
}

/** How long to wait before the next question. @throws what ends the sign-in */
function nextInterval(lib: Awaited<ReturnType<typeof oauth>>, error: unknown, interval: number): number {
  if (!(error instanceof lib.ResponseBodyError)) {
    // RFC 8628 §3.5: a server that does not answer in time is asked less often.
    if (error instanceof DOMException && error.name === 'TimeoutError') return interval * 2
    throw error
  }
  switch (error.error) {
    case 'authorization_pending':
      return interval
    case 'slow_down':
      return interval + slower
    case 'expired_token':
      throw timedOut()
    case 'access_denied':
      throw new OutboundError('INTERACTION_DENIED', 'the person said no', { oauth: { error: error.error } })
    default:
      throw error
  }
}

const timedOut = () =>
  new OutboundError('INTERACTION_TIMEOUT', 'the code was not typed in time', { hint: 'Begin again.' })
