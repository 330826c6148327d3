import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import { Problem, problemDocument, type ProblemCode } from '@warder/protocol'
import type { Config } from '../config/config.ts'
import { newId } from '../crypto/tokens.ts'
import type { Answer } from '../http/answer.ts'
import { headersFor } from '../http/headers.ts'
import { http } from '../http/wire/node.ts'

type Refusal = Answer & { body: string }

/** What the listener itself answers, before any route: a problem document with the usual headers. */
export function refusal(
  config: Config,
  code: ProblemCode,
  detail: string,
  more: Record<string, string> = {},
): Refusal {
  const id = newId('req')
  const problem = new Problem(code, { detail })
  const body = JSON.stringify(problemDocument(problem, `urn:warder:request:${id}`))
  const answer = {
    status: problem.status,
    body,
    headers: { ...more, 'content-type': 'application/problem+json' },
  }
  return { status: problem.status, body, headers: headersFor(answer, 'problem', config, id) }
}

/** RFC 9110 §15.5.6: a 405 says what is possible. What it is at one path, only a route knows. */
const allow = { allow: 'GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS' }

/** The headers of an answer that ends its connection. */
const last = (code: ProblemCode) => ({ connection: 'close', ...(code === 'method_not_allowed' && allow) })

/** The refusal on a response that Node has begun; the connection ends with it. */
export function refuseRequest(
  config: Config,
  outgoing: ServerResponse,
  code: ProblemCode,
  detail: string,
): void {
  const { status, headers, body } = refusal(config, code, detail, last(code))
  outgoing.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) }).end(body)
}

/** The refusal as bytes, where Node found no request to answer. */
export function refuseSocket(config: Config, socket: Duplex, code: ProblemCode, detail: string): void {
  // Half an answer is on its way already: anything more would be read as a part of it.
  const message: unknown = '_httpMessage' in socket ? socket._httpMessage : undefined
  if (!socket.writable || (message instanceof http.ServerResponse && message.headersSent))
    return void socket.destroy()

  const { status, headers, body } = refusal(config, code, detail, last(code))
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`)
  const head = [
    `HTTP/1.1 ${status} ${http.STATUS_CODES[status] ?? ''}`,
    ...lines,
    `content-length: ${Buffer.byteLength(body)}`,
  ]
  // Ended by us after the answer, whether or not the other side ever closes.
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`, () => socket.destroy())
}

/** Node could not make a request of what came: RFC 9110 §15.5.1, §15.5.9, RFC 6585 §5. */
export function refuseUnreadable(config: Config, error: Error & { code?: string }, socket: Duplex): void {
  if (error.code === 'ECONNRESET') return void socket.destroy()
  if (error.code === 'HPE_HEADER_OVERFLOW') {
    return refuseSocket(config, socket, 'header_too_large', 'The headers are larger than 16 KiB together.')
  }
  if (error.code === 'HPE_INVALID_METHOD') {
    return refuseSocket(config, socket, 'method_not_allowed', 'This method is not offered.')
  }
  if (error.code === 'ERR_HTTP_REQUEST_TIMEOUT') {
    return refuseSocket(config, socket, 'request_timeout', 'The request did not arrive in time.')
  }
  refuseSocket(config, socket, 'malformed_request', 'This is not an HTTP request.')
}

/** More header fields than any client sends (DS-04). Node would drop those over its own limit silently. */
const most_headers = 128

/** What is refused before it becomes a request: true when it was. */
export function refusedEarly(config: Config, incoming: IncomingMessage, outgoing: ServerResponse): boolean {
  if (incoming.method === 'TRACE') {
    // ASVS 13.4.4: TRACE repeats cookies to whoever asks.
    refuseRequest(config, outgoing, 'method_not_allowed', 'TRACE is not offered.')
    return true
  }
  if (incoming.rawHeaders.length > 2 * most_headers) {
    refuseRequest(config, outgoing, 'header_too_large', `There are more than ${most_headers} header fields.`)
    return true
  }
  const hosts = hostsIn(incoming.rawHeaders)
  if (hosts !== 1) {
    const what = hosts === 0 ? 'no' : 'more than one'
    refuseRequest(config, outgoing, 'malformed_request', `There is ${what} Host header field.`)
    return true
  }
  return false
}

/** RFC 9112 §3.2: of two, a proxy may have gone by the one and we by the other. Node keeps the first and drops the rest. */
function hostsIn(rawHeaders: readonly string[]): number {
  let hosts = 0
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const name = rawHeaders[i]
    if (name?.length !== 4) continue
    // Spelled as clients do it costs no new string.
    if (name === 'Host' || name === 'host' || name.toLowerCase() === 'host') hosts++
  }
  return hosts
}
