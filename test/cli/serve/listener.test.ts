import assert from 'node:assert/strict'
import { createServer } from 'node:net'
import { after, before, describe, test } from 'node:test'
import { json } from '../../../packages/warder/src/http/answer.ts'
import { listen, type Listener } from '../../../packages/warder/src/listener/listen.ts'
import { silent } from '../../../packages/warder/src/log.ts'
import { config } from '../../config/support.ts'
import { bodyOf, exchange, headOf, raw, statusOf } from '../raw.ts'

const quick = { headers: 300, request: 600, inactive: 900, check: 50, files: 10_000 }
const hello = 'GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n'

describe('the listener', () => {
  let listener: Listener
  let port: number
  before(async () => {
    listener = await listen(await config({ env: { PORT: '0' } }), silent, quick)
    port = listener.config.port
    listener.serve(async (request, connection) => json({ body: await request.text(), ...connection }))
  })
  after(() => listener.drain(0))

  test('port 0 takes a free port, and the issuer follows it', () => {
    assert.ok(port > 0)
    assert.equal(listener.config.issuer, `http://localhost:${port}`)
    assert.equal(listener.config.origin, `http://localhost:${port}`)
  })

  test('without an issuer both loopback addresses answer', async () => {
    for (const host of ['127.0.0.1', '[::1]', 'localhost']) {
      assert.equal((await fetch(`http://${host}:${port}/`)).status, 200, host)
    }
  })

  test('the handler learns the address of the connection', async () => {
    assert.deepEqual(await (await fetch(`http://127.0.0.1:${port}/`)).json(), {
      body: '',
      address: '127.0.0.1',
    })
  })

  const refused: [name: string, text: string, status: number, code: string][] = [
    ['DS-04 headers of 64 KiB', `${hello}X: ${'a'.repeat(65_536)}\r\n\r\n`, 431, 'header_too_large'],
    ['DS-04 two thousand small headers', `${hello}${'a:b\r\n'.repeat(2000)}\r\n`, 431, 'header_too_large'],
    ['DS-12 TRACE', 'TRACE / HTTP/1.1\r\nHost: localhost\r\nCookie: a=b\r\n\r\n', 405, 'method_not_allowed'],
    [
      'DS-12 CONNECT',
      'CONNECT localhost:80 HTTP/1.1\r\nHost: localhost:80\r\n\r\n',
      405,
      'method_not_allowed',
    ],
    ['DS-12 a method nobody knows', 'FOO / HTTP/1.1\r\nHost: localhost\r\n\r\n', 405, 'method_not_allowed'],
    [
      'DS-12 a method in small letters',
      'get / HTTP/1.1\r\nHost: localhost\r\n\r\n',
      405,
      'method_not_allowed',
    ],
    ['a version that is none', 'GET / HTTQ/1.1\r\nHost: localhost\r\n\r\n', 400, 'malformed_request'],
    [
      'a length and chunks at once',
      'POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\nabc',
      400,
      'malformed_request',
    ],
    [
      'two lengths',
      'POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd',
      400,
      'malformed_request',
    ],
    [
      'RFC 9112 §3.2 two hosts',
      'GET / HTTP/1.1\r\nHost: localhost\r\nhOST: evil.example\r\n\r\n',
      400,
      'malformed_request',
    ],
    [
      'RFC 9112 §3.2 the same host twice',
      'GET / HTTP/1.1\r\nhost: localhost\r\nDate: x\r\nhost: localhost\r\n\r\n',
      400,
      'malformed_request',
    ],
    ['RFC 9112 §3.2 no host', 'GET / HTTP/1.1\r\nX: a=b\r\n\r\n', 400, 'malformed_request'],
    [
      'RFC 9112 §3.2 no host beside a whole address',
      'GET http://localhost/ HTTP/1.1\r\n\r\n',
      400,
      'malformed_request',
    ],
    [
      'a host with a user in it',
      'GET / HTTP/1.1\r\nHost: a@evil.example\r\nConnection: close\r\n\r\n',
      400,
      'malformed_request',
    ],
  ]
  for (const [name, text, status, code] of refused) {
    test(`${name} is ${status}, a problem document, and the end of the connection`, async () => {
      const answer = await exchange(port, text)
      assert.equal(statusOf(answer), status)
      const head = headOf(answer)
      assert.equal(head.get('content-type'), 'application/problem+json')
      assert.equal(head.get('x-content-type-options'), 'nosniff')
      assert.match(head.get('x-request-id') ?? '', /^req_/)
      assert.equal(bodyOf(answer).code, code)
      assert.ok(!answer.includes('a=b'))
    })
  }

  test('RFC 9110 §10.1.1 an expectation that nobody knows is passed over', async () => {
    const answer = await exchange(port, `${hello}Expect: a miracle\r\n\r\n`)
    assert.deepEqual([statusOf(answer), bodyOf(answer)], [200, { body: '', address: '127.0.0.1' }])
  })

  test('DS-05 headers that do not end are cut off with 408', async () => {
    const slow = raw(port)
    slow.send('GET / HTTP/1.1\r\nHost: localhost\r\nX: ')
    assert.equal(statusOf(await slow.closed), 408)
  })

  test('DS-05 a body that trickles is cut off, however busy it looks', async () => {
    const slow = raw(port)
    slow.send('POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n')
    const drip = setInterval(() => slow.send('x'), 50)
    const answer = await slow.closed
    clearInterval(drip)
    assert.equal(statusOf(answer), 408)
  })

  test('DS-05 a connection that says nothing at all is closed', async () => {
    assert.match(await raw(port).closed, /^$|^HTTP\/1\.1 408/)
  })

  test('DS-05 others are served while two hundred slow connections hang', async () => {
    const slow = Array.from({ length: 200 }, () => raw(port))
    for (const one of slow) one.send('POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\nx')
    const response = await fetch(`http://127.0.0.1:${port}/`, { method: 'POST', body: 'quick' })
    assert.equal(((await response.json()) as { body: string }).body, 'quick')
    await Promise.all(slow.map((one) => one.closed))
  })
})

