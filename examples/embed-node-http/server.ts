/**
 * Warder inside a plain node:http server: `/login`, `/account`, `/oauth/*` and all else is Warder's, `/hello` is ours.
 *
 *   npm run example:embed-node-http -- --port 4003
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { parseArgs } from 'node:util'
import { getRequestListener } from '@hono/node-server'
import { createWarder } from 'warder'

const { port, data } = parseArgs({
  options: {
    port: { type: 'string', default: '4003' },
    data: { type: 'string', default: '.warder/embed-node-http' },
  },
}).values
const issuer = `http://localhost:${port}`

const warder = await createWarder({ settings: { dev: true, issuer, data_dir: data } })
await warder.start()

/** From node's request to the web's and back; the rest of the server stays as it is. */
const listener = getRequestListener((request, env) => {
  const { socket } = env.incoming as IncomingMessage
  return warder.handler(request, { address: socket.remoteAddress ?? '' })
})

async function hello(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const cookie = request.headers.cookie ?? ''
  const answer = await warder.handler(new Request(`${issuer}/auth/me`, { headers: { cookie } }))
  response.setHeader('content-type', 'text/plain; charset=utf-8')
  if (!answer.ok) {
    response.writeHead(401).end(`Nobody is signed in. Sign in at ${issuer}/login\n`)
    return
  }
  const person = (await answer.json()) as { full_name: string }
  response.end(`Hello, ${person.full_name}.\n`)
}

const server = createServer((request, response) => {
  if (request.method === 'GET' && request.url === '/hello') void hello(request, response)
  else void listener(request, response)
})
server.listen(Number(port), 'localhost', () => {
  console.log(
    `Say hello at ${issuer}/hello, register at ${issuer}/register, read mail at ${issuer}/dev/inbox`,
  )
})

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => server.close(() => void warder.close()))
}
