import { Problem } from '@warder/protocol'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Request } from '../http/wire/request.ts'

/** The target of the request or its host is none. */
export class UnreadableRequest extends Error {
  override readonly name = 'UnreadableRequest'
}

type State = {
  method: string
  incoming: IncomingMessage
  outgoing: ServerResponse
  controller: AbortController | undefined
}
type Read = Pick<Request, 'headers' | 'body' | 'signal' | 'text'> & Request['headers']

/** What is read of a request of Node when somebody asks for it. */
const readLater: Read & ThisType<State & Read> = {
  get headers() {
    return this
  },
  get(name) {
    return fieldOf(this.incoming, name.toLowerCase())
  },
  get body() {
    return hasBody(this.method) ? arriving(this.incoming) : null
  },
  get signal() {
    return (this.controller ??= abortedWith(this.outgoing)).signal
  },
  text() {
    return hasBody(this.method) ? textOf(this.incoming) : Promise.resolve('')
  },
}

/**
 * A request of Node as Warder reads it.
 *
 * @throws UnreadableRequest
 */
export function requestOf(incoming: IncomingMessage, outgoing: ServerResponse): Request {
  // A getter of its own for each request would cost more than the request, and so would a literal that names its prototype.
  const request = Object.create(readLater) as State & Read & { url: string } // what it still lacks follows
  request.method = incoming.method ?? ''
  request.url = urlOf(incoming)
  request.incoming = incoming
  request.outgoing = outgoing
  request.controller = undefined
  return request
}

const hasBody = (method: string): boolean => method !== 'GET' && method !== 'HEAD'

/** What needs no parser to be the same after it. */
const plainTarget = /^\/[!#$&-;=?-[\]_a-z~]*$/
const dots = /\/\.\.?(?:[/?#]|$)/
const plainHost = /^[a-z0-9._-]+(?::(?:[1-5]\d{3,4}|[6-9]\d{3}))?$/

/** RFC 9112 §3.2, §3.3: what is asked for, of whom, and whether the connection is encrypted. */
function urlOf({ url: target = '', headers: { host }, socket }: IncomingMessage): string {
  if (/^https?:\/\//.test(target)) return parsed(target, target).href
  if (!target.startsWith('/')) throw new UnreadableRequest('the target is no path')
  if (!host) throw new UnreadableRequest('no host is named')
  const url = `${'encrypted' in socket && socket.encrypted ? 'https' : 'http'}://${host}${target}`
  if (plainHost.test(host) && plainTarget.test(target) && !dots.test(target)) return url
  const read = parsed(url, target)
  // More than a host would be read as a name and a password, or as a path.
  if (read.hostname !== host.replace(/:\d+$/, '').toLowerCase())
    throw new UnreadableRequest('the host is none')
  return read.href
}

const climbing = /\/(?:\.|%2e){1,2}(?:[/#]|$)/i

/** A parser takes a backslash for a slash and follows dots, and whoever stands in front of us and keeps paths from others may not. */
function parsed(url: string, target: string): URL {
  const [path = ''] = target.split('?', 1)
  const read = path.includes('\\') || climbing.test(path) ? null : URL.parse(url)
  if (!read) throw new UnreadableRequest('the target is no address')
  return read
}

/** Of these Node keeps the first, and drops the rest. Here two of them are one value that is none, as RFC 9110 §5.3 joins them. */
const single = new Set([
  'age',
  'authorization',
  'content-length',
  'content-type',
  'etag',
  'expires',
  'from',
  'host',
  'if-modified-since',
  'if-unmodified-since',
  'last-modified',
  'location',
  'max-forwards',
  'proxy-authorization',
  'referer',
  'retry-after',
  'server',
  'user-agent',
])

function fieldOf({ headers, rawHeaders }: IncomingMessage, name: string): string | null {
  if (!single.has(name)) {
    const value = Object.hasOwn(headers, name) ? headers[name] : undefined
    return Array.isArray(value) ? value.join(', ') : (value ?? null)
  }
  let joined: string | null = null
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const field = rawHeaders[at]
    // The length tells most of them apart, and costs no new text.
    if (field?.length !== name.length || field.toLowerCase() !== name) continue
    const value = rawHeaders[at + 1] ?? ''
    joined = joined === null ? value : `${joined}, ${value}`
  }
  return joined
}

/** A body of which nothing is missing. Where none is announced Node says only that it is over. */
const isWhole = ({ complete, readableEnded }: IncomingMessage): boolean => complete || readableEnded

const decoder = new TextDecoder()

/** By its events: an iterator would cost as much as the rest of reading a form. */
function textOf(incoming: IncomingMessage): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>()
  const chunks: Uint8Array[] = []
  const keep = (chunk: Uint8Array) => chunks.push(chunk)
  const end = () => {
    if (isWhole(incoming)) resolve(decoder.decode(chunks.length === 1 ? chunks[0] : Buffer.concat(chunks)))
    else reject(new Problem('malformed_request', { detail: 'The body is not whole.' }))
  }
  if (!incoming.destroyed) {
    incoming.on('data', keep).once('end', end).once('error', end).once('close', end)
    return promise
  }
  // What came whole is read also when its sender has gone.
  for (let chunk: unknown; (chunk = incoming.read()) instanceof Uint8Array;) keep(chunk)
  end()
  return promise
}

/** Whoever stops reading still answers: the connection is not ended for it. What came whole is read also when its sender has gone. */
function arriving(incoming: IncomingMessage): AsyncIterable<Uint8Array> {
  if (incoming.destroyed && isWhole(incoming)) return buffered(incoming)
  return { [Symbol.asyncIterator]: () => incoming.iterator({ destroyOnReturn: false }) }
}

async function* buffered(incoming: IncomingMessage): AsyncGenerator<Uint8Array> {
  for (let chunk: unknown; (chunk = incoming.read()) instanceof Uint8Array;) yield chunk
}

function abortedWith(outgoing: ServerResponse): AbortController {
  const controller = new AbortController()
  if (outgoing.closed) controller.abort()
  outgoing.once('close', () => {
    if (!outgoing.writableFinished) controller.abort()
  })
  return controller
}
