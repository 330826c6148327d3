import { after, type Maybe } from '../../after.ts'
import type { Answer } from '../answer.ts'
import type { Respond } from '../edge.ts'
import type { Connection } from '../trace.ts'

/** Answers one request of the web with a response of the web. */
export type Handle = (request: Request, connection?: Connection) => Maybe<Response>

/** For programs that Warder is mounted in: they bring requests of the web. The listener of a server writes answers by itself. */
export const overWeb =
  (respond: Respond): Handle =>
  (request, connection) =>
    after(respond(request, connection), responseOf)

function responseOf({ status, headers, cookies, body }: Answer): Response {
  const response = new Response(body, { status, headers })
  for (const cookie of cookies ?? []) response.headers.append('set-cookie', cookie)
  return response
}
