import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { serve } from '../support/provider.ts'
import { rawExchange } from '../support/raw.ts'
import { canary, proxyOf, token, type World } from './world.ts'

describe('what stands on the wire to the proxy', () => {
  let api: Awaited<ReturnType<typeof serve>>
  let proxy: World
  before(async () => {
    api = await serve(() => ({ body: {} }))
    proxy = await proxyOf(
      `  api: { type: bearer, token: env:KEY, baseUrl: '${api.origin}' }`,
      '{ credential: api, methods: [GET], paths: [/repos/**] }',
    )
  })
  after(async () => {
    api.close()
    await proxy.close()
  })

  const head = (target: string, more = '') => `GET ${target} HTTP/1.1\nHost: 127.0.0.1:${proxy.port}\n${more}`
  const own = () => `Authorization: Bearer ${token}\n`
  const statuses = (text: string) =>
    [...text.matchAll(/HTTP\/1\.1 (\d{3})/g)].map(([, status]) => Number(status))

  test('each of several requests on one connection is held against the rules', async () => {
    const before_ = api.asked.length
    const { text } = await rawExchange(
      proxy.port,
      `${head('/api/repos/a', own())}\n${head('/api/repos/b', own())}\n${head('/api/admin', own())}\n${head('/api/repos/c', own())}\n`,
    )
    assert.deepEqual(statuses(text), [200, 200, 403])
    assert.deepEqual(
      api.asked.slice(before_, before_ + 2).map(({ url }) => url),
      ['/repos/a', '/repos/b'],
    )
    assert.ok(!api.asked.some(({ url }) => url === '/admin'))
  })

  test('the token of one request is not that of the next', async () => {
    const { text } = await rawExchange(
      proxy.port,
      `${head('/api/repos/a', own())}\n${head('/api/repos/b')}\n`,
    )
    assert.deepEqual(statuses(text), [200, 401])
  })

  // oxfmt-ignore
  const heads: [what: string, more: string, body: string, status: number][] = [
    ['another method in a header of underscores',  'X_HTTP_METHOD_OVERRIDE: DELETE\n',                     '',            400],
    ['another path in a header of underscores',    'X_Original_URL: /admin\n',                             '',            400],
    ['another method, original',                   'X-Original-Method: DELETE\n',                          '',            400],
    ['a space before a colon',                     'Transfer-Encoding : chunked\n',                        '0\n\n',       400],
    ['an encoding that is none',                   'Transfer-Encoding: xchunked\n',                        '0\n\n',       400],
    ['a header on two lines',                      'X-A: b\n X-HTTP-Method-Override: DELETE\n',            '',            400],
    ['a second request as the body of a GET',      'Content-Length: 39\n',  'GET /api/admin HTTP/1.1\nHost: x\n\n',        400],
  ]
  for (const [what, more, body, status] of heads) {
    test(`${what} is refused, and nothing goes out`, async () => {
      const before_ = api.asked.length
      const { text } = await rawExchange(proxy.port, `${head('/api/repos/a', own() + more)}\n${body}`)
      assert.deepEqual(statuses(text), [status])
      assert.equal(api.asked.length, before_)
      assert.ok(!text.includes(canary))
    })
  }

  test('an upgrade is not made, and nothing that follows it goes out', async () => {
    const upgrade = `${own()}Connection: Upgrade, close\nUpgrade: websocket\nSec-WebSocket-Version: 13\nSec-WebSocket-Key: x\n`
    const { text } = await rawExchange(
      proxy.port,
      `${head('/api/repos/socket', upgrade)}\n${head('/api/admin', own())}\n`,
    )
    assert.deepEqual(statuses(text), [200])
    assert.ok(!api.asked.some(({ url }) => url === '/admin'))
    const { headers } = api.asked.at(-1) ?? assert.fail('nothing was asked')
    for (const name of ['upgrade', 'sec-websocket-key', 'sec-websocket-version'])
      assert.equal(headers[name], undefined, name)
  })

  test('whose program tries what no request may say stands in the audit', async () => {
    await rawExchange(proxy.port, `${head('/api/repos/../admin', `${own()}Connection: close\n`)}\n`)
    const line = proxy.lines.at(-1)
    assert.deepEqual([line?.client, line?.code, line?.outcome], ['agent', 'bad_target', 'refused'])
    const stranger = await rawExchange(proxy.port, `${head('/api/repos/../admin', 'Connection: close\n')}\n`)
    assert.equal(stranger.status, 401)
  })
})
