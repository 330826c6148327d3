import type { IncomingMessage, ServerResponse } from 'node:http'
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

/** What a check reads, without building a whole Request. */
export function presentedBy(request: IncomingMessage & { originalUrl?: string }): Presented {
  return {
    method: request.method ?? 'GET',
    // Express cuts the path of its mount off `url` and keeps the whole here.
    url: request.originalUrl ?? request.url ?? '/',
    // `headers` keeps the first of two Authorization headers and hides the other; joined, they are refused.
    headers: { get: (name) => request.headersDistinct[name]?.join(', ') ?? null },
  }
}

export function sendRefusal(response: ServerResponse, refusal: Refusal): void {
  response.writeHead(refusal.status, refusalHeaders(refusal)).end(JSON.stringify(refusal.body))
}
