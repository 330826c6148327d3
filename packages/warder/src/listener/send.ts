import type { IncomingMessage, ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Answer } from '../http/answer.ts'

/** Milliseconds for the rest of a request that nobody reads. */
const patience = 500

/**
 * Writes an answer.
 *
 * @throws Error when its headers cannot be written; then nothing is
 */
export function send(incoming: IncomingMessage, outgoing: ServerResponse, answer: Answer): void {
  const { status, cookies, body } = answer
  const headers: Record<string, string | number | readonly string[]> = answer.headers
  if (cookies?.length) headers['set-cookie'] = cookies
  const bytes = typeof body === 'string' ? Buffer.byteLength(body) : undefined
  if (bytes !== undefined) headers['content-length'] = bytes
  outgoing.writeHead(status, headers as Record<string, string>)
  if (!incoming.complete && !incoming.destroyed) outgoing.once('finish', () => leave(incoming))
  if (body === null) outgoing.end()
  // As many bytes as letters are ASCII, which is sooner copied than encoded, and is the same.
  else if (typeof body === 'string') outgoing.end(body, bytes === body.length ? 'latin1' : 'utf8')
  else pour(body, outgoing)
}

/** As fast as its reader takes it. Whoever has gone needs no more of it. */
function pour(body: ReadableStream<Uint8Array>, outgoing: ServerResponse): void {
  outgoing.flushHeaders()
  pipeline(Readable.from(body), outgoing).catch(() => outgoing.destroy())
}

/** The next request of a connection comes after this one. It is not waited for long. */
function leave(incoming: IncomingMessage): void {
  if (incoming.complete || incoming.destroyed) return
  const timer = setTimeout(() => incoming.socket.destroySoon(), patience).unref()
  incoming.once('close', () => clearTimeout(timer)).resume()
}
