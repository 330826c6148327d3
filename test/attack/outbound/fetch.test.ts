import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { promisify } from 'node:util'
import { gzipSync } from 'node:zlib'
import type { Resolve } from '../../../packages/warder/src/http/outbound/lookup.ts'
import { createSafeFetch, type FetchOptions } from '../../../packages/warder/src/http/outbound/safe-fetch.ts'

const ask = (by: FetchOptions['by'], more: Partial<FetchOptions> = {}): FetchOptions => ({
  by,
  timeout_ms: 2000,
  max_bytes: 10_000,
  ...more,
})
const nowhere: Resolve = () => Promise.reject(new Error('no name is looked up here'))
const strict = { dev: false, allow_networks: [] }

// oxfmt-ignore
const refused: [id: string, url: string, reason: string][] = [
  ['SS-01', 'https://127.0.0.1/',           'address'],
  ['SS-01', 'https://169.254.169.254/latest/meta-data/', 'address'],
  ['SS-01', 'https://10.1.2.3/',            'address'],
  ['SS-01', 'https://172.20.0.1/',          'address'],
  ['SS-01', 'https://192.168.1.1/',         'address'],
  ['SS-01', 'https://100.64.0.1/',          'address'],
  ['SS-01', 'https://[::1]/',               'address'],
  ['SS-01', 'https://[fe80::1]/',           'address'],
  ['SS-01', 'https://[fc00::1]/',           'address'],
  ['SS-01', 'https://[::ffff:127.0.0.1]/',  'address'],
  ['SS-02', 'https://127.1/',               'address'],
  ['SS-02', 'https://0/',                   'address'],
  ['SS-02', 'https://0177.0.0.1/',          'address'],
  ['SS-02', 'https://2130706433/',          'address'],
  ['SS-02', 'https://0x7f.1/',              'address'],
  ['SS-02', 'https://①②⑦.⓪.⓪.①/',         'address'],
  ['SS-07', 'http://example.com/',          'scheme'],
  ['SS-07', 'file:///etc/passwd',           'scheme'],
  ['SS-07', 'ftp://example.com/',           'scheme'],
  ['SS-07', 'gopher://example.com/',        'scheme'],
  ['SS-07', 'data:text/plain,x',            'scheme'],
  ['SS-07', 'blob:https://example.com/x',   'scheme'],
  ['SS-07', 'https://example.com:22/',      'port'],
  ['SS-07', 'https://example.com:25/',      'port'],
  ['SS-07', 'https://example.com:6379/',    'port'],
  ['SS-07', 'https://example.com:0/',       'port'],
  ['SS-07', 'https://user:pw@example.com/', 'url'],
  ['SS-07', 'https://',                     'url'],
  ['SS-07', '//example.com/',               'url'],
]
for (const [id, url, reason] of refused) {
  test(`${id} ${url} is refused before anything is sent`, async () => {
    const safeFetch = createSafeFetch(strict, nowhere)
    await assert.rejects(safeFetch(url, ask('client')), { name: 'FetchError', reason })
  })
}

