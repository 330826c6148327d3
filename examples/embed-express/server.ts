/**
 * Warder inside an Express application: `/login`, `/account`, `/oauth/*` and all else is Warder's, `/hello` is ours.
 *
 *   npm run example:embed-express -- --port 4002
 */
import type { IncomingMessage } from 'node:http'
import { parseArgs } from 'node:util'
import { getRequestListener } from '@hono/node-server'
import express from 'express'
import { createWarder } from 'warder'

const { port, data } = parseArgs({
  options: {
    port: { type: 'string', default: '4002' },
    data: { type: 'string', default: '.warder/embed-express' },
  },
}).values
const issuer = `http://localhost:${port}`

const warder = await createWarder({ settings: { dev: true, issuer, data_dir: data } })
await warder.start()

const app = express()
app.disable('x-powered-by')

app.get('/hello', async (request, response) => {
  const cookie = request.get('cookie') ?? ''
  const answer = await warder.handler(new Request(`${issuer}/auth/me`, { headers: { cookie } }))
  response.type('text/plain')
  if (!answer.ok) {
    response.status(401).send(`Nobody is signed in. Sign in at ${issuer}/login\n`)
    return
  }
  const person = (await answer.json()) as { full_name: string }
  response.send(`Hello, ${person.full_name}.\n`)
})

// Warder reads bodies itself. A body parser belongs to the routes that need it, not in front of this.
const listener = getRequestListener((request, env) => {
  const { socket } = env.incoming as IncomingMessage
  return warder.handler(request, { address: socket.remoteAddress ?? '' })
})
app.use((request, response) => listener(request, response))

const server = app.listen(Number(port), 'localhost', () => {
  console.log(
    `Say hello at ${issuer}/hello, register at ${issuer}/register, read mail at ${issuer}/dev/inbox`,
  )
})

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => server.close(() => void warder.close()))
}
