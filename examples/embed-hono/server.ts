/**
 * Warder inside a Hono application: `/login`, `/account`, `/oauth/*` and all else is Warder's, `/hello` is ours.
 *
 *   npm run example:embed-hono -- --port 4001
 */
import { parseArgs } from 'node:util'
import { serve } from '@hono/node-server'
import { getConnInfo } from '@hono/node-server/conninfo'
import { Hono } from 'hono'
import { createWarder } from 'warder'

const { port, data } = parseArgs({
  options: {
    port: { type: 'string', default: '4001' },
    data: { type: 'string', default: '.warder/embed-hono' },
  },
}).values
const issuer = `http://localhost:${port}`

const warder = await createWarder({ settings: { dev: true, issuer, data_dir: data } })
await warder.start()

const app = new Hono()

app.get('/hello', async (context) => {
  const session = await warder.session(context.req.raw)
  if (!session) return context.text(`Nobody is signed in. Sign in at ${issuer}/login\n`, 401)
  return context.text(`Hello, ${session.user.full_name}.\n`)
})

// Last: whatever the routes above did not take.
app.all('*', (context) => {
  const { address } = getConnInfo(context).remote
  return warder.handler(context.req.raw, address === undefined ? {} : { address })
})

const server = serve({ fetch: app.fetch, port: Number(port), hostname: 'localhost' }, () => {
  console.log(
    `Say hello at ${issuer}/hello, register at ${issuer}/register, read mail at ${issuer}/dev/inbox`,
  )
})

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => server.close(() => void warder.close()))
}
