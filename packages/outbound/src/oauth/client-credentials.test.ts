import assert from 'node:assert/strict'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, beforeEach, describe, test } from 'node:test'
import { inspect } from 'node:util'
import { authenticatedFetch } from '../fetch/authenticated-fetch.ts'
import { clientCredentials, type ClientCredentialsOptions } from './client-credentials.ts'

type Asked = { authorization: string | undefined; form: URLSearchParams }
type Reply = { status?: number; body?: string; type?: string; headers?: Record<string, string> }

/** An authorization server and the API behind it: the API takes the newest token alone. */
async function world() {
  const asked: Asked[] = []
  const replies: Reply[] = []
  const state = { count: 0, life: 3600 as unknown, good: '', calls: 0 }
  const server: Server = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk: Buffer) => (body += chunk.toString()))
    request.on('end', () => {
      if (request.url === '/api') {
        state.calls++
        const good = request.headers.authorization === `Bearer ${state.good}`
        response.writeHead(good ? 200 : 401).end(good ? 'ok' : 'no')
        return
      }
      asked.push({ authorization: request.headers.authorization, form: new URLSearchParams(body) })
      state.good = `token-${++state.count}`
      const reply = replies.shift() ?? {}
      const { status = 200, type = 'application/json', headers = {} } = reply
      const usual = { access_token: state.good, token_type: 'Bearer', expires_in: state.life }
      response.writeHead(status, { 'content-type': type, ...headers })
      response.end(reply.body ?? JSON.stringify(usual))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return { asked, replies, state, origin, close: () => server.close() }
}

const canary = 'canary-secret-77'

describe('RFC 6749 §4.4 client credentials', () => {
  let it: Awaited<ReturnType<typeof world>>
  let now = Date.UTC(2026, 0, 1)
  before(async () => void (it = await world()))
  after(() => it.close())
  beforeEach(() => {
    it.asked.length = 0
    it.replies.length = 0
    it.state.life = 3600
    it.state.calls = 0
  })

  const make = (more: Partial<ClientCredentialsOptions> = {}) => {
    const credential = clientCredentials({
      tokenEndpoint: `${it.origin}/token`,
      clientId: 'my id:1',
      auth: { method: 'client_secret_basic', secret: canary },
      ...more,
    })
    const call = authenticatedFetch(credential, { origins: [it.origin], clock: () => now })
    return { credential, call: () => call(`${it.origin}/api`) }
  }

  test('RFC 6749 §2.3.1 the id and the secret are form-encoded before they are joined', async () => {
    const secret = 's%+&é'
    await make({ auth: { method: 'client_secret_basic', secret }, scope: 'a b', audience: 'api' }).call()
    const [{ authorization = '', form } = { form: new URLSearchParams() }] = it.asked
    const sent = Buffer.from(authorization.slice('Basic '.length), 'base64').toString()
    assert.equal(sent, 'my+id%3A1:s%25%2B%26%C3%A9')
    assert.deepEqual(Object.fromEntries(form), {
      grant_type: 'client_credentials',
      scope: 'a b',
      audience: 'api',
    })
  })

  test('OC-07 a hundred calls at once cost one token', async () => {
    const { call } = make()
    const answers = await Promise.all(Array.from({ length: 100 }, call))
    assert.ok(answers.every(({ status }) => status === 200))
    assert.equal(it.asked.length, 1)
  })

  test('OC-09 twenty refusals at once cost one token, and every call goes well', async () => {
    const { call } = make()
    await call()
    it.state.good = 'revoked meanwhile'
    const answers = await Promise.all(Array.from({ length: 20 }, call))
    assert.deepEqual([...new Set(answers.map(({ status }) => status))], [200])
    assert.equal(it.asked.length, 2)
  })

  test('OC-09 a token that is refused as soon as it came is not asked for again and again', async () => {
    const { call } = make()
    await call()
    for (let i = 0; i < 3; i++) {
      const before = it.state.good
      it.replies.push({
        body: JSON.stringify({ access_token: `bad-${i}`, token_type: 'bearer', expires_in: 3600 }),
      })
      it.state.good = `not ${before}`
      assert.equal((await call()).status, 401)
    }
    assert.equal(it.asked.length, 2)
    it.replies.length = 0
    now += 31_000
    assert.equal((await call()).status, 200)
    assert.equal(it.asked.length, 3)
  })

  test('a token is kept until a minute before its end, then renewed while it still serves', async () => {
    const { call } = make()
    await call()
    now += 3500_000
    assert.equal((await call()).status, 200)
    assert.equal(it.asked.length, 1)
    now += 60_000
    assert.equal((await call()).status, 200)
    for (let i = 0; i < 100 && it.asked.length < 2; i++) await new Promise((resolve) => setImmediate(resolve))
    assert.equal(it.asked.length, 2)
  })

  // oxfmt-ignore
  const lives: [what: string, life: unknown, after: number, asked: number][] = [
    ['a number in quotes',         '3600',     3000_000,  1],
    ['nothing, for less than an hour', undefined, 3500_000, 1],
    ['nothing, for an hour',       undefined,  3600_000,  2],
    ['a negative number',          -1,         60_000,    1],
    ['a number beyond all bounds', '1e309',    60_000,    1],
    ['a word',                     'soon',     60_000,    1],
  ]
  for (const [what, life, after_ms, asked] of lives) {
    test(`OC-04 expires_in is ${what}`, async () => {
      const { call } = make()
      it.state.life = life
      assert.equal((await call()).status, 200)
      now += after_ms
      await call()
      assert.equal(it.asked.length, asked)
    })
  }

  // oxfmt-ignore
  const bad: [what: string, reply: Reply, code: string][] = [
    ['a MAC token',              { body: '{"access_token":"t","token_type":"mac"}' },                 'TOKEN_RESPONSE_INVALID'],
    ['no token',                 { body: '{"token_type":"bearer"}' },                                 'TOKEN_RESPONSE_INVALID'],
    ['no type',                  { body: '{"access_token":"t"}' },                                    'TOKEN_RESPONSE_INVALID'],
    ['a page',                   { body: '<html>', type: 'text/html' },                               'TOKEN_RESPONSE_INVALID'],
    ['eleven million letters',   { body: 'x'.repeat(11_000_000) },                                    'TOKEN_RESPONSE_INVALID'],
    ['a refusal of the client',  { status: 401, body: '{"error":"invalid_client"}', headers: { 'www-authenticate': 'Basic' } }, 'INVALID_CLIENT'],
    ['a refusal of the scope',   { status: 400, body: '{"error":"invalid_scope"}' },                  'TOKEN_RESPONSE_INVALID'],
    ['a redirect',               { status: 302, headers: { location: 'https://evil.example/' } },     'TOKEN_ENDPOINT_UNAVAILABLE'],
  ]
  for (const [what, reply, code] of bad) {
    test(`OC-04 the token endpoint answers with ${what}: ${code}, and no secret in the error`, async () => {
      it.replies.push(reply, reply, reply)
      const { call, credential } = make()
      await assert.rejects(call(), (error: unknown) => {
        assert.equal((error as { code: string }).code, code, inspect(error))
        assert.ok(!inspect(error, { depth: 9, showHidden: true }).includes(canary))
        return true
      })
      assert.equal((await credential.status?.())?.state, 'failed')
      assert.equal(it.state.calls, 0)
    })
  }

  test('a token endpoint that is away for a moment is asked again', async () => {
    it.replies.push({ status: 503, body: 'busy' })
    assert.equal((await make().call()).status, 200)
    assert.equal(it.asked.length, 2)
  })

  // oxfmt-ignore
  const odd: [what: string, quirks: ClientCredentialsOptions['quirks'], reply: () => Reply, status: number | string][] = [
    ['no type, and it is known',      { tokenType: 'missing' }, () => ({ body: JSON.stringify({ access_token: it.state.good }) }), 200],
    ['another word for it',           { tokenType: 'any' },     () => ({ body: JSON.stringify({ access_token: it.state.good, token_type: 'application' }) }), 200],
    ['a form',                        { form: true, tokenType: 'missing' }, () => ({ body: `access_token=${it.state.good}&expires_in=60`, type: 'application/x-www-form-urlencoded' }), 200],
    ['an error with 200',             { errorWith200: true },   () => ({ body: '{"error":"invalid_client"}' }), 'INVALID_CLIENT'],
  ]
  for (const [what, quirks, reply, expected] of odd) {
    test(`a server that answers ${what} is understood once that is said`, async () => {
      const { call } = make({ ...(quirks && { quirks }) })
      const next = `token-${it.state.count + 1}`
      it.state.good = next
      it.replies.push(reply())
      const got = await call().then(
        ({ status }) => status,
        (error: { code: string }) => error.code,
      )
      assert.equal(got, expected)
    })
  }

  test('whoever gives up waits no longer, and the others get their token', async () => {
    const { credential } = make()
    const call = authenticatedFetch(credential, { origins: [it.origin], clock: () => now })
    const gone = AbortSignal.abort(new Error('gone'))
    const [first, second] = await Promise.allSettled([
      call(`${it.origin}/api`, { signal: gone }),
      call(`${it.origin}/api`),
    ])
    assert.equal(first.status, 'rejected')
    assert.equal(second.status, 'fulfilled')
  })

  for (const [what, options] of [
    ['plain http elsewhere', { tokenEndpoint: 'http://idp.example/token' }],
    ['a password in the address', { tokenEndpoint: 'https://a:b@idp.example/token' }],
    ['neither endpoint nor issuer', { tokenEndpoint: undefined }],
  ] as const) {
    test(`OC-01 ${what} is refused at once`, () => {
      assert.throws(() => make(options as Partial<ClientCredentialsOptions>), { name: 'OutboundError' })
    })
  }
})
