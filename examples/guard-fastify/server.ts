/**
 * The guard in a Fastify application.
 *
 *   npm run example:guard-fastify -- --port 4012
 *
 * WARDER_ISSUER and WARDER_AUDIENCE say whose access tokens count, and for whom.
 */
import { parseArgs } from 'node:util'
import { fastifyHandler, fastifyHook, guard, type Caller } from '@warder/guard'
import fastify, { type FastifyReply, type FastifyRequest } from 'fastify'

const { port } = parseArgs({ options: { port: { type: 'string', default: '4012' } } }).values
const origin = `http://localhost:${port}`

const auth = guard({
  issuer: process.env['WARDER_ISSUER'] ?? 'http://localhost:3000',
  audience: process.env['WARDER_AUDIENCE'] ?? origin,
})
const notes = ['Buy punched cards']

const app = fastify()

app.get(
  '/',
  // Open to all. Who sends a token is known here, and told when it is no good.
  fastifyHandler(auth.optional(), (_request: FastifyRequest, _reply: FastifyReply, caller) => ({
    notes: notes.length,
    known: caller !== undefined,
  })),
)

app.get(
  '/notes',
  fastifyHandler(
    auth.requireScope('notes:read'),
    (_request: FastifyRequest, _reply: FastifyReply, caller) => ({
      notes,
      read_by: caller.subject,
    }),
  ),
)

app.post<{ Body: { note?: string } }>(
  '/notes',
  // `onRequest` comes before the body is read.
  { onRequest: fastifyHook(auth.requireScope('notes:write')) },
  (request, reply) => {
    notes.push(String(request.body.note).slice(0, 200))
    return reply.code(201).send({ notes })
  },
)

// Everything below a path: a plugin is a room of its own, and its hook is at the door.
app.register(
  async (internal) => {
    internal.decorateRequest('caller')
    internal.addHook('onRequest', fastifyHook(auth.requireScope('notes:admin')))
    internal.get('/load', (request: FastifyRequest & { caller?: Caller }) => ({
      notes: notes.length,
      asked_by: request.caller?.subject,
    }))
    // What is not there is behind the guard as well.
    internal.setNotFoundHandler((_request, reply) => reply.code(404).send())
  },
  { prefix: '/internal' },
)

await app.listen({ port: Number(port), host: 'localhost' })
console.log(`Ready at ${origin}/notes`)

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    auth.close()
    void app.close()
  })
}
