import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { TLSSocket } from 'node:tls'
import type { Check, Presented } from '../check.ts'
import { refusalHeaders, type Refusal } from '../refusal.ts'

/** A listener of node:http behind a check. Like any async listener, it rejects with what the handler throws. */
export function nodeHandler<C, Req extends IncomingMessage, Res extends ServerResponse>(
  check: Check<C>,
  handler: (request: Req, response: Res, caller: C) => void | Promise<void>,
): (request: Req, response: Res) => Promise<void> {
  return async (request, response) => {
    const result = await check(presentedBy(request))
    if (result.ok) await handler(request, response, result.caller)
    else sendRefusal(response, result)
  }
}

/** What a check reads, without building a whole Request. Bodies are read for signatures alone. */
export function presentedBy(request: NodeRequest): Presented {
  return {
    method: request.method ?? 'GET',
    // Express cuts the path of its mount off `url` and keeps the whole here.
    url: request.originalUrl ?? request.url ?? '/',
    // `headers` keeps the first of two Authorization headers and hides the other; joined, they are refused.
    headers: { get: (name) => request.headersDistinct[name]?.join(', ') ?? null },
    scheme: 'encrypted' in request.socket ? 'https' : 'http',
    // Asked for by few: it is a question to the system.
    get address() {
      return request.socket.remoteAddress
    },
    content: () => contentOf(request),
    certificate: () => certificateOf(request.socket),
  }
}

/** Express keeps the whole URL, and whoever reads the body first keeps its bytes. */
type NodeRequest = IncomingMessage & { originalUrl?: string; rawBody?: Uint8Array }

/** The bytes of a body that nobody has read; they are kept as `rawBody`, for the stream can be read only once. */
async function contentOf(request: NodeRequest): Promise<Uint8Array | undefined> {
  if (request.rawBody) return request.rawBody
  if (request.readableDidRead)
    throw new Error('The body was read before the guard, and nobody kept its bytes as request.rawBody.')
  const { gather } = await import('../sources/signatures/content.ts')
  const content = await gather(request)
  if (content) request.rawBody = content
  return content
}

function certificateOf(socket: Socket): Uint8Array | undefined {
  // A TLSSocket has it; an HTTP server may have either.
  const { getPeerCertificate } = socket as Partial<TLSSocket>
  return getPeerCertificate?.call(socket).raw
}

export function sendRefusal(response: ServerResponse, refusal: Refusal): void {
  response.writeHead(refusal.status, refusalHeaders(refusal)).end(JSON.stringify(refusal.body))
}
