import type { IncomingMessage, ServerResponse } from 'node:http'
import { OutboundError } from '../errors.ts'

export type LoopbackOptions = {
  /** 0 takes a free one, which RFC 8252 §7.3 has servers allow; a number for servers that do not. */
  port?: number
  /** As it is registered. */
  path?: string
  /** What the redirect is written with: `127.0.0.1`, or the name for servers that want that. This machine alone, either way. */
  host?: '127.0.0.1' | 'localhost'
  /** Milliseconds that the person has. */
  timeoutMs?: number
  signal?: AbortSignal
}

export type Loopback = {
  /** With the port that is really listened on. */
  redirect_uri: string
  /** The parameters of the first request that `isOurs` takes for the answer. */
  answer: (isOurs: (parameters: URLSearchParams) => boolean) => Promise<URLSearchParams>
  close: () => void
}

const usualPath = '/callback'
const usualTime = 5 * 60 * 1000

const headers = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'content-security-policy': "default-src 'none'",
  'x-content-type-options': 'nosniff',
  connection: 'close',
}

/**
 * Listens for the browser that comes back (RFC 8252 §7.3): on this machine's own address alone, for one path, and only until
 * the right answer is there. A request with anybody else's `state` is refused and changes nothing (OC-05).
 *
 * @throws OutboundError INTERACTION_UNAVAILABLE when the port cannot be had
 */
export async function listenOnLoopback(options: LoopbackOptions = {}): Promise<Loopback> {
  const { port = 0, path = usualPath, host: name = '127.0.0.1', timeoutMs = usualTime, signal } = options
  const answered = Promise.withResolvers<URLSearchParams>()
  answered.promise.catch(() => undefined) // whoever asks for the answer is told
  let isOurs: (parameters: URLSearchParams) => boolean = () => false
  let host = ''

  // Loaded when a person signs in, and not with everything else.
  const { createServer } = await import('node:http')
  const server = createServer((request, response) => {
    const parameters = callbackOf(request, path, host)
    if (parameters === 'done') return page(response, 200, 'You can close this window now.')
    if (parameters === undefined) return page(response, 404, 'There is nothing here.')
    if (!isOurs(parameters)) return page(response, 400, 'This is not the answer that is waited for.')
    answered.resolve(parameters)
    // The code leaves the address bar, and the history with it.
    response.writeHead(303, { ...headers, location: '/done' }).end()
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause) =>
      reject(
        new OutboundError('INTERACTION_UNAVAILABLE', `nobody can listen on port ${port} of this machine`, {
          hint: 'End the program that has the port, or choose another.',
          cause,
        }),
      ),
    )
    server.listen(port, '127.0.0.1', resolve)
  })
  const address = server.address()
  host = `${name}:${typeof address === 'object' && address ? address.port : port}`

  const timer = setTimeout(() => answered.reject(tooLate()), timeoutMs)
  const stop = () => answered.reject(signal?.reason as Error)
  signal?.addEventListener('abort', stop, { once: true })
  return {
    redirect_uri: `http://${host}${path}`,
    answer: (judge) => {
      isOurs = judge
      return answered.promise
    },
    close: () => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', stop)
      server.close()
    },
  }
}

const tooLate = () =>
  new OutboundError('INTERACTION_TIMEOUT', 'nobody came back from the sign-in', {
    hint: 'Try again, and finish it in the browser.',
  })

/** The parameters of an answer; undefined for every other request. Another host is another site that points here. */
function callbackOf(
  { method, url = '', headers: sent }: IncomingMessage,
  path: string,
  host: string,
): URLSearchParams | 'done' | undefined {
  if (method !== 'GET' || sent.host !== host) return undefined
  const [at, query = ''] = url.split('?', 2)
  if (at === '/done') return 'done'
  return at === path ? new URLSearchParams(query) : undefined
}

/** Nothing that came with a request stands on a page. */
function page(response: ServerResponse, status: number, text: string): void {
  response
    .writeHead(status, headers)
    .end(`<!doctype html><html lang="en"><meta charset="utf-8"><title>Sign-in</title><p>${text}</p></html>`)
}
