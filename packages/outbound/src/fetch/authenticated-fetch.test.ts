import assert from 'node:assert/strict'
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, beforeEach, describe, test } from 'node:test'
import { inspect } from 'node:util'
import { all } from '../combine.ts'
import type { Credential } from '../credential.ts'
import { OutboundError } from '../errors.ts'
import { secret } from '../secret.ts'
import { apiKey } from '../static/api-key.ts'
import { basic, bearer } from '../static/basic.ts'
import { authenticatedFetch } from './authenticated-fetch.ts'

type Seen = { method: string; url: string; headers: IncomingHttpHeaders; body: string }
type Reply = { status: number; headers?: Record<string, string>; body?: string }

/** A server that notes what comes and answers from a list, or 200. */
async function api() {
  const seen: Seen[] = []
  const replies: Reply[] = []
  const server: Server = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk: Buffer) => (body += chunk.toString('latin1')))
    request.on('end', () => {
      seen.push({ method: request.method ?? '', url: request.url ?? '', headers: request.headers, body })
      const { status, headers = {}, body: said = 'ok' } = replies.shift() ?? { status: 200 }
      response.writeHead(status, headers).end(said)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return { seen, replies, origin, close: () => server.close() }
}

const canary = 'canary-4f1c8a77'

describe('a fetch that carries a credential', () => {
  let home: Awaited<ReturnType<typeof api>>
  let foreign: Awaited<ReturnType<typeof api>>
  before(async () => {
    home = await api()
    foreign = await api()
  })
  after(() => {
    home.close()
    foreign.close()
  })
  beforeEach(() => {
    for (const one of [home, foreign]) {
      one.seen.length = 0
      one.replies.length = 0
    }
  })
  const bound = (credential: Credential, more = {}) =>
    authenticatedFetch(credential, { origins: [home.origin], ...more })

  // oxfmt-ignore
  const placed: [what: string, credential: Credential, path: string, at: (seen: Seen) => unknown, expected: unknown][] = [
    ['a bearer key',                 apiKey({ key: canary }),                                   '/',            ({ headers }) => headers.authorization, `Bearer ${canary}`],
    ['a header without a prefix',    apiKey({ key: canary, name: 'x-api-key' }),                '/',            ({ headers }) => headers['x-api-key'],  canary],
    ['a prefix of the API',          apiKey({ key: canary, prefix: 'Token' }),                  '/',            ({ headers }) => headers.authorization, `Token ${canary}`],
    ['a query parameter',            apiKey({ key: canary, in: 'query', name: 'k' }),           '/a?b=%7E+1',   ({ url }) => url,                       `/a?b=%7E+1&k=${canary}`],
    ['a parameter in place',         apiKey({ key: canary, in: 'query', name: 'k' }),           '/a?k=x&b=1',   ({ url }) => url,                       `/a?k=${canary}&b=1`],
    ['a cookie',                     apiKey({ key: canary, in: 'cookie', name: 'sid' }),        '/',            ({ headers }) => headers.cookie,        `sid=${canary}`],
    ['a token',                      bearer(secret(canary)),                                    '/',            ({ headers }) => headers.authorization, `Bearer ${canary}`],
    ['RFC 7617 §2 name and password', basic({ username: 'Aladdin', password: 'open sesame' }),  '/',            ({ headers }) => headers.authorization, 'Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=='],
    ['RFC 7617 §2.1 in UTF-8',       basic({ username: 'test', password: '123£' }),             '/',            ({ headers }) => headers.authorization, 'Basic dGVzdDoxMjPCow=='],
    ['a key as the name',            basic({ username: 'key', password: '' }),                  '/',            ({ headers }) => headers.authorization, 'Basic a2V5Og=='],
    ['a key and a header',           all(apiKey({ key: 'a', name: 'x-a' }), bearer(canary)),    '/',            ({ headers }) => [headers['x-a'], headers.authorization], ['a', `Bearer ${canary}`]],
  ]
  for (const [what, credential, path, at, expected] of placed) {
    test(`carries ${what}`, async () => {
      const response = await bound(credential)(home.origin + path)
      assert.equal(response.status, 200)
      assert.deepEqual(at(home.seen[0]!), expected)
    })
  }

  test('OC-20 goes nowhere but to the origins it is bound to', async () => {
    await assert.rejects(bound(bearer(canary))(foreign.origin), { code: 'ORIGIN_NOT_ALLOWED' })
    assert.equal(foreign.seen.length, 0)
  })

  // oxfmt-ignore
  const insecure: [origin: string, code: string][] = [
    ['http://api.example',           'INSECURE_URL'],
    ['https://*.com',                'CONFIG_INVALID'],
    ['https://api.example/path',     'CONFIG_INVALID'],
    ['https://a:b@api.example',      'CONFIG_INVALID'],
    ['ftp://api.example',            'CONFIG_INVALID'],
    ['api.example',                  'CONFIG_INVALID'],
  ]
  for (const [origin, code] of insecure) {
    test(`OC-01 a binding to ${origin} is refused`, () => {
      assert.throws(() => authenticatedFetch(bearer('x'), { origins: [origin] }), { code })
    })
  }

  // oxfmt-ignore
  const hosts: [pattern: string, url: string, allowed: boolean][] = [
    ['https://*.api.example',     'https://eu.api.example/',         true],
    ['https://*.api.example',     'https://a.b.api.example/',        true],
    ['https://*.api.example',     'https://api.example/',            false],
    ['https://*.api.example',     'https://evilapi.example/',        false],
    ['https://*.api.example',     'https://eu.api.example:8443/',    false],
    ['https://*.api.example',     'http://eu.api.example/',          false],
    ['https://api.example',       'https://api.example.evil.test/',  false],
    ['https://api.example',       'https://api.example@evil.test/',  false],
    ['https://api.example',       'https://API.example/x',           true],
  ]
  for (const [pattern, url, allowed] of hosts) {
    test(`OC-20 ${pattern} ${allowed ? 'allows' : 'refuses'} ${url}`, async () => {
      const fetched: string[] = []
      const send = (to: string) => {
        fetched.push(to)
        return Promise.resolve(new Response('ok'))
      }
      const call = authenticatedFetch(bearer(canary), { origins: [pattern], fetch: send as typeof fetch })
      const outcome = await call(url).then(
        () => true,
        () => false,
      )
      assert.equal(outcome, allowed)
      assert.equal(fetched.length, allowed ? 1 : 0)
    })
  }

  test('a binding to methods and paths lets nothing else through', async () => {
    const call = bound(bearer(canary), { methods: ['GET'], paths: ['/repos/**', '/user'] })
    for (const path of ['/repos/a/b', '/user']) assert.equal((await call(home.origin + path)).status, 200)
    for (const path of ['/users', '/repos/..%2fadmin', '/repos/../admin', '/'])
      await assert.rejects(call(home.origin + path), { code: 'ORIGIN_NOT_ALLOWED' }, path)
    await assert.rejects(call(`${home.origin}/user`, { method: 'DELETE' }), { code: 'ORIGIN_NOT_ALLOWED' })
  })

  const carriers: [what: string, credential: () => Credential][] = [
    ['a header of its own', () => apiKey({ key: canary, name: 'x-api-key' })],
    ['Authorization', () => bearer(canary)],
    ['a query parameter', () => apiKey({ key: canary, in: 'query' })],
    ['a cookie', () => apiKey({ key: canary, in: 'cookie' })],
  ]
  for (const status of [301, 302, 303, 307, 308]) {
    for (const [what, credential] of carriers) {
      test(`OC-02 a ${status} to a foreign origin gets nothing of ${what}`, async () => {
        home.replies.push({ status, headers: { location: `${foreign.origin}/elsewhere` } })
        const response = await bound(credential())(`${home.origin}/`, {
          headers: { cookie: `mine=${canary}`, 'proxy-authorization': canary },
        })
        assert.equal(await response.text(), 'ok')
        assert.ok(JSON.stringify(home.seen).includes(canary))
        assert.ok(!JSON.stringify(foreign.seen).includes(canary), JSON.stringify(foreign.seen))
      })
    }
  }

  test('OC-02 a redirect within the binding carries the credential, once', async () => {
    home.replies.push({ status: 302, headers: { location: '/next?a=1' } })
    await bound(apiKey({ key: canary, in: 'query', name: 'k' }))(`${home.origin}/`)
    assert.equal(home.seen[1]?.url, `/next?a=1&k=${canary}`)
  })

  // oxfmt-ignore
  const methods: [status: number, method: string, then: string, body: string][] = [
    [301, 'POST', 'GET', ''], [302, 'POST', 'GET', ''], [303, 'POST', 'GET', ''], [303, 'PUT', 'GET', ''],
    [307, 'POST', 'POST', 'hello'], [308, 'PUT', 'PUT', 'hello'], [302, 'PUT', 'PUT', 'hello'],
  ]
  for (const [status, method, then, body] of methods) {
    test(`Fetch Standard §4.4 a ${status} makes ${then} of ${method}`, async () => {
      home.replies.push({ status, headers: { location: '/next' } })
      await bound(bearer(canary))(`${home.origin}/`, { method, body: 'hello' })
      assert.deepEqual([home.seen[1]?.method, home.seen[1]?.body], [then, body])
      assert.equal(
        home.seen[1]?.headers['content-type'],
        body === '' ? undefined : 'text/plain;charset=UTF-8',
      )
    })
  }

  // oxfmt-ignore
  const wrong: [what: string, location: string][] = [
    ['to a script',             'javascript:alert(1)'],
    ['to a file',               'file:///etc/passwd'],
    ['with a password',         'https://ada:x@api.example/'],
  ]
  for (const [what, location] of wrong) {
    test(`a redirect ${what} is not followed`, async () => {
      home.replies.push({ status: 302, headers: { location } })
      await assert.rejects(bound(bearer(canary))(home.origin), { code: 'REDIRECT_BLOCKED' })
    })
  }

  test('a redirect without end ends', async () => {
    home.replies.push(...Array.from({ length: 30 }, () => ({ status: 302, headers: { location: '/again' } })))
    await assert.rejects(bound(bearer(canary))(home.origin), { code: 'REDIRECT_BLOCKED' })
    assert.equal(home.seen.length, 21)
  })

  test('whoever wants to see a redirect, or none at all, gets it', async () => {
    home.replies.push(
      { status: 302, headers: { location: '/x' } },
      { status: 302, headers: { location: '/x' } },
    )
    assert.equal((await bound(bearer(canary))(home.origin, { redirect: 'manual' })).status, 302)
    await assert.rejects(bound(bearer(canary))(home.origin, { redirect: 'error' }), {
      code: 'REDIRECT_BLOCKED',
    })
  })

  test('OC-09 a 401 is tried once with the other key, which is then used first', async () => {
    let told = 0
    const call = bound(apiKey({ key: 'old', fallbackKey: 'new', onFallback: () => void told++ }))
    home.replies.push({ status: 401 })
    const response = await call(home.origin, { method: 'POST', body: 'twice' })
    assert.equal(response.status, 200)
    assert.deepEqual(
      home.seen.map(({ headers, body }) => [headers.authorization, body]),
      [
        ['Bearer old', 'twice'],
        ['Bearer new', 'twice'],
      ],
    )
    await call(home.origin)
    assert.equal(home.seen[2]?.headers.authorization, 'Bearer new')
    assert.equal(told, 1)
  })

  test('OC-09 a 401 that stays one is the answer', async () => {
    home.replies.push({ status: 401 }, { status: 401, body: 'no' })
    const response = await bound(apiKey({ key: 'a', fallbackKey: 'b' }))(home.origin)
    assert.equal(response.status, 401)
    assert.equal(await response.text(), 'no')
    assert.equal(home.seen.length, 2)
  })

  test('OC-09 a long stream is sent once, and its 401 is the answer', async () => {
    const chunk = new Uint8Array(600_000)
    const stream = new ReadableStream<Uint8Array>({
      start(controller) {
        controller.enqueue(chunk)
        controller.enqueue(chunk)
        controller.close()
      },
    })
    home.replies.push({ status: 401 })
    const init = { method: 'POST', body: stream, duplex: 'half' } as RequestInit
    const response = await bound(apiKey({ key: 'a', fallbackKey: 'b' }))(home.origin, init)
    assert.equal(response.status, 401)
    assert.equal(home.seen.length, 1)
    assert.equal(home.seen[0]?.body.length, 1_200_000)
  })

  test('a short stream, a form and a Request are sent again as they were', async () => {
    const form = new FormData()
    form.set('a', 'ä')
    const bodies = [new Blob(['blob']).stream(), form, new URLSearchParams({ a: '1 2' })]
    for (const body of bodies) {
      home.seen.length = 0
      home.replies.push({ status: 401 })
      const request = new Request(home.origin, { method: 'POST', body, duplex: 'half' } as RequestInit)
      await bound(apiKey({ key: 'a', fallbackKey: 'b' }))(request)
      assert.equal(home.seen.length, 2)
      assert.equal(home.seen[0]?.body, home.seen[1]?.body)
      assert.notEqual(home.seen[0]?.body, '')
    }
  })

  // oxfmt-ignore
  const injected: [what: string, key: string][] = [
    ['a line break', 'a\r\nx-admin: 1'], ['NUL', 'a\0b'], ['a foreign letter', 'ключ'], ['a space at the end', 'a '],
  ]
  for (const [what, key] of injected) {
    test(`OC-22 a key with ${what} is refused before anything is sent`, async () => {
      await assert.rejects(bound(apiKey({ key, name: 'x-api-key' }))(home.origin), (error: Error) => {
        assert.ok(error instanceof OutboundError && error.code === 'CONFIG_INVALID')
        assert.ok(!inspect(error).includes(key.slice(0, 4)) || key.length < 4)
        return true
      })
      assert.equal(home.seen.length, 0)
    })
  }

  test('a secret shows itself nowhere', () => {
    const hidden = secret(canary)
    const shown = [
      inspect(hidden, { showHidden: true, depth: 9 }),
      JSON.stringify({ hidden }),
      String(hidden),
      `${inspect(apiKey({ key: canary }), { showHidden: true, depth: 9 })}`,
      inspect(bound(bearer(canary)), { showHidden: true, depth: 9 }),
    ]
    for (const text of shown) assert.ok(!text.includes(canary), text)
    assert.equal(hidden.reveal(), canary)
  })
})
