import type { IncomingMessage, ServerResponse } from 'node:http'
import { pipeline } from 'node:stream/promises'
import type { Bound } from '../manager/bound.ts'
import { answerHeaders, requestHeaders } from './headers.ts'
import { Refusal } from './refusal.ts'

export type Forwarding = {
  bound: Bound
  url: URL
  /** Headers that held, or may have held, a token of ours. */
  ofToken: readonly string[]
  /** Parameters that hold the credential where an address does. */
  secretParameters: readonly string[]
  /** How an address of the API is reached through this proxy; undefined for one that is not its own. */
  through: (url: URL) => string | undefined
  maxBodyBytes: number
}

/** How many bytes went each way. */
export type Carried = { sent: number; received: number }

type SendInit = RequestInit & { duplex?: 'half' }

/** Bytes: longer bodies are sent while they come, as `authenticatedFetch` does it. */
const keptWhole = 1024 * 1024

/**
 * Sends a request on, with the credential, and streams what comes back. A redirect is not followed but handed on, so that
 * the next request is held against the rules as well.
 *
 * @throws Refusal, or whatever sending leads to, before the first byte of the answer
 */
export async function forward(
  request: IncomingMessage,
  response: ServerResponse,
  { bound, url, ofToken, secretParameters, through, maxBodyBytes }: Forwarding,
  carried: Carried,
): Promise<number> {
  const gone = new AbortController()
  response.once('close', () => gone.abort())
  const { method = 'GET', headers } = request
  const body = { tooLarge: false }
  const sentHeaders = requestHeaders(headers, ofToken)
  const init: SendInit = { method, headers: sentHeaders, redirect: 'manual', signal: gone.signal }
  const declared = declaredLength(request)
  if (declared !== 0) {
    if (method === 'GET' || method === 'HEAD') throw new Refusal('body_not_expected')
    if ((declared ?? 0) > maxBodyBytes) throw new Refusal('body_too_large')
    init.body = ReadableStream.from(counted(request, maxBodyBytes, body, carried))
    init.duplex = 'half'
    // Some APIs take no body whose length they do not know beforehand.
    if (declared !== undefined && declared > keptWhole) sentHeaders.set('content-length', String(declared))
  }
  const answer = await bound.call(url, init).catch((error: unknown) => {
    throw body.tooLarge ? new Refusal('body_too_large', undefined, error) : error
  })
  response.writeHead(answer.status, [...backHeaders(answer, url, secretParameters, through)].flat())
  if (!answer.body) {
    response.end()
    return answer.status
  }
  await pipeline(answer.body, countedBack(carried), response)
  return answer.status
}

/** Undefined where the body says its length by ending. */
function declaredLength({ headers }: IncomingMessage): number | undefined {
  if (headers['transfer-encoding'] !== undefined) return undefined
  return Number(headers['content-length'] ?? 0)
}

async function* counted(
  request: IncomingMessage,
  most: number,
  body: { tooLarge: boolean },
  carried: Carried,
): AsyncGenerator<Uint8Array, void> {
  for await (const chunk of request as AsyncIterable<Buffer>) {
    carried.sent += chunk.length
    if (carried.sent > most) {
      body.tooLarge = true
      throw new Refusal('body_too_large')
    }
    yield chunk
  }
}

function countedBack(carried: Carried) {
  return async function* (source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void> {
    for await (const chunk of source) {
      carried.received += chunk.length
      yield chunk
    }
  }
}

function backHeaders(
  { headers, status }: Response,
  url: URL,
  secretParameters: readonly string[],
  through: Forwarding['through'],
): Headers {
  const sent = answerHeaders(headers)
  const location = headers.get('location')
  if (location === null || status < 300 || status > 399) return sent
  const target = URL.parse(location, url.href)
  sent.delete('location')
  if (!target) return sent
  // An API that redirects to the same query would show the key in it.
  for (const name of secretParameters) target.searchParams.delete(name)
  sent.set('location', through(target) ?? target.href)
  return sent
}
