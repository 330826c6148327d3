import { lookup, promises } from 'node:dns'
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http'
import { isIP, type LookupFunction } from 'node:net'
import type { Config } from '../../config/config.ts'
import { http } from '../wire/node.ts'
import { reachable } from './addresses.ts'
import { createLookup, type Found, type Look, type Resolve } from './lookup.ts'
import { isWebPort } from './ports.ts'

export type FetchOptions = {
  /**
   * Who wrote the URL. The operator's own may be plain http, and in development it may lead to this machine. What
   * a client registered, or a document named, may do neither.
   */
  by: 'operator' | 'client'
  method?: string
  headers?: Readonly<Record<string, string>>
  body?: string | Uint8Array
  /** Milliseconds from the call to the last byte of the answer, the name look-up included. */
  timeout_ms: number
  /** The longest answer that is read. */
  max_bytes: number
}

/** An answer, whatever its status: a redirect is one too, and is not followed. */
export type Fetched = { status: number; headers: IncomingHttpHeaders; body: Buffer }

export type SafeFetch = (url: string, options: FetchOptions) => Promise<Fetched>

export type FetchFailure =
  | 'url'
  | 'scheme'
  | 'port'
  | 'address'
  | 'name'
  | 'connection'
  | 'timeout'
  | 'too_large'
  | 'encoding'
  | 'status'

/** Why nothing was fetched, in one word for the log and the audit. The cause is for the log alone. */
export class FetchError extends Error {
  override readonly name = 'FetchError'
  readonly reason: FetchFailure

  constructor(reason: FetchFailure, cause?: unknown) {
    super(`nothing was fetched: ${reason}`, { cause })
    this.reason = reason
  }
}

/** One for the process: its threads are. */
const lookUp = createLookup(bySystem, byServers)

/**
 * The one way this server fetches a URL (SS-01 to SS-07). The name is resolved once, every address of it is judged, and the
 * connection is made to those very addresses: a name that answers differently a moment later changes nothing.
 * No redirect is followed, no proxy of the environment is used and no body is logged.
 */
export function createSafeFetch(
  config: Pick<Config, 'dev' | 'allow_networks'>,
  resolve: Resolve = lookUp,
): SafeFetch {
  const rules = {
    operator: reachable(config.allow_networks, config.dev),
    client: reachable(config.allow_networks, false),
  }
  return async (text, options) => {
    const url = judge(text, options.by)
    const signal = AbortSignal.timeout(options.timeout_ms)
    const addresses = await withSignal(
      addressesOf(url, (hostname) => resolve(hostname, options.by, signal)),
      signal,
    )
    if (!addresses.every(({ address }) => rules[options.by](address))) throw new FetchError('address')
    return withSignal(send(url, addresses, options, signal), signal)
  }
}

/** What can be told from the URL alone. */
function judge(text: string, by: FetchOptions['by']): URL {
  const url = URL.parse(text)
  if (!url || url.username || url.password) throw new FetchError('url')
  if (url.protocol !== 'https:' && !(by === 'operator' && url.protocol === 'http:'))
    throw new FetchError('scheme')
  if (!isWebPort(portOf(url))) throw new FetchError('port')
  return url
}

const portOf = (url: URL): number => {
  if (url.port) return Number(url.port)
  return url.protocol === 'https:' ? 443 : 80
}

const hostOf = (url: URL): string => url.hostname.replace(/^\[(.*)\]$/, '$1')

async function addressesOf(url: URL, resolve: Look): Promise<Found[]> {
  const host = hostOf(url)
  const family = isIP(host)
  if (family !== 0) return [{ address: host, family }]
  const found = await resolve(host).catch((error: unknown) => {
    throw new FetchError('name', error)
  })
  if (found.length === 0) throw new FetchError('name')
  return found
}

function bySystem(hostname: string): Promise<Found[]> {
  return new Promise((done, fail) =>
    lookup(hostname, { all: true }, (error, found) => (error ? fail(error) : done(found))),
  )
}

/** In milliseconds, for each of a few attempts. */
const patience = 1500

async function byServers(hostname: string): Promise<Found[]> {
  const resolver = new promises.Resolver({ timeout: patience, tries: 2 })
  const [four, six] = await Promise.allSettled([resolver.resolve4(hostname), resolver.resolve6(hostname)])
  const found = [
    ...(four.status === 'fulfilled' ? four.value.map((address) => ({ address, family: 4 })) : []),
    ...(six.status === 'fulfilled' ? six.value.map((address) => ({ address, family: 6 })) : []),
  ]
  if (found.length === 0 && four.status === 'rejected') throw four.reason
  return found
}

/** Ends the wait when the time is up, also where what is waited for cannot be stopped. */
function withSignal<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const late = new Promise<never>((_done, fail) => {
    const tell = () => fail(new FetchError('timeout'))
    if (signal.aborted) tell()
    signal.addEventListener('abort', tell, { once: true })
  })
  return Promise.race([work, late])
}

async function send(
  url: URL,
  addresses: Found[],
  options: FetchOptions,
  signal: AbortSignal,
): Promise<Fetched> {
  try {
    const answer = await answerOf(url, addresses, options, signal)
    const body = await readBody(answer, options.max_bytes)
    return { status: answer.statusCode ?? 0, headers: answer.headers, body }
  } catch (error) {
    throw error instanceof FetchError ? error : new FetchError('connection', error)
  }
}

function answerOf(
  url: URL,
  addresses: Found[],
  { method = 'GET', headers = {}, body }: FetchOptions,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  const client = url.protocol === 'https:' ? process.getBuiltinModule('node:https') : http
  return new Promise((done, fail) => {
    const request = client.request({
      method,
      host: hostOf(url),
      port: portOf(url),
      path: `${url.pathname}${url.search}`,
      headers: {
        'user-agent': 'warder',
        accept: '*/*',
        ...headers,
        // What is compressed could be a thousand times as long as it looks.
        'accept-encoding': 'identity',
        ...(body !== undefined && { 'content-length': Buffer.byteLength(body) }),
      },
      // An agent of its own: no connection is kept, and none goes through a proxy that the environment names.
      agent: new client.Agent({ keepAlive: false }),
      lookup: pinned(addresses),
      maxHeaderSize: 16_384,
      signal,
    })
    request.on('error', fail)
    request.on('response', done)
    request.end(body)
  })
}

/** Answers with what was judged, whatever the name means by now. */
function pinned(addresses: Found[]): LookupFunction {
  return (_hostname, options, callback) => {
    if (options.all) return callback(null, addresses)
    const [first] = addresses
    callback(null, first?.address ?? '', first?.family)
  }
}

async function readBody(answer: IncomingMessage, max_bytes: number): Promise<Buffer> {
  const encoding = answer.headers['content-encoding'] ?? 'identity'
  const length = Number(answer.headers['content-length'] ?? 0)
  const refused = encoding !== 'identity' ? 'encoding' : 'too_large'
  if (encoding !== 'identity' || length > max_bytes) {
    answer.destroy()
    throw new FetchError(refused)
  }
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of answer) {
    const bytes = Buffer.from(chunk as Uint8Array)
    size += bytes.length
    // Leaving the loop ends the connection.
    if (size > max_bytes) throw new FetchError('too_large')
    chunks.push(bytes)
  }
  return Buffer.concat(chunks)
}
