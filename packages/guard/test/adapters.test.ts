import assert from 'node:assert/strict'
import { createServer, request, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, test, type TestContext } from 'node:test'
import express from 'express'
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import { Hono, type Context } from 'hono'
import {
  expressHandler,
  expressMiddleware,
  fastifyHandler,
  fastifyHook,
  honoHandler,
  honoMiddleware,
  nodeHandler,
  webHandler,
  type Caller,
  type ExpressResponse,
  type Guard,
} from '../src/index.ts'
import { startGuarded, withToken } from './support/guarded.ts'

type Ask = (authorization?: string) => Promise<{ status: number; challenge: string | null; body: unknown }>

/** Every adapter, once: GET /v1/notes behind requireScope('notes:read'), answering the subject. */
const adapters: Record<string, (t: TestContext, auth: Guard) => Promise<Ask>> = {
  webHandler: async (_t, auth) => {
    const handler = webHandler(auth.requireScope('notes:read'), (_request, caller) =>
      Response.json(caller.subject),
    )
    return asking(handler)
  },
  honoHandler: async (_t, auth) => {
    const app = new Hono()
    app.get(
      '/v1/notes',
      honoHandler(auth.requireScope('notes:read'), (context: Context, caller) =>
        context.json(caller.subject),
      ),
    )
    return asking((request) => app.fetch(request))
  },
  honoMiddleware: async (_t, auth) => {
    const app = new Hono<{ Variables: { caller: Caller } }>()
    app.use('/v1/*', honoMiddleware(auth.requireScope('notes:read')))
    app.get('/v1/notes', (context) => context.json(context.get('caller').subject))
    return asking((request) => app.fetch(request))
  },
  expressHandler: async (t, auth) => {
    const app = express()
    app.get(
      '/v1/notes',
      expressHandler(auth.requireScope('notes:read'), (_request, response: express.Response, caller) =>
        response.json(caller.subject),
      ),
    )
    return askingOver(await listen(t, app))
  },
  expressMiddleware: async (t, auth) => {
    const app = express()
    app.use('/v1', expressMiddleware(auth.requireScope('notes:read')))
    app.get(
      '/v1/notes',
      (_request, response: express.Response<unknown, ExpressResponse<Caller>['locals']>) => {
        response.json(response.locals.caller?.subject)
      },
    )
    return askingOver(await listen(t, app))
  },
  fastifyHandler: async (t, auth) => {
    const app = fastify()
    app.get(
      '/v1/notes',
      fastifyHandler(auth.requireScope('notes:read'), (_request, reply: FastifyReply, caller) =>
        reply.send(JSON.stringify(caller.subject)),
      ),
    )
    return askingAt(await listenFastify(t, app))
  },
  fastifyHook: async (t, auth) => {
    const app = fastify()
    app.decorateRequest('caller')
    await app.register(async (v1) => {
      v1.addHook('onRequest', fastifyHook(auth.requireScope('notes:read')))
      v1.get('/v1/notes', async (request: FastifyRequest & { caller?: Caller }, reply) =>
        reply.send(JSON.stringify(request.caller?.subject)),
      )
    })
    return askingAt(await listenFastify(t, app))
  },
  nodeHandler: async (t, auth) => {
    const handler = nodeHandler(auth.requireScope('notes:read'), (_request, response, caller) => {
      response.end(JSON.stringify(caller.subject))
    })
    return askingOver(await listen(t, (request, response) => void handler(request, response)))
  },
}

