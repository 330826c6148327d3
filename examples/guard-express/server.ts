/**
 * The guard in an Express application.
 *
 *   npm run example:guard-express -- --port 4011
 *
 * WARDER_ISSUER and WARDER_AUDIENCE say whose access tokens count, and for whom.
 */
import { parseArgs } from 'node:util'
import { expressHandler, expressMiddleware, guard, type Caller } from '@warder/guard'
import express, { type Request, type Response } from 'express'

const { port } = parseArgs({ options: { port: { type: 'string', default: '4011' } } }).values
const origin = `http://localhost:${port}`

const auth = guard({
  issuer: process.env['WARDER_ISSUER'] ?? 'http://localhost:3000',
  audience: process.env['WARDER_AUDIENCE'] ?? origin,
})
const notes = ['Buy punched cards']

const app = express()
app.disable('x-powered-by')

app.get(
  '/',
  // Open to all. Who sends a token is known here, and told when it is no good.
  expressHandler(auth.optional(), (_request: Request, response: Response, caller) => {
    response.json({ notes: notes.length, known: caller !== undefined })
  }),
)

app.get(
  '/notes',
  expressHandler(auth.requireScope('notes:read'), (_request: Request, response: Response, caller) => {
    response.json({ notes, read_by: caller.subject })
  }),
)

app.post(
  '/notes',
  // The guard before the parser: who may not write sends no body that anybody reads.
  expressMiddleware(auth.requireScope('notes:write')),
  express.json(),
  (request: Request<object, unknown, { note?: string }>, response: Response) => {
    notes.push(String(request.body.note).slice(0, 200))
    response.status(201).json({ notes })
  },
)

// Everything below a path. What is not there is behind the guard as well.
app.use('/internal', expressMiddleware(auth.requireScope('notes:admin')))
app.get('/internal/load', (_request, response: Response<object, { caller: Caller }>) => {
  response.json({ notes: notes.length, asked_by: response.locals.caller.subject })
})

const server = app.listen(Number(port), 'localhost', () => console.log(`Ready at ${origin}/notes`))

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    auth.close()
    server.close()
  })
}
