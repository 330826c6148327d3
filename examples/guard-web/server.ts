/**
 * The guard in a web-standard handler, (Request) => Response, as Deno, Bun, workers and frameworks have them.
 *
 *   npm run example:guard-web -- --port 4014
 *
 * WARDER_ISSUER and WARDER_AUDIENCE say whose access tokens count, and for whom.
 */
import { parseArgs } from 'node:util'
import { serve } from '@hono/node-server'
import { guard, webHandler } from '@warder/guard'

const { port } = parseArgs({ options: { port: { type: 'string', default: '4014' } } }).values
const origin = `http://localhost:${port}`

const auth = guard({
  issuer: process.env['WARDER_ISSUER'] ?? 'http://localhost:3000',
  audience: process.env['WARDER_AUDIENCE'] ?? origin,
})
const notes = ['Buy punched cards']

type Handler = (request: Request) => Response | Promise<Response>

const missing = () => new Response('Not found\n', { status: 404 })

const routes: Record<string, Handler> = {
  // Open to all. Who sends a token is known here, and told when it is no good.
  'GET /': webHandler(auth.optional(), (_request, caller) =>
    Response.json({ notes: notes.length, known: caller !== undefined }),
  ),

  'GET /notes': webHandler(auth.requireScope('notes:read'), (_request, caller) =>
    Response.json({ notes, read_by: caller.subject }),
  ),

  'POST /notes': webHandler(auth.requireScope('notes:write'), async (request) => {
    const { note } = (await request.json()) as { note?: string }
    notes.push(String(note).slice(0, 200))
    return Response.json({ notes }, { status: 201 })
  }),
}

/** Everything below a path. What is not there is behind the guard as well. */
const internal = webHandler(auth.requireScope('notes:admin'), (request, caller) =>
  new URL(request.url).pathname === '/internal/load'
    ? Response.json({ notes: notes.length, asked_by: caller.subject })
    : missing(),
)

const handler: Handler = (request) => {
  const { pathname } = new URL(request.url)
  if (pathname.startsWith('/internal/')) return internal(request)
  return (routes[`${request.method} ${pathname}`] ?? missing)(request)
}

// The listener of Node. Elsewhere `handler` is all there is to export.
const server = serve({ fetch: handler, port: Number(port), hostname: 'localhost' }, () =>
  console.log(`Ready at ${origin}/notes`),
)

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    auth.close()
    server.close()
  })
}
