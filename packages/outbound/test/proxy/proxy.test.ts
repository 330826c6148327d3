import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, describe, test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { serve } from '../support/provider.ts'
import { canary, codeOf, proxyOf, token, type World } from './world.ts'

describe('a client of the proxy uses a credential that it never sees', () => {
  let api: Awaited<ReturnType<typeof serve>>
  let proxy: World
  before(async () => {
    api = await serve(({ url }) => ({
      status: url.includes('missing') ? 404 : 200,
      headers: { 'x-request-id': 'r1' },
      body: { url },
    }))
    proxy = await proxyOf(
      `  api: { type: bearer, token: env:KEY, baseUrl: '${api.origin}/v1' }
  named: { type: api-key, key: env:KEY, name: X-Api-Token, baseUrl: '${api.origin}' }
  query: { type: api-key, key: env:KEY, in: query, name: appid, baseUrl: '${api.origin}' }
  machine: { type: basic, username: ada, password: env:KEY, baseUrl: '${api.origin}' }`,
      `[ { credential: api, methods: [GET, POST, HEAD], paths: [/v1/**] },
         { credential: named, methods: [GET], paths: [/**] },
         { credential: query, methods: [GET], paths: [/**] },
         { credential: machine, methods: [GET], paths: [/**] } ]`,
    )
  })
  after(async () => {
    await proxy.close()
    api.close()
  })
  const last = () => api.asked.at(-1) ?? assert.fail('nothing was asked')

  test('a path is added to the base address, and the answer comes back as it is', async () => {
    const response = await proxy.asked('/api/users?limit=2', {
      headers: { accept: 'text/plain', 'x-mine': 'yes' },
    })
    assert.deepEqual(await response.json(), { url: '/v1/users?limit=2' })
    assert.equal(response.headers.get('x-request-id'), 'r1')
    const { authorization, accept, host, 'x-mine': mine } = last().headers
    assert.deepEqual([authorization, accept, mine], [`Bearer ${canary}`, 'text/plain', 'yes'])
    assert.equal(host, new URL(api.origin).host)
    assert.equal((await proxy.asked('/api/missing')).status, 404)
    assert.equal((await proxy.asked('/api/users', { method: 'HEAD' })).status, 200)
  })

  test('a body is carried with its type', async () => {
    const body = '{"a": 1}'
    await proxy.asked('/api/things', {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json' },
    })
    assert.deepEqual([last().method, last().body], ['POST', body])
    assert.equal(last().headers['content-type'], 'application/json')
    assert.equal(last().headers['content-length'], String(body.length))
  })

  // oxfmt-ignore
  const shown: [where: string, headers: Record<string, string>, path: string][] = [
    ['our own header',                 { 'warder-proxy-token': token },                          '/api/x'],
    ['x-api-key',                      { 'x-api-key': token },                                   '/api/x'],
    ['the header of the credential',   { 'x-api-token': token },                                 '/named/x'],
    ['Authorization with its own word', { authorization: `token ${token}` },                     '/api/x'],
    ['the password of basic',          { authorization: `Basic ${btoa(`x:${token}`)}` },         '/machine/x'],
    ['the name of basic',              { authorization: `Basic ${btoa(`${token}:`)}` },          '/machine/x'],
  ]
  for (const [where, headers, path] of shown) {
    test(`its token may be in ${where}, where it does not go on`, async () => {
      const response = await fetch(proxy.url + path, { headers })
      assert.equal(response.status, 200)
      const sent = JSON.stringify(last())
      assert.ok(!sent.includes(token) && !sent.includes(btoa(`x:${token}`)), sent)
      assert.ok(sent.includes(canary) || sent.includes(btoa(`ada:${canary}`)), sent)
    })
  }

  test('a key in the address is added to the query that was asked for', async () => {
    await proxy.asked('/query/weather?q=Rome%20Nord')
    assert.equal(last().url, `/weather?q=Rome%20Nord&appid=${canary}`)
  })

  test('every request has a line without secrets, headers and query', async () => {
    proxy.lines.length = 0
    await (await proxy.asked('/query/weather?q=private', { headers: { 'x-mine': 'private' } })).text()
    await proxy.asked('/api/users', { method: 'DELETE' })
    await fetch(`${proxy.url}/api/users`, { headers: { authorization: 'Bearer private' } })
    const told = proxy.lines.map(({ client, credential, method, path, outcome, status, code }) => [
      client,
      credential,
      method,
      path,
      outcome,
      status,
      code,
    ])
    // oxfmt-ignore
    assert.deepEqual(told, [
      ['agent', 'query', 'GET',    '/weather',  'sent',    200, null],
      ['agent', 'api',   'DELETE', '/v1/users', 'refused', 403, 'not_allowed'],
      [null,    'api',   'GET',    '/users',    'refused', 401, 'not_authenticated'],
    ])
    assert.doesNotMatch(JSON.stringify(proxy.lines), /private|canary|client-token/)
  })
})

