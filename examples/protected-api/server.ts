/**
 * An API with a public part below /v1/ and an internal one below /internal/, each behind a guard of its own.
 *
 *   API_KEY=… npm run example:protected-api -- --port 4005
 *
 * It takes the keys of API_KEY and ADDITIONAL_API_KEYS, and with WARDER_ISSUER and WARDER_AUDIENCE also Warder's access
 * tokens. Without any of them it runs in development mode and lets everybody in. With INTERNAL_API_KEYS the internal part
 * has keys of its own, and the others do not open it.
 */
import { parseArgs } from 'node:util'
import { serve } from '@hono/node-server'
import { guard, honoHandler, honoMiddleware, type Guard } from '@warder/guard'
import { Hono, type Context } from 'hono'
import { openOperations, operations, readJob, run } from './text.ts'

const { values } = parseArgs({ options: { port: { type: 'string', default: '4005' } } })

const { auth, internal } = guards()
const counts = { requests: 0, refused: 0, since: Date.now() }

const app = new Hono()

app.use(async (context, next) => {
  counts.requests++
  await next()
  if (context.res.status === 401 || context.res.status === 403) counts.refused++
})

app.get('/', (context) => context.json({ name: 'protected-api', public: '/v1/', status: '/auth/status' }))
app.get('/health', (context) => context.json({ status: 'ok' }))

app.get(
  '/auth/status',
  // Open, for it holds no secret; whoever sends a credential learns here whether it is good.
  honoHandler(auth.optional(), (context: Context) => {
    const { development_mode, features, ...auth_system } = auth.getAuthStatus()
    return context.json({ auth_system, development_mode, features })
  }),
)

app.post(
  '/v1/process',
  honoHandler(auth.required(), async (context: Context) => {
    const job = readJob(await context.req.text())
    if (typeof job === 'string') return refuse(context, job)
    return context.json({ message: 'Access granted', authenticated: true, result: run(job) })
  }),
)

app.post(
  '/v1/advanced-process',
  honoHandler(auth.withMetadata(), async (context: Context, { metadata, key }) => {
    const job = readJob(await context.req.text())
    if (typeof job === 'string') return refuse(context, job)
    const user_context = { ...metadata, received_at: new Date(metadata.received_at * 1000).toISOString() }
    const message = 'Processing complete'
    // `shown` is the little of a key that may be seen. The key itself never reaches this program's code.
    return context.json({ message, user_context, api_key: key?.shown ?? null, result: run(job) })
  }),
)

app.get(
  '/v1/operations',
  honoHandler(auth.optional(), (context: Context, caller) =>
    context.json({ operations: caller ? operations : openOperations, authenticated: caller !== undefined }),
  ),
)

// What is switched off is not there, for anybody; what is below /internal/ is behind the guard, whatever it is.
if (!internal.supportsFeature('internal_docs')) app.get('/internal/docs', (context) => context.notFound())
app.use('/internal/*', honoMiddleware(internal.required()))

app.get('/internal/monitoring/overview', (context) => {
  const { requests, refused, since } = counts
  const uptime_seconds = Math.floor((Date.now() - since) / 1000)
  return context.json({ requests, refused, uptime_seconds, auth: internal.getAuthStatus() })
})

app.get('/internal/docs', (context) =>
  context.json({
    routes: app.routes
      .filter(({ method }) => method !== 'ALL')
      .map(({ method, path }) => `${method} ${path}`),
  }),
)

const server = serve(
  { fetch: app.fetch, port: Number(values.port), hostname: process.env['HOST'] ?? 'localhost' },
  ({ port }) => console.log(`Ready at http://localhost:${port}, mode ${auth.getAuthStatus().mode}`),
)

// Keys in files (API_KEY_FILE) change without a restart.
process.on('SIGHUP', () => {
  Promise.all([auth.reload(), internal.reload()]).then(
    () => console.log('Read the keys again'),
    (error: Error) => console.error(`Still with the old keys. ${error.message}`),
  )
})

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    auth.close()
    internal.close()
    server.close()
  })
}

/** The two guards, or the end of a program that must not start like this. */
function guards(): { auth: Guard; internal: Guard } {
  try {
    const auth = guard()
    const own = process.env['INTERNAL_API_KEYS']?.split(',')
    const internal = own ? guard({ sources: [{ kind: 'api_keys', keys: own }] }) : auth
    if (process.env['NODE_ENV'] === 'production')
      for (const line of auth.validateProduction()) console.warn(line)
    return { auth, internal }
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    process.exit(1)
  }
}

function refuse(context: Context, detail: string) {
  const problem = { type: 'about:blank', title: 'Some of the input is not valid', status: 400, detail }
  return context.json(problem, 400, { 'content-type': 'application/problem+json' })
}
