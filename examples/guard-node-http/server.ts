/**
 * The guard in a plain node:http server, without any framework.
 *
 *   npm run example:guard-node-http -- --port 4013
 *
 * WARDER_ISSUER and WARDER_AUDIENCE say whose access tokens count, and for whom.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'
import { parseArgs } from 'node:util'
import { guard, nodeHandler } from '@warder/guard'

const { port } = parseArgs({ options: { port: { type: 'string', default: '4013' } } }).values
const origin = `http://localhost:${port}`

const auth = guard({
  issuer: process.env['WARDER_ISSUER'] ?? 'http://localhost:3000',
  audience: process.env['WARDER_AUDIENCE'] ?? origin,
})
const notes = ['Buy punched cards']

type Listener = (request: IncomingMessage, response: ServerResponse) => void | Promise<void>

const routes: Record<string, Listener> = {
  // Open to all. Who sends a token is known here, and told when it is no good.
  'GET /': nodeHandler(auth.optional(), (_request, response, caller) =>
    json(response, 200, { notes: notes.length, known: caller !== undefined }),
  ),

  'GET /notes': nodeHandler(auth.requireScope('notes:read'), (_request, response, caller) =>
    json(response, 200, { notes, read_by: caller.subject }),
  ),

  'POST /notes': nodeHandler(auth.requireScope('notes:write'), async (request, response) => {
    const { note } = JSON.parse(await text(request)) as { note?: string }
    notes.push(String(note).slice(0, 200))
    json(response, 201, { notes })
  }),
}

/** Everything below a path. What is not there is behind the guard as well. */
const internal = nodeHandler(auth.requireScope('notes:admin'), (request, response, caller) => {
  if (request.url !== '/internal/load') return missing(request, response)
  json(response, 200, { notes: notes.length, asked_by: caller.subject })
})

const server = createServer((request, response) => void answer(request, response))
server.listen(Number(port), 'localhost', () => console.log(`Ready at ${origin}/notes`))

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const [pathname = '/'] = (request.url ?? '/').split('?')
  const listener = routes[`${request.method} ${pathname}`] ?? missing
  try {
    await (pathname.startsWith('/internal/') ? internal : listener)(request, response)
  } catch (error) {
    console.error(error)
    json(response, 400, { detail: 'The request cannot be answered.' })
  }
}

function missing(_request: IncomingMessage, response: ServerResponse): void {
  json(response, 404, { detail: 'There is no such thing.' })
}

function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    auth.close()
    server.close()
  })
}
