import type { IncomingMessage } from 'node:http'
import type { Readable } from 'node:stream'
import type { Check } from '../check.ts'
import { refusalHeaders } from '../refusal.ts'
import { presentedBy } from './node-http.ts'

/** What the adapter touches of Fastify's Request and Reply, so that the guard need not know Fastify. */
export type FastifyRequest = { raw: IncomingMessage & { rawBody?: Uint8Array } }
export type FastifyReply = {
  code(status: number): unknown
  headers(values: Record<string, string>): unknown
  send(payload?: unknown): unknown
}

/** A Fastify handler behind a check. The caller is its third argument, so it cannot be read in front of the guard. */
export function fastifyHandler<C, Req extends FastifyRequest, Reply extends FastifyReply>(
  check: Check<C>,
  handler: (request: Req, reply: Reply, caller: C) => unknown,
): (request: Req, reply: Reply) => Promise<unknown> {
  return async (request, reply) => {
    const result = await check(presentedBy(request.raw))
    return result.ok ? handler(request, reply, result.caller) : refuse(reply, result)
  }
}

/**
 * A hook for everything below a prefix, as `onRequest`; as `preParsing` where signatures are checked, which need the body
 * before Fastify reads it. It keeps the caller in `request.caller`, which `decorateRequest('caller')` declares.
 */
export function fastifyHook<C, Req extends FastifyRequest, Reply extends FastifyReply>(
  check: Check<C>,
): (request: Req & { caller?: C }, reply: Reply) => Promise<unknown> {
  return async (request, reply) => {
    const result = await check(presentedBy(request.raw))
    if (!result.ok) return refuse(reply, result)
    request.caller = result.caller
    const { rawBody } = request.raw
    return rawBody && streamOf(rawBody)
  }
}

function refuse(reply: FastifyReply, refusal: Parameters<typeof refusalHeaders>[0]): unknown {
  reply.code(refusal.status)
  reply.headers(refusalHeaders(refusal))
  return reply.send(JSON.stringify(refusal.body))
}

/** The body once more, for whoever parses it. */
async function streamOf(body: Uint8Array): Promise<Readable> {
  const stream = await import('node:stream')
  return stream.Readable.from([body])
}
