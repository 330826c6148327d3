import type { App } from '../app.ts'
import { FetchError } from '../http/outbound/safe-fetch.ts'

/** Milliseconds, and bytes: no API that a program waits for takes longer, or says more. */
const limits = { timeout_ms: 20_000, max_bytes: 8 * 1024 * 1024 }

/** What a connection to somebody else's server would keep for itself, and what we unpack ourselves. */
const ofTheHop = new Set([
  'connection',
  'content-encoding',
  'content-length',
  'keep-alive',
  'proxy-authenticate',
  'set-cookie',
  'set-cookie2',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
])

/**
 * A `fetch` that goes where the one way out of this server lets it: to no address inside, follows no redirect by itself, ends
 * in time. What it is given is bytes or text.
 */
export function sendFor(app: Pick<App, 'oauth'>): typeof fetch {
  const { fetch: safeFetch } = app.oauth
  return async (input, init = {}) => {
    const { method = 'GET', body } = init
    const {
      status,
      headers,
      body: bytes,
    } = await safeFetch(addressOf(input), {
      // Operators wrote down where tokens go.
      by: 'operator',
      method,
      headers: Object.fromEntries(new Headers(init.headers)),
      ...(body !== undefined && body !== null && { body: await bytesOf(body) }),
      ...limits,
    })
    // What has begun with 101 is no answer, and what is no status of HTTP is nothing that a `Response` can say.
    if (status < 200 || status > 599) throw new FetchError('status')
    const shown = new Headers()
    for (const [name, value] of Object.entries(headers))
      if (value !== undefined && !ofTheHop.has(name)) shown.set(name, [value].flat().join(', '))
    const empty = bytes.length === 0 || [204, 205, 304].includes(status)
    return new Response(empty ? null : new Uint8Array(bytes), { status, headers: shown })
  }
}

function addressOf(input: string | URL | Request): string {
  if (typeof input === 'string') return input
  return input instanceof URL ? input.href : input.url
}

async function bytesOf(body: NonNullable<RequestInit['body']>): Promise<Uint8Array> {
  if (body instanceof Uint8Array) return body
  return new Uint8Array(await new Response(body).arrayBuffer())
}