for (const [name, mount] of Object.entries(adapters)) {
  test(`${name} hands over the caller, or answers for itself`, async (t) => {
    const { auth, token } = await startGuarded(t)
    const ask = await mount(t, auth)

    assert.deepEqual(await ask(`Bearer ${token()}`), { status: 200, challenge: null, body: 'usr_ada' })

    const table: [
      authorization: string | undefined,
      status: number,
      code: string,
      error: string | undefined,
    ][] = [
      [undefined, 401, 'not_authenticated', undefined],
      ['Bearer', 400, 'malformed_request', 'invalid_request'],
      [`Bearer ${token({ aud: 'x' })}`, 401, 'invalid_token', 'invalid_token'],
      [`Bearer ${token({ scope: 'notes:write' })}`, 403, 'forbidden', 'insufficient_scope'],
    ]
    for (const [authorization, status, code, error] of table) {
      const answer = await ask(authorization)
      assert.equal(answer.status, status)
      assert.equal((answer.body as { code: string }).code, code)
      assert.equal(/error="(\w+)"/.exec(answer.challenge ?? '')?.[1], error)
    }
  })
}

describe('node servers', () => {
  test('see both of two Authorization headers, and refuse them', async (t) => {
    const { auth, token } = await startGuarded(t)
    const handler = nodeHandler(auth.required(), (_request, response) => void response.end())
    const server = await listen(t, (request, response) => void handler(request, response))
    const headers = [
      'host',
      'api.example',
      'authorization',
      `Bearer ${token()}`,
      'authorization',
      'Bearer mallory',
    ]
    const status = await new Promise((resolve, reject) => {
      request(addressOf(server), { headers }, (response) => resolve(response.resume().statusCode))
        .on('error', reject)
        .end()
    })
    assert.equal(status, 400)
  })

  test('tell the whole path below an Express mount, without the query', async (t) => {
    const { auth, token } = await startGuarded(t)
    const app = express()
    const check = auth.withMetadata()
    app.use(
      '/v1',
      expressHandler(check, (_request, response: express.Response, caller) =>
        response.json(caller.metadata.path),
      ),
    )
    const answer = await askingOver(await listen(t, app))(`Bearer ${token()}`)
    assert.equal(answer.body, '/v1/notes')
  })

  test('give what an Express handler throws to Express', async (t) => {
    const { auth, token } = await startGuarded(t)
    const app = express()
    app.get(
      '/v1/notes',
      expressHandler(auth.required(), () => Promise.reject(new Error('broken'))),
    )
    app.use(
      (error: Error, _request: express.Request, response: express.Response, _next: express.NextFunction) => {
        response.status(500).json(error.message)
      },
    )
    const answer = await askingOver(await listen(t, app))(`Bearer ${token()}`)
    assert.deepEqual([answer.status, answer.body], [500, 'broken'])
  })
})

test('webHandler leaves what the platform passes where it was', async (t) => {
  const { auth, token } = await startGuarded(t)
  const handler = webHandler(auth.required(), (_request, caller, env: { name: string }) =>
    Response.json([caller.subject, env.name]),
  )
  const response = await handler(withToken(token()), { name: 'worker' })
  assert.deepEqual(await response.json(), ['usr_ada', 'worker'])
})

function asking(fetch: (request: Request) => Response | Promise<Response>): Ask {
  return async (authorization) => {
    const headers = authorization === undefined ? undefined : { authorization }
    return read(await fetch(new Request('https://api.example/v1/notes?q=1', headers && { headers })))
  }
}

const askingOver = (server: Server): Ask => askingAt(addressOf(server))

function askingAt(address: string): Ask {
  return async (authorization) =>
    read(await fetch(address, authorization === undefined ? {} : { headers: { authorization } }))
}

async function listenFastify(t: TestContext, app: FastifyInstance): Promise<string> {
  t.after(() => app.close())
  const origin = await app.listen({ port: 0, host: '127.0.0.1' })
  return `${origin}/v1/notes?q=1`
}

async function read(response: Response) {
  return {
    status: response.status,
    challenge: response.headers.get('www-authenticate'),
    body: await response.json(),
  }
}

function listen(t: TestContext, listener: RequestListener): Promise<Server> {
  const server = createServer(listener)
  t.after(() => server.close())
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)))
}

const addressOf = (server: Server) =>
  `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/notes?q=1`
