import { systemClock } from '../clock.ts'
import type { Clock, Credential, CredentialContext, Outgoing } from '../credential.ts'
import { OutboundError } from '../errors.ts'
import { bindingOf, isLoopback, type Binding, type BindingOptions } from './binding.ts'
import { bodyOf, isReplayable } from './body.ts'

export type AuthenticatedFetchOptions = BindingOptions & {
  /** What sends a request whose credential is on it; the runtime's own where absent. */
  fetch?: typeof fetch
  /** Milliseconds until the headers of the last answer are there; no limit of ours where absent. */
  timeoutMs?: number
  clock?: Clock
}

const mostRedirects = 20

/**
 * A `fetch` that carries a credential: pass it where a program or an SDK takes one.
 *
 * It goes only to the origins it is bound to. It follows redirects itself, because a runtime's own `fetch` hands headers
 * such as `X-API-Key` to whatever host a redirect names (OC-02): a foreign origin gets neither the credential nor the
 * caller's own cookies and `Authorization`.
 *
 * @returns what `fetch` returns; a 401 is tried once more when the credential has something newer to offer
 * @throws OutboundError ORIGIN_NOT_ALLOWED, REDIRECT_BLOCKED, or what the credential throws. An answer of the API is never an error
 */
export function authenticatedFetch(credential: Credential, options: AuthenticatedFetchOptions): typeof fetch {
  const binding = bindingOf(options)
  const { fetch: send = globalThis.fetch, clock = systemClock, timeoutMs } = options
  return async (input, init) => {
    const request = new Request(input, init)
    const signal =
      timeoutMs === undefined
        ? request.signal
        : AbortSignal.any([request.signal, AbortSignal.timeout(timeoutMs)])
    const url = new URL(request.url)
    url.hash = ''
    const { body } = await bodyOf(request, init)
    const first: Outgoing = { method: request.method, url, headers: request.headers, body }
    requireBound(binding, first)
    const trip = { credential, binding, send, context: { clock, signal } }
    return follow(trip, first, request.redirect)
  }
}

type Trip = { credential: Credential; binding: Binding; send: typeof fetch; context: CredentialContext }

function requireBound(binding: Binding, { method, url }: Outgoing): void {
  if (binding.allows(method, url)) return
  throw new OutboundError(
    'ORIGIN_NOT_ALLOWED',
    `this credential may not be used for ${method} ${url.origin}`,
    {
      hint: 'Add the origin, the path and the method to the binding, if the credential belongs there.',
    },
  )
}

/** Sends a request, and what its answers redirect to. */
async function follow(trip: Trip, first: Outgoing, redirect: Request['redirect']): Promise<Response> {
  let request = first
  for (let hops = 0; ; hops++) {
    // Where a redirect has left the binding, the request goes on without the credential.
    const bound = trip.binding.allowsOrigin(request.url)
    const response = bound ? await sendWithCredential(trip, request) : await sendPlain(trip, request)
    const location = isRedirect(response.status) ? response.headers.get('location') : null
    if (location === null || redirect === 'manual') return response
    await response.body?.cancel()
    if (redirect === 'error') throw blocked('the API redirects, and the caller asked for an error')
    if (hops === mostRedirects) throw blocked('the API redirects without end')
    request = redirected(request, response.status, location)
    if (trip.binding.allowsOrigin(request.url)) requireBound(trip.binding, request)
  }
}

const isRedirect = (status: number) => [301, 302, 303, 307, 308].includes(status)

const blocked = (message: string) => new OutboundError('REDIRECT_BLOCKED', message)

/** Fetch Standard §4.4: what a redirect makes of a request. */
function redirected(request: Outgoing, status: number, location: string): Outgoing {
  const url = URL.parse(location, request.url.href)
  if (!url || (url.protocol !== 'https:' && url.protocol !== 'http:'))
    throw blocked('the API redirects to no web address')
  if (url.protocol === 'http:' && request.url.protocol === 'https:' && !isLoopback(url.hostname))
    throw blocked('the API redirects from https to plain http')
  if (url.username || url.password) throw blocked('the API redirects to an address with a password in it')
  url.hash = ''

  const headers = new Headers(request.headers)
  const { method } = request
  const toGet =
    status === 303
      ? method !== 'GET' && method !== 'HEAD'
      : (status === 301 || status === 302) && method === 'POST'
  if (toGet)
    for (const name of [
      'content-type',
      'content-length',
      'content-encoding',
      'content-language',
      'content-location',
    ])
      headers.delete(name)
  if (url.origin !== request.url.origin)
    for (const name of ['authorization', 'cookie', 'proxy-authorization']) headers.delete(name)
  const body = toGet ? null : request.body
  if (!isReplayable(body))
    throw new OutboundError('BODY_NOT_REPLAYABLE', 'the API redirects a request whose body was a stream', {
      hint: 'Send the body as a string or as bytes, or to the address that it redirects to.',
    })
  return { method: toGet ? 'GET' : method, url, headers, body }
}

async function sendWithCredential(trip: Trip, request: Outgoing): Promise<Response> {
  for (let attempt = 1; ; attempt++) {
    const { sent, response } = await applyAndSend(trip, request)
    const again = await wantsAgain(trip, response, sent)
    if (attempt > 1 || !again || !isReplayable(request.body)) return response
    await response.body?.cancel()
  }
}

async function applyAndSend(trip: Trip, request: Outgoing): Promise<{ sent: Outgoing; response: Response }> {
  const sent = { ...request, url: new URL(request.url), headers: new Headers(request.headers) }
  const { origin } = sent.url
  await trip.credential.apply(sent, trip.context)
  // A credential adds to a request; where it goes is not its to say.
  if (sent.url.origin !== origin)
    throw new OutboundError('ORIGIN_NOT_ALLOWED', 'a credential changed where a request goes')
  return { sent, response: await sendPlain(trip, sent) }
}

async function wantsAgain(
  { credential, context }: Trip,
  response: Response,
  sent: Outgoing,
): Promise<boolean> {
  const said = await credential.onResponse?.(response, sent, context)
  if (said === 'retry') return true
  return response.status === 401 && (await credential.onUnauthorized?.(response, sent, context)) === 'retry'
}

function sendPlain({ send, context }: Trip, { method, url, headers, body }: Outgoing): Promise<Response> {
  const init: RequestInit & { duplex?: 'half' } = { method, headers, body, redirect: 'manual' }
  if (context.signal) init.signal = context.signal
  if (body instanceof ReadableStream) init.duplex = 'half'
  return send(url.href, init)
}