describe('a body', () => {
  let listener: Listener
  const arrived = Promise.withResolvers<void>()
  const read = Promise.withResolvers<string>()
  before(async () => {
    listener = await listen(await config({ env: { PORT: '0' } }), silent, quick)
    listener.serve(async (request) => {
      if (!request.url.endsWith('/first')) {
        arrived.resolve()
        await new Promise((gone) => request.signal.addEventListener('abort', gone))
        read.resolve(await request.text())
        return json({})
      }
      // As what is too long is read: no further than that.
      for await (const chunk of request.body ?? []) return json({ first: String(Buffer.from(chunk)) })
      return json({})
    })
  })
  after(() => listener.drain(0))

  test('of which the rest is not wanted has its answer, and so has what comes behind it', async () => {
    const one = raw(listener.config.port)
    const chunked = 'Host: localhost\r\nTransfer-Encoding: chunked\r\n\r\n'
    one.send(`POST /first HTTP/1.1\r\n${chunked}3\r\nabc\r\n`)
    assert.match(await one.received('{"first":"abc"}'), /^HTTP\/1\.1 200/)
    const rest = `30d40\r\n${'d'.repeat(200_000)}\r\n0\r\n\r\n`
    one.send(`${rest}POST /first HTTP/1.1\r\nConnection: close\r\n${chunked}3\r\nghi\r\n0\r\n\r\n`)
    assert.match(await one.closed, /{"first":"ghi"}/)
  })

  test('that came whole is read also when its sender has gone', async () => {
    const one = raw(listener.config.port)
    one.send('POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n\r\nhello')
    await arrived.promise
    one.socket.destroy()
    assert.equal(await read.promise, 'hello')
  })
})

test('before it serves, the process lives and is not ready', async () => {
  const listener = await listen(await config({ env: { PORT: '0' } }), silent)
  try {
    const at = (path: string) => fetch(`http://127.0.0.1:${listener.config.port}${path}`)
    assert.equal((await at('/health')).status, 200)
    const ready = await at('/health/ready')
    assert.equal(ready.status, 503)
    assert.equal(ready.headers.get('retry-after'), '1')
    assert.equal((await at('/login')).status, 503)
  } finally {
    await listener.drain(0)
  }
})

test('F-44 while it stops: readiness is 503 first, what runs is finished, nothing new is accepted', async () => {
  const listener = await listen(await config({ env: { PORT: '0' } }), silent)
  const { port } = listener.config
  listener.serve(async (request) => json(`got ${await request.text()}`))
  const running = raw(port)
  running.send('POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\n\r\nha')
  const health = raw(port)
  health.send('GET /health/ready HTTP/1.1\r\nHost: localhost\r\nX: ')
  const first = raw(port)
  first.send('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n')
  await first.received('got ')

  const drained = listener.drain(5000)
  health.send('y\r\n\r\n')
  assert.equal(statusOf(await health.closed), 503)
  // The idle keep-alive connection is closed at once.
  await first.closed
  await assert.rejects(fetch(`http://127.0.0.1:${port}/`))
  running.send('lf')
  const answer = await running.closed
  assert.equal(statusOf(answer), 200)
  assert.match(answer, /got half"$/)
  assert.equal(await drained, 0)
})

test('F-44 what takes longer than it may is cut, and counted', async () => {
  const listener = await listen(await config({ env: { PORT: '0' } }), silent)
  listener.serve(async (request) => json(await request.text()))
  const stuck = raw(listener.config.port)
  stuck.send('POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\n\r\nha')
  await new Promise((resolve) => stuck.socket.once('connect', resolve))
  await fetch(`http://127.0.0.1:${listener.config.port}/`).then((response) => response.text())
  assert.equal(await listener.drain(100), 1)
  assert.equal(await stuck.closed, '')
})

test('the internal listener marks its requests, and only its own', async () => {
  const free = await listen(await config({ env: { PORT: '0' } }), silent)
  const internal = free.config.port
  await free.drain(0)
  const listener = await listen(
    await config({ env: { PORT: '0', WARDER_INTERNAL_PORT: String(internal) } }),
    silent,
  )
  try {
    listener.serve(async (_request, connection) => json({ internal: connection?.internal === true }))
    const at = async (port: number) => (await fetch(`http://127.0.0.1:${port}/`)).json()
    assert.deepEqual(await at(internal), { internal: true })
    assert.deepEqual(await at(listener.config.port), { internal: false })
  } finally {
    await listener.drain(0)
  }
})

describe('an address that cannot be had is one line, and nothing listens', () => {
  const taken = createServer()
  before(() => new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve)))
  after(() => taken.close())

  test('a port in use, also on the second loopback address and the internal port', async () => {
    const address = taken.address()
    const port = typeof address === 'object' ? String(address?.port) : ''
    const line = {
      message: `Port ${port} is in use. Stop the program that has it, or choose another with --port.`,
    }
    await assert.rejects(async () => listen(await config({ env: { PORT: port } }), silent), line)
    await assert.rejects(
      async () => listen(await config({ env: { PORT: '0', WARDER_INTERNAL_PORT: port } }), silent),
      line,
    )
  })

  test('a host that is not of this machine', async () => {
    await assert.rejects(
      async () => listen(await config({ env: { HOST: '192.0.2.1', PORT: '0' } }), silent),
      {
        message:
          'Host 192.0.2.1 is not an address of this machine. Use 127.0.0.1, 0.0.0.0 or one of its own with --host.',
      },
    )
  })
})
