import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { serve } from '../support/provider.ts'
import { rawExchange } from '../support/raw.ts'
import { canary, codeOf, proxyOf, token, type World } from './world.ts'

let api: Awaited<ReturnType<typeof serve>>
let other: Awaited<ReturnType<typeof serve>>
let proxy: World
const second = 'another-token-of-thirty-two-characters'

before(async () => {
  other = await serve(() => ({ body: {} }))
  api = await serve(({ url }) => {
    const { searchParams, pathname } = new URL(url, 'http://x')
    const location = searchParams.get('to')
    if (location !== null) return { status: pathname.endsWith('303') ? 303 : 302, headers: { location } }
    return {
      headers: {
        'set-cookie': 'a=b',
        'access-control-allow-origin': '*',
        'clear-site-data': '"*"',
        connection: 'x-hop',
        'x-hop': '1',
        'x-end': '2',
      },
      body: {},
    }
  })
  proxy = await proxyOf(
    `  api: { type: bearer, token: env:KEY, baseUrl: '${api.origin}' }
  query: { type: api-key, key: env:KEY, in: query, baseUrl: '${api.origin}' }
  other: { type: bearer, token: env:KEY, baseUrl: '${other.origin}' }
  narrow: { type: bearer, token: env:KEY, baseUrl: '${api.origin}', methods: [GET], paths: [/only/*] }`,
    `[ { credential: api, methods: [GET, POST], paths: [/repos/*, /repos/*/issues, /redirect*] },
       { credential: api, methods: [PUT], paths: [/files/**], hosts: ['127.0.0.1:${api.port}'] },
       { credential: query, methods: [GET], paths: [/**] },
       { credential: narrow, methods: [GET, DELETE], paths: [/**], hosts: ['127.0.0.1:${api.port}', '127.0.0.1:${other.port}'] } ]`,
    {
      env: { TOKEN: token, KEY: canary, SECOND: second },
      more: `    second: { token: env:SECOND, allow: [{ credential: other, methods: [GET], paths: [/**] }] }\n  maxBodyBytes: 1000\n`,
    },
  )
})
after(async () => {
  api.close()
  other.close()
  await proxy.close()
})

/** Nothing may arrive anywhere, whatever the answer is. */
async function nothingArrives<T>(work: () => Promise<T>): Promise<T> {
  const before = api.asked.length + other.asked.length
  const result = await work()
  assert.equal(api.asked.length + other.asked.length, before)
  return result
}

describe('whoever has no token gets nothing', () => {
  // oxfmt-ignore
  const tokens: [what: string, headers: Record<string, string>][] = [
    ['none',                               {}],
    ['an empty one',                       { authorization: 'Bearer ' }],
    ['a wrong one',                        { authorization: `Bearer ${'x'.repeat(token.length)}` }],
    ['a part of one',                      { authorization: `Bearer ${token.slice(0, -1)}` }],
    ['more than one',                      { authorization: `Bearer ${token}x` }],
    ['the credential itself',              { authorization: `Bearer ${canary}` }],
    ['one in a cookie',                    { cookie: `token=${token}` }],
    ['one for the next proxy',             { 'proxy-authorization': `Bearer ${token}` }],
    ['one in a header that is not known',  { 'x-other': token }],
  ]
  for (const [what, headers] of tokens) {
    test(what, async () => {
      const response = await nothingArrives(() => fetch(`${proxy.url}/api/repos/x`, { headers }))
      assert.match(response.headers.get('www-authenticate') ?? '', /^Bearer /)
      assert.equal(await codeOf(response), '401 not_authenticated')
    })
  }

  test('a token in the address is none', async () => {
    const response = await nothingArrives(() => fetch(`${proxy.url}/api/repos/x?token=${token}`))
    assert.equal(response.status, 401)
  })

  test('those who guess have sixty lines in a minute, and no more', async () => {
    const one = await proxyOf(
      `  a: { type: bearer, token: env:KEY, baseUrl: '${api.origin}' }`,
      '{ credential: a, methods: GET, paths: / }',
    )
    for (let at = 0; at < 70; at++) await (await fetch(`${one.url}/a/`)).text()
    assert.equal(one.lines.length, 60)
    await one.close()
  })
})

