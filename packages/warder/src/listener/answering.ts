import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Maybe } from '../after.ts'
import type { Config } from '../config/config.ts'
import type { Answer } from '../http/answer.ts'
import type { Request } from '../http/wire/request.ts'
import type { Log } from '../log.ts'
import { requestOf, UnreadableRequest } from './incoming.ts'
import { refusal, refusedEarly } from './refuse.ts'
import { send } from './send.ts'

export type Serve = (request: Request, incoming: IncomingMessage) => Maybe<Answer>

/** What a server of Node calls with each request. */
export type NodeListener = (incoming: IncomingMessage, outgoing: ServerResponse) => void

/** Reads a request of Node, has it answered, and writes the answer, whatever comes between. */
export function answering({ config, log }: { config: Config; log: Log }, serve: Serve): NodeListener {
  const failed = (error: unknown): Answer => {
    if (error instanceof UnreadableRequest)
      return refusal(config, 'malformed_request', 'The host or the path of the request is not valid.')
    log.error({ error }, 'answering failed')
    return refusal(config, 'internal_error', 'Something went wrong on our side.')
  }
  const later = async (incoming: IncomingMessage, outgoing: ServerResponse, answer: Promise<Answer>) => {
    try {
      send(incoming, outgoing, await answer)
    } catch (error) {
      send(incoming, outgoing, failed(error))
    }
  }
  return (incoming, outgoing) => {
    try {
      const answer = serve(requestOf(incoming, outgoing), incoming)
      if (answer instanceof Promise) void later(incoming, outgoing, answer)
      else send(incoming, outgoing, answer)
    } catch (error) {
      send(incoming, outgoing, failed(error))
    }
  }
}

/**
 * For a server of Node that Warder is mounted in. A body that somebody has read already does not come a second time, so that is said
 * and not waited for.
 */
export function mounted(
  app: { config: Config; log: Log },
  respond: (request: Request, connection: { address: string }) => Maybe<Answer>,
): NodeListener {
  const answer = answering(app, (request, incoming) =>
    incoming.readableDidRead
      ? refusal(
          app.config,
          'internal_error',
          'The body was read before Warder: put it before every body parser.',
        )
      : respond(request, { address: incoming.socket.remoteAddress ?? '' }),
  )
  // As our own server does: of what Node lets through, some must not become a request.
  return (incoming, outgoing) => {
    if (!refusedEarly(app.config, incoming, outgoing)) answer(incoming, outgoing)
  }
}
