/**
 * Warder inside an Express application: `/login`, `/account`, `/oauth/*` and all else is Warder's, `/hello` is ours.
 *
 *   npm run example:embed-express -- --port 4002
 */
import { parseArgs } from 'node:util'
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
  const session = await warder.session(request)
  response.type('text/plain')
  if (session) response.send(`Hello, ${session.user.full_name}.\n`)
  else response.status(401).send(`Nobody is signed in. Sign in at ${issuer}/login\n`)
})

// Warder reads bodies itself. A body parser belongs to the routes that need it, not in front of this.
app.use(warder.listener)

const server = app.listen(Number(port), 'localhost', () => {
  console.log(
    `Say hello at ${issuer}/hello, register at ${issuer}/register, read mail at ${issuer}/dev/inbox`,
  )
})

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => server.close(() => void warder.close()))
}