describe('credential, host, method and path are allowed together, or not at all', () => {
  // oxfmt-ignore
  const table: [method: string, path: string, status: number][] = [
    ['GET',    '/api/repos/x',                                200],
    ['POST',   '/api/repos/x/issues',                         200],
    ['PUT',    '/api/files/a/b',                              200],
    ['GET',    '/query/anything',                             200],
    ['GET',    '/narrow/only/x',                              200],
    ['DELETE', '/api/repos/x',                                403],
    ['PUT',    '/api/repos/x',                                403],
    ['GET',    '/api/files/a/b',                              403],
    ['GET',    '/api/repos/x/keys',                           403],
    ['GET',    '/api/repos',                                  403],
    ['GET',    '/api/REPOS/x',                                403],
    ['GET',    '/api/%72epos/x/keys',                         403],
    ['GET',    '/api/',                                       403],
    ['GET',    '/other/x',                                    403],
    ['GET',    '/nobody/x',                                   403],
    ['GET',    '/toString/x',                                 403],
    // What the rules allow and the credential does not.
    ['GET',    '/narrow/other',                               403],
    ['DELETE', '/narrow/only/x',                              403],
  ]
  for (const [method, path, status] of table) {
    test(`${method} ${path} is ${status}`, async () => {
      const ask = () => proxy.asked(path, { method, ...(method !== 'GET' && { body: 'x' }) })
      const response = status === 200 ? await ask() : await nothingArrives(ask)
      assert.equal(response.status, status)
    })
  }

  test('another host than those of the rule, or of the credential, gets nothing', async () => {
    for (const host of [
      'evil.example',
      'api.example.com',
      `127.0.0.1:${other.port}`,
      'localhost',
      '169.254.169.254',
    ])
      for (const name of ['api', 'query', 'narrow']) {
        const response = await nothingArrives(() => proxy.asked(`/${name}@${host}/repos/x`))
        assert.equal(await codeOf(response), '403 not_allowed', `${name}@${host}`)
      }
    assert.equal((await proxy.asked(`/api@127.0.0.1:${api.port}/repos/x`)).status, 200)
  })

  test('one client has nothing of what another has', async () => {
    const headers = { authorization: `Bearer ${second}` }
    assert.equal((await proxy.asked('/other/x', { headers })).status, 200)
    for (const path of ['/api/repos/x', '/query/x', '/narrow/only/x'])
      assert.equal((await nothingArrives(() => proxy.asked(path, { headers }))).status, 403)
  })
})

describe('a request that two programs could read in two ways is refused', () => {
  const ask = (head: string, body = '') =>
    nothingArrives(() =>
      rawExchange(proxy.port, `${head}\nAuthorization: Bearer ${token}\nConnection: close\n\n${body}`),
    )
  const host = () => `Host: 127.0.0.1:${proxy.port}`

  // oxfmt-ignore
  const heads: [what: string, head: () => string, status: number][] = [
    ['the absolute form',                    () => `GET ${api.origin}/repos/x HTTP/1.1\n${host()}`,                       400],
    ['the absolute form of itself',          () => `GET ${proxy.url}/api/repos/x HTTP/1.1\n${host()}`,                    400],
    ['dots on the wire',                     () => `GET /api/repos/../admin HTTP/1.1\n${host()}`,                         400],
    ['dots before the name',                 () => `GET /x/../api/repos/x HTTP/1.1\n${host()}`,                           400],
    ['an encoded slash',                     () => `GET /api/repos%2fx HTTP/1.1\n${host()}`,                              400],
    ['two slashes',                          () => `GET //api/repos/x HTTP/1.1\n${host()}`,                               400],
    ['a tunnel',                             () => `CONNECT ${api.origin.slice(7)} HTTP/1.1\n${host()}`,                  405],
    ['TRACE',                                () => `TRACE /api/repos/x HTTP/1.1\n${host()}`,                              403],
    ['a body of two lengths',                () => `POST /api/repos/x HTTP/1.1\n${host()}\nContent-Length: 1\nContent-Length: 2`, 400],
    ['a length and pieces',                  () => `POST /api/repos/x HTTP/1.1\n${host()}\nContent-Length: 5\nTransfer-Encoding: chunked`, 400],
    ['a GET with a body',                    () => `GET /api/repos/x HTTP/1.1\n${host()}\nContent-Length: 1`,             400],
    ['another method in a header',           () => `POST /api/repos/x HTTP/1.1\n${host()}\nX-HTTP-Method-Override: DELETE`, 400],
    ['another path in a header',             () => `GET /api/repos/x HTTP/1.1\n${host()}\nX-Original-URL: /admin`,        400],
    ['another method in the query',          () => `GET /query/x?_HttpMethod=DELETE HTTP/1.1\n${host()}`,                 400],
    ['another name of this machine',         () => `GET /api/repos/x HTTP/1.1\nHost: rebound.example:${proxy.port}`,      421],
    ['a name without the port',              () => `GET /api/repos/x HTTP/1.1\nHost: 127.0.0.1`,                          421],
    ['two names',                            () => `GET /api/repos/x HTTP/1.1\n${host()}\nHost: evil.example`,            421],
    ['no name',                              () => `GET /api/repos/x HTTP/1.0`,                                           421],
    ['a page of another site',               () => `GET /api/repos/x HTTP/1.1\n${host()}\nOrigin: https://evil.example`,  403],
    ['a page of this site',                  () => `GET /api/repos/x HTTP/1.1\n${host()}\nSec-Fetch-Site: same-origin`,   403],
    ['a line break in a header',             () => `GET /api/repos/x HTTP/1.1\n${host()}\nX-A: b\rc: d`,                  400],
  ]
  for (const [what, head, status] of heads) {
    test(what, async () => {
      const answer = await ask(head(), head().includes('Length') ? 'xxxxx' : '')
      assert.equal(answer.status, status, answer.text)
      assert.ok(!answer.text.includes(canary))
    })
  }
})

