/**
 * An API that knows nothing of people and passwords: it checks the access tokens of a Warder that runs elsewhere.
 *
 *   npm run example:api -- --port 4004
 *
 * WARDER_ISSUER and WARDER_AUDIENCE say whose tokens and for whom; see the README for a token to try.
 */
import { parseArgs } from 'node:util'
import { serve } from '@hono/node-server'
import { guard, honoHandler } from '@warder/guard'
import { Hono, type Context } from 'hono'

const { port } = parseArgs({ options: { port: { type: 'string', default: '4004' } } }).values
const origin = `http://localhost:${port}`

const auth = guard({
  issuer: process.env['WARDER_ISSUER'] ?? 'http://localhost:3000',
  audience: process.env['WARDER_AUDIENCE'] ?? origin,
})

const app = new Hono()

app.get('/', (context) => context.json({ notes: `${origin}/notes`, needs: 'notes:read' }))

app.get(
  '/notes',
  honoHandler(auth.requireScope('notes:read'), (context: Context, caller) =>
    context.json({ notes: ['Buy punched cards'], read_by: caller.client_id, for: caller.subject }),
  ),
)

const server = serve({ fetch: app.fetch, port: Number(port), hostname: 'localhost' }, () => {
  console.log(`Open to all: ${origin}/   With the scope notes:read: ${origin}/notes`)
})

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => server.close())
}
