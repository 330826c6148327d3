import type { ClientRequest, IncomingMessage, RequestOptions } from 'node:http'
import type { Seconds } from '@warder/protocol'
import { mayFetch } from '../may-fetch.ts'
import type { Revoked } from './dead-list.ts'

export type Place = { cursor: string; etag: string | undefined }

export type Polled =
  | { kind: 'items'; items: Revoked[]; place: Place; waited: boolean }
  | { kind: 'nothing'; waited: boolean }
  | { kind: 'start_over' }

/** A thousand revocations are about 120 KiB. */
const mostBytes = 4 * 1024 * 1024

export type Poller = {
  /** @throws Error when there is no answer that can be used */
  poll: (url: string, place: Place, wait: Seconds) => Promise<Polled>
  close: () => void
}

/**
 * Asks the feed, and waits there for news where the server lets us (RFC 7240 §4.3). With `node:http` and not `fetch`,
 * because a connection that waits must not keep a process alive that has nothing else to do.
 *
 * @param timeout seconds beyond the wait until the answer has to be there
 */
export function poller(timeout: Seconds): Poller {
  let current: ClientRequest | undefined
  let agent: { destroy: () => void } | undefined

  async function ask(url: URL, options: RequestOptions, waits: boolean): Promise<IncomingMessage> {
    const { Agent, request } =
      url.protocol === 'https:' ? await import('node:https') : await import('node:http')
    const kept = (agent ??= new Agent({ keepAlive: true, maxSockets: 1 }))
    return new Promise((resolve, reject) => {
      // The agent is of the module that made it: one poller asks one address.
      const asking = request(
        url,
        { ...options, agent: kept as NonNullable<RequestOptions['agent']> },
        resolve,
      )
      current = asking
      // Somebody may be waiting for an answer that comes at once, and nobody for news.
      asking.on('socket', (socket) => (waits ? socket.unref() : socket.ref()))
      asking.on('error', reject)
      asking.end()
    })
  }

  return {
    async poll(address, { cursor, etag }, wait) {
      const url = URL.parse(address)
      if (!url || !mayFetch(url)) throw new Error(`${address} is not an https address`)
      if (cursor !== '') url.searchParams.set('after', cursor)
      const headers = {
        accept: 'application/json',
        prefer: `wait=${wait}`,
        ...(etag !== undefined && { 'if-none-match': etag }),
      }
      const signal = AbortSignal.timeout((wait + timeout) * 1000)
      const response = await ask(url, { headers, signal }, wait > 0)
      return read(response, address)
    },
    close() {
      current?.destroy()
      agent?.destroy()
    },
  }
}

async function read(response: IncomingMessage, address: string): Promise<Polled> {
  const { statusCode = 0, headers } = response
  const waited = headers['preference-applied'] !== undefined
  const text = await textOf(response, address)
  if (statusCode === 304) return { kind: 'nothing', waited }
  if (statusCode === 410) return { kind: 'start_over' }
  if (statusCode !== 200) throw new Error(`${address} answered ${statusCode}`)
  const { cursor, items } = parse(text, address)
  return { kind: 'items', items, place: { cursor, etag: headers.etag }, waited }
}

async function textOf(response: IncomingMessage, address: string): Promise<string> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of response as AsyncIterable<Uint8Array>) {
    bytes += chunk.byteLength
    if (bytes > mostBytes) throw new Error(`${address} answered more than ${mostBytes} bytes`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

function parse(text: string, address: string): { cursor: string; items: Revoked[] } {
  try {
    const { cursor, items } = JSON.parse(text) as { cursor?: unknown; items?: unknown }
    if (typeof cursor === 'string' && Array.isArray(items) && items.every(isRevoked)) return { cursor, items }
  } catch {
    // Told below.
  }
  throw new Error(`${address} did not answer a revocation feed`)
}

function isRevoked(item: unknown): item is Revoked {
  if (typeof item !== 'object' || item === null) return false
  const { kind, hash, not_before, until } = item as Record<string, unknown>
  const times = Number.isFinite(until) && (not_before === undefined || Number.isFinite(not_before))
  return typeof kind === 'string' && typeof hash === 'string' && times
}