describe('a server of this machine', () => {
  let server: Server
  let port = 0
  const asked: string[] = []
  const answers: Record<string, (answer: ServerResponse) => void> = {
    '/ok': (answer) => answer.end('hello'),
    '/redirect': (answer) => answer.writeHead(302, { location: '/ok' }).end('moved'),
    '/long': (answer) => answer.writeHead(200, { 'content-length': '1000000000' }).write('x'),
    '/endless': (answer) => {
      const more = () => {
        while (answer.write('x'.repeat(65_536)));
      }
      answer.on('drain', more)
      more()
    },
    '/drip': (answer) => {
      const timer = setInterval(() => answer.write('x'), 50)
      answer.on('close', () => clearInterval(timer))
    },
    '/bomb': (answer) =>
      answer.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(Buffer.alloc(1 << 20))),
    '/cut': (answer) => {
      answer.writeHead(200, { 'content-length': '100' }).write('half')
      setImmediate(() => answer.destroy())
    },
    '/headers': (answer) => answer.writeHead(200, { 'x-long': 'x'.repeat(20_000) }).end(),
  }
  before(async () => {
    server = createServer((request, answer) => {
      asked.push(`${request.method} ${request.headers.host}${request.url}`)
      answers[request.url ?? '']?.(answer)
    }).listen(0, '127.0.0.1')
    await once(server, 'listening')
    port = (server.address() as AddressInfo).port
  })
  after(() => {
    server.closeAllConnections()
    server.close()
  })

  const dev = () => createSafeFetch({ dev: true, allow_networks: [] })
  const url = (path: string, host = '127.0.0.1') => `http://${host}:${port}${path}`

  test('the operator’s own URL may lead to it in development', async () => {
    const { status, body } = await dev()(url('/ok'), ask('operator'))
    assert.deepEqual([status, body.toString()], [200, 'hello'])
    assert.equal(asked.at(-1), `GET 127.0.0.1:${port}/ok`)
  })

  test('SS-01 a URL of a client may not, neither in development nor when it is called by its name', async () => {
    const before = asked.length
    const https = url('/ok').replace('http:', 'https:')
    await assert.rejects(dev()(https, ask('client')), { reason: 'address' })
    await assert.rejects(dev()(https.replace('127.0.0.1', 'localhost'), ask('client')), { reason: 'address' })
    await assert.rejects(createSafeFetch(strict)(url('/ok'), ask('operator')), { reason: 'address' })
    assert.equal(asked.length, before)
  })

  test('what WARDER_ALLOW_NETWORKS names is reachable', async () => {
    const named = createSafeFetch({ dev: false, allow_networks: ['127.0.0.0/8'] })
    assert.equal((await named(url('/ok'), ask('operator'))).status, 200)
  })

  test('SS-01 one private address among the addresses of a name is one too many', async () => {
    const both: Resolve = async () => [
      { address: '8.8.8.8', family: 4 },
      { address: '10.0.0.1', family: 4 },
    ]
    await assert.rejects(createSafeFetch(strict, both)('https://both.example/', ask('client')), {
      reason: 'address',
    })
  })

  test('SS-01 the connection is made to the address that was judged, and the name is asked once', async () => {
    let looked = 0
    const rebinding: Resolve = async () => {
      looked++
      return [{ address: looked === 1 ? '127.0.0.1' : '10.0.0.1', family: 4 }]
    }
    const named = createSafeFetch({ dev: true, allow_networks: [] }, rebinding)
    const { body } = await named(url('/ok', 'rebinding.example'), ask('operator'))
    assert.deepEqual(
      [body.toString(), looked, asked.at(-1)],
      ['hello', 1, `GET rebinding.example:${port}/ok`],
    )
  })

  test('a name that nobody knows, or whose look-up hangs, fails in time', async () => {
    const hangs: Resolve = () => new Promise(() => undefined)
    const empty: Resolve = async () => []
    for (const [resolve, reason] of [
      [nowhere, 'name'],
      [empty, 'name'],
      [hangs, 'timeout'],
    ] as const) {
      const failing = createSafeFetch(strict, resolve)(
        'https://name.example/',
        ask('client', { timeout_ms: 100 }),
      )
      await assert.rejects(failing, { reason })
    }
  })

  test('SS-05 a redirect is an answer and is not followed', async () => {
    const before = asked.length
    assert.equal((await dev()(url('/redirect'), ask('operator'))).status, 302)
    assert.equal(asked.length, before + 1)
  })

  // oxfmt-ignore
  const cut: [path: string, reason: string][] = [
    ['/long',    'too_large'],
    ['/endless', 'too_large'],
    ['/drip',    'timeout'],
    ['/silent',  'timeout'],
    ['/bomb',    'encoding'],
    ['/cut',     'connection'],
    ['/headers', 'connection'],
  ]
  for (const [path, reason] of cut) {
    test(`SS-06 ${path} ends with ${reason}, in time`, async () => {
      const began = performance.now()
      await assert.rejects(dev()(url(path), ask('operator', { timeout_ms: 300 })), { reason })
      assert.ok(performance.now() - began < 2000)
    })
  }

  test('no proxy of the environment is used', async () => {
    // Node reads these when it starts, and then its own requests go to a port where nobody listens.
    const env = { NODE_USE_ENV_PROXY: '1', HTTP_PROXY: 'http://127.0.0.1:9' }
    const module = join(import.meta.dirname, '../../../packages/warder/src/http/outbound/safe-fetch.ts')
    const program = `
      import { get } from 'node:http'
      import { createSafeFetch } from ${JSON.stringify(module)}
      const address = process.argv[1]
      const safe = await createSafeFetch({ dev: true, allow_networks: [] })(address, ${JSON.stringify(ask('operator'))})
      const usual = await new Promise((done) => get(address, () => done('reached')).on('error', () => done('lost')))
      console.log(safe.body.toString(), usual)`
    const args = ['--conditions=warder-src', '--input-type=module', '--eval', program, url('/ok')]
    const { stdout } = await promisify(execFile)(process.execPath, args, { env })
    assert.equal(stdout, 'hello lost\n')
  })
})