describe('bodies are streamed both ways', () => {
  test('a large one goes up while it comes, with its length, and down while it is made', async () => {
    const payload = randomBytes(5 * 1024 * 1024)
    let declared: string | undefined
    const api = createServer((request, response) => {
      declared = request.headers['content-length']
      request.pipe(response)
    })
    await new Promise<void>((resolve) => api.listen(0, '127.0.0.1', resolve))
    const { port } = api.address() as AddressInfo
    const proxy = await proxyOf(
      `  api: { type: bearer, token: env:KEY, baseUrl: 'http://127.0.0.1:${port}' }`,
      `{ credential: api, methods: PUT, paths: /file }`,
    )
    const response = await proxy.asked('/api/file', { method: 'PUT', body: payload })
    assert.ok(Buffer.from(await response.arrayBuffer()).equals(payload))
    assert.equal(declared, String(payload.length))
    assert.deepEqual(
      proxy.lines.map(({ bytes_sent, bytes_received }) => [bytes_sent, bytes_received]),
      [[payload.length, payload.length]],
    )
    await proxy.close()
    api.closeAllConnections()
    api.close()
  })

  test('what an API says piece by piece arrives piece by piece, and ends when the client goes', async () => {
    const gone = Promise.withResolvers<void>()
    const api = createServer((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' }).write('data: 1\n\n')
      response.once('close', () => gone.resolve())
    })
    await new Promise<void>((resolve) => api.listen(0, '127.0.0.1', resolve))
    const { port } = api.address() as AddressInfo
    const proxy = await proxyOf(
      `  api: { type: bearer, token: env:KEY, baseUrl: 'http://127.0.0.1:${port}' }`,
      `{ credential: api, methods: GET, paths: /events }`,
    )
    const stop = new AbortController()
    const response = await proxy.asked('/api/events', { signal: stop.signal })
    const { value } = (await response.body?.getReader().read()) ?? {}
    assert.equal(Buffer.from(value ?? []).toString(), 'data: 1\n\n')
    stop.abort()
    await gone.promise
    await proxy.close()
    api.closeAllConnections()
    api.close()
  })

  test('what was compressed arrives whole', async () => {
    const api = createServer((_request, response) =>
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('a'.repeat(10_000))),
    )
    await new Promise<void>((resolve) => api.listen(0, '127.0.0.1', resolve))
    const { port } = api.address() as AddressInfo
    const proxy = await proxyOf(
      `  api: { type: bearer, token: env:KEY, baseUrl: 'http://127.0.0.1:${port}' }`,
      `{ credential: api, methods: GET, paths: /x }`,
    )
    const response = await proxy.asked('/api/x')
    assert.equal(response.headers.get('content-encoding'), null)
    assert.equal((await response.text()).length, 10_000)
    await proxy.close()
    api.close()
  })
})

describe('what the proxy cannot do it says in its own name', () => {
  const nowhere = `  api: { type: bearer, token: env:KEY, baseUrl: 'http://127.0.0.1:9' }
  unset: { type: bearer, token: env:NOT_SET, baseUrl: 'http://127.0.0.1:9' }
  person: { type: authorization-code, tokenEndpoint: 'http://127.0.0.1:9/t', clientId: c, baseUrl: 'http://127.0.0.1:9' }
  slow: { type: bearer, token: env:KEY, baseUrl: 'http://127.0.0.1:PORT', timeoutMs: 60 }`
  let proxy: World
  let silent: ReturnType<typeof createServer>
  before(async () => {
    silent = createServer(() => undefined)
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve))
    const { port } = silent.address() as AddressInfo
    const rule = (name: string) => `{ credential: ${name}, methods: GET, paths: /** }`
    proxy = await proxyOf(
      nowhere.replace('PORT', String(port)),
      `[${['api', 'unset', 'person', 'slow'].map(rule).join(', ')}]`,
    )
  })
  after(async () => {
    await proxy.close()
    silent.closeAllConnections()
    silent.close()
  })
  // oxfmt-ignore
  const failing: [what: string, path: string, code: string, reason: string | null][] = [
    ['an API that does not answer',            '/api/x',    '502 unreachable',       null],
    ['a secret that is not set',               '/unset/x',  '502 credential_failed', 'SECRET_MISSING'],
    ['a person who has not signed in',         '/person/x', '502 sign_in_needed',    'REAUTH_REQUIRED'],
    ['an API that takes too long',             '/slow/x',   '504 too_late',          null],
  ]
  for (const [what, path, code, reason] of failing) {
    test(what, async () => {
      const response = await proxy.asked(path)
      assert.equal(response.headers.get('warder-proxy-error'), code.split(' ')[1])
      assert.equal(await codeOf(response), code)
      assert.equal(proxy.lines.at(-1)?.reason, reason)
    })
  }
})
