/**
 * Warder inside a plain node:http server: `/login`, `/account`, `/oauth/*` and all else is Warder's, `/hello` is ours.
 *
 *   npm run example:embed-node-http -- --port 4003
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { parseArgs } from 'node:util'
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

async function hello(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const session = await warder.session(request)
  response.setHeader('content-type', 'text/plain; charset=utf-8')
  if (session) response.end(`Hello, ${session.user.full_name}.\n`)
  else response.writeHead(401).end(`Nobody is signed in. Sign in at ${issuer}/login\n`)
}

const server = createServer((request, response) => {
  if (request.method === 'GET' && request.url === '/hello') void hello(request, response)
  else warder.listener(request, response)
})
server.listen(Number(port), 'localhost', () => {
  console.log(
    `Say hello at ${issuer}/hello, register at ${issuer}/register, read mail at ${issuer}/dev/inbox`,
  )
})

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => server.close(() => void warder.close()))
}
