import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, describe, test } from 'node:test'
import { serve } from '../support/provider.ts'
import { codeOf, proxyOf } from './world.ts'

describe('a client that asks too much', () => {
  let api: Awaited<ReturnType<typeof serve>>
  before(async () => (api = await serve(() => ({ body: {} }))))
  after(() => api.close())

  test('is asked to wait for the next minute', async () => {
    let now = 1_800_000_000_000
    const one = await proxyOf(
      `  a: { type: bearer, token: env:KEY, baseUrl: '${api.origin}' }`,
      '{ credential: a, methods: GET, paths: /** }',
      { clock: () => now, more: '  perMinute: 2\n' },
    )
    const codes = []
    for (let at = 0; at < 3; at++) codes.push((await one.asked('/a/x')).status)
    now += 60_000
    codes.push((await one.asked('/a/x')).status)
    assert.deepEqual(codes, [200, 200, 429, 200])
    await one.close()
  })

  test('has sixty-four answers under way, and no more', async () => {
    let waiting = 0
    const all = Promise.withResolvers<void>()
    const slow = createServer((_request, response) => {
      if (++waiting === 64) all.resolve()
      void release.promise.then(() => response.end())
    })
    const release = Promise.withResolvers<void>()
    await new Promise<void>((resolve) => slow.listen(0, '127.0.0.1', resolve))
    const { port } = slow.address() as AddressInfo
    const one = await proxyOf(
      `  a: { type: bearer, token: env:KEY, baseUrl: 'http://127.0.0.1:${port}' }`,
      '{ credential: a, methods: GET, paths: /** }',
    )
    const many = Array.from({ length: 64 }, () => one.asked('/a/x'))
    await all.promise
    assert.equal(await codeOf(await one.asked('/a/x')), '429 too_many')
    release.resolve()
    assert.ok((await Promise.all(many)).every(({ status }) => status === 200))
    assert.equal((await one.asked('/a/x')).status, 200)
    await one.close()
    slow.closeAllConnections()
    slow.close()
  })
})

describe('a proxy that would not be safe does not start', () => {
  const credentials = `  a: { type: bearer, token: env:KEY, baseUrl: 'https://api.example.com' }`
  const fine = '{ credential: a, methods: GET, paths: / }'
  // oxfmt-ignore
  const starts: [what: string, allow: string, options: Parameters<typeof proxyOf>[2], code: string][] = [
    ['one that other machines reach',       fine, { listen: '0.0.0.0:0' },                                'CONFIG_INVALID'],
    ['one on a name that is not ours',      fine, { listen: 'localhost.evil.example:0' },                 'CONFIG_INVALID'],
    ['one on every address of version 6',   fine, { listen: '[::]:0' },                                   'CONFIG_INVALID'],
    ['a token that is short',               fine, { env: { TOKEN: 'short' } },                            'CONFIG_INVALID'],
    ['a token that is not there',           fine, { env: {} },                                            'SECRET_MISSING'],
    ['two clients with one token',          fine, { more: `    b: { token: env:TOKEN, allow: ${fine} }` }, 'CONFIG_INVALID'],
    ['a path that is no path',              '{ credential: a, methods: GET, paths: repos }', {},          'CONFIG_INVALID'],
    ['a host that is half of the world',    `{ credential: a, methods: GET, paths: /, hosts: '*.com' }`, {}, 'CONFIG_INVALID'],
    ['a method that is none',               `{ credential: a, methods: 'G T', paths: / }`, {},            'CONFIG_INVALID'],
    ['a method that shows everything',      '{ credential: a, methods: TRACE, paths: / }', {},            'CONFIG_INVALID'],
    ['a rule without methods',              '{ credential: a, methods: [], paths: / }', {},               'CONFIG_INVALID'],
  ]
  for (const [what, allow, options, code] of starts) {
    test(what, async () => {
      await assert.rejects(proxyOf(credentials, allow, options), { code })
    })
  }
})