describe('what a client sends beside', () => {
  test('neither its own proof nor what it claims of others goes on, and nothing of the credential goes away', async () => {
    const text = `GET /api/repos/x HTTP/1.1
Host: localhost:${proxy.port}
Authorization: Bearer ${token}
X-API-Key: mine
Cookie: session=mine
Forwarded: for=mine
X-Forwarded-Host: mine
X-Forwarded-Anything: mine
X-Real-IP: mine
Proxy-Authorization: mine
TE: trailers
Upgrade: websocket
Connection: authorization, x-secret, upgrade, close
X-Secret: mine
X-Kept: yes

`
    assert.equal((await rawExchange(proxy.port, text)).status, 200)
    const { headers } = api.asked.at(-1) ?? assert.fail('nothing was asked')
    assert.equal(headers.authorization, `Bearer ${canary}`)
    assert.equal(headers['x-kept'], 'yes')
    assert.doesNotMatch(JSON.stringify(headers), /mine|client-token|websocket|trailers/)
  })

  test('cookies, permissions and what is for one hop do not come back', async () => {
    const response = await proxy.asked('/api/repos/x')
    assert.equal(response.headers.get('x-end'), '2')
    for (const name of ['set-cookie', 'access-control-allow-origin', 'clear-site-data', 'x-hop'])
      assert.equal(response.headers.get(name), null, name)
  })

  test('a body beyond the limit is refused, whether it says so or not', async () => {
    const large = 'x'.repeat(1001)
    const declared = await nothingArrives(() => proxy.asked('/api/repos/x', { method: 'POST', body: large }))
    assert.equal(await codeOf(declared), '413 body_too_large')
    const pieces = `POST /api/repos/x HTTP/1.1
Host: 127.0.0.1:${proxy.port}
Authorization: Bearer ${token}
Transfer-Encoding: chunked
Connection: close

3e9
${large}
0

`
    const answer = await nothingArrives(() => rawExchange(proxy.port, pieces))
    assert.equal(answer.status, 413)
    assert.equal((await proxy.asked('/api/repos/x', { method: 'POST', body: large.slice(1) })).status, 200)
  })
})

describe('a redirect is never followed, and leads past no rule', () => {
  const to = (location: string, path = '/api/redirect') => `${path}?to=${encodeURIComponent(location)}`
  // oxfmt-ignore
  const table: [what: string, location: () => string, back: () => string][] = [
    ['to a foreign host is handed on',         () => 'https://evil.example/x?y=1',     () => 'https://evil.example/x?y=1'],
    ['to another port is handed on',           () => `${other.origin}/x`,              () => `${other.origin}/x`],
    ['to itself leads through the proxy',      () => `${api.origin}/repos/y?z=1`,      () => `${proxy.url}/api/repos/y?z=1`],
    ['to a path leads through the proxy',      () => '/admin',                         () => `${proxy.url}/api/admin`],
    ['to a host without its scheme is handed on', () => '//evil.example/x',            () => 'http://evil.example/x'],
  ]
  for (const [what, location, back] of table) {
    test(what, async () => {
      const before = other.asked.length
      const response = await proxy.asked(to(location()))
      assert.deepEqual([response.status, response.headers.get('location')], [302, back()])
      assert.equal(other.asked.length, before)
    })
  }

  test('and the next request is held against the rules', async () => {
    const response = await proxy.asked(to('/admin'), { redirect: 'follow' })
    assert.equal(await codeOf(response), '403 not_allowed')
  })

  test('nor does it show the key that was in the address', async () => {
    const response = await proxy.asked(to(`https://evil.example/x?a=1&key=${canary}`, '/query/x'))
    assert.equal(response.headers.get('location'), 'https://evil.example/x?a=1')
  })
})
