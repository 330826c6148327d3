import { Problem } from '@warder/protocol'
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { after, before, describe, test } from 'node:test'
import { setImmediate as aMoment } from 'node:timers/promises'
import { streamed, type Answer } from '../../../packages/warder/src/http/answer.ts'
import { readForm } from '../../../packages/warder/src/http/body.ts'
import type { Request } from '../../../packages/warder/src/http/wire/request.ts'
import { listen, type Listener } from '../../../packages/warder/src/listener/listen.ts'
import { silent } from '../../../packages/warder/src/log.ts'
import { config } from '../../config/support.ts'
import { exchange, headOf, raw, statusOf } from '../raw.ts'

describe('what the listener makes of a request', () => {
  let listener: Listener
  let port: number
  let respond: (request: Request) => Answer | Promise<Answer>
  before(async () => {
    listener = await listen(await config({ env: { PORT: '0' } }), silent)
    port = listener.config.port
    listener.serve((request) => respond(request))
  })
  after(() => listener.drain(0))

  const text = (body: string): Answer => ({ status: 200, headers: { 'content-type': 'text/plain' }, body })
  const bodyIn = (answer: string) => answer.slice(answer.indexOf('\r\n\r\n') + 4)
  const get = (target: string, headers = 'Host: localhost') =>
    exchange(port, `GET ${target} HTTP/1.1\r\n${headers}\r\nConnection: close\r\n\r\n`)

  // oxfmt-ignore
  const urls: [target: string, host: string, url: string][] = [
    ['/a?b=c',                  'localhost:3000',        'http://localhost:3000/a?b=c'],
    ['/a/..b/.c/...?d=/../',    'localhost',             'http://localhost/a/..b/.c/...?d=/../'],
    ['/%61?x=%2e',              'localhost',             'http://localhost/%61?x=%2e'],
    ['//evil.example/a',        'localhost',             'http://localhost//evil.example/a'],
    ['/a',                      'LocalHost:80',          'http://localhost/a'],
    ['/a',                      '[::1]:3000',            'http://[::1]:3000/a'],
    ['/?next=\\\\a',            'localhost',             'http://localhost/?next=\\\\a'],
    ['http://other.example/a',  'localhost',             'http://other.example/a'],
  ]
  for (const [target, host, url] of urls) {
    test(`${target} of ${host} is ${url}`, async () => {
      respond = (request) => text(request.url)
      assert.equal(bodyIn(await get(target, `Host: ${host}`)), url)
    })
  }

  // oxfmt-ignore
  const unreadable: [name: string, target: string, headers: string][] = [
    ['a backslash in the path',             '/a\\b',              'Host: localhost'],
    ['a backslash in a whole address',      'http://a\\b/',       'Host: localhost'],
    ['dots that lead out of a path',        '/login/../admin',    'Host: localhost'],
    ['dots at the end of a path',           '/admin/.',           'Host: localhost'],
    ['dots in percent',                     '/login/%2e%2E/admin?a', 'Host: localhost'],
    ['dots before a fragment',              '/login/..#a',        'Host: localhost'],
    ['dots in a whole address',             'http://localhost/login/.%2e/admin', 'Host: localhost'],
    ['a target that is no path',            'a',                  'Host: localhost'],
    ['a host that is a name and a password', '/',                 'Host: localhost:1@evil.example'],
    ['a host with a path',                  '/',                  'Host: localhost/evil'],
    ['a host that another name stands for', '/', 'Host: 127.1:80'],
    ['an empty host',                       '/',                  'Host:'],
  ]
  for (const [name, target, headers] of unreadable) {
    test(`RFC 9112 §3.2 ${name} is malformed, and is shown to nobody`, async () => {
      let seen = false
      respond = (request) => {
        seen = true
        return text(request.url)
      }
      assert.equal(statusOf(await get(target, headers)), 400)
      assert.equal(seen, false)
    })
  }

  // oxfmt-ignore
  const fields: [name: string, headers: string, asked: string, value: string | null][] = [
    ['a field is found however it is spelled',  'X-One: a',                                        'x-oNE',         'a'],
    ['two of one name are one list',            'X-One: a\r\nx-one: b',                            'x-one',         'a, b'],
    ['cookies are joined as cookies are',       'Cookie: a=1\r\nCookie: b=2',                      'cookie',        'a=1; b=2'],
    ['two Authorization fields are none of them', 'Authorization: Bearer a\r\nauthorization: Bearer b', 'authorization', 'Bearer a, Bearer b'],
    ['two types are none of them',              'Content-Type: a/b\r\nContent-Type: c/d',          'content-type',  'a/b, c/d'],
    ['what is not there is null',               'X-One: a',                                        'authorization', null],
    ['what every object has is no field',       'X-One: a',                                        'constructor',   null],
    ['nor is what it is made of',               'X-One: a',                                        '__proto__',     null],
  ]
  for (const [name, headers, asked, value] of fields) {
    test(`RFC 9110 §5.3 ${name}`, async () => {
      respond = (request) => text(JSON.stringify(request.headers.get(asked)))
      assert.equal(bodyIn(await get('/', `Host: localhost\r\n${headers}`)), JSON.stringify(value))
    })
  }

  // oxfmt-ignore
  const readers: [name: string, read: (request: Request) => Promise<string>][] = [
    ['read as text',           (request) => request.text()],
    ['read a moment later',    async (request) => { await aMoment(); return request.text() }],
    ['read in pieces',         async (request) => { let all = ''; for await (const piece of request.body ?? []) all += String(piece); return all }],
  ]
  for (const [name, read] of readers) {
    test(`RFC 9112 §6.3 of which no length is announced has an empty body, ${name}`, async () => {
      respond = async (request) => text(`read <${await read(request)}>`)
      const answer = await exchange(port, 'POST / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n')
      assert.equal(bodyIn(answer), 'read <>')
    })
  }

  test('cookies of an answer are a field each, and its length is said', async () => {
    respond = () => ({ ...text('ä'), cookies: ['a=1; Path=/', 'b=2; Path=/'] })
    const answer = await get('/')
    assert.deepEqual(
      [...answer.matchAll(/^set-cookie: (.*)$/gim)].map(([, cookie]) => cookie?.trim()),
      ['a=1; Path=/', 'b=2; Path=/'],
    )
    assert.equal(headOf(answer).get('content-length'), '2')
  })

  test('a header that cannot be written is told as a failure of ours', async () => {
    respond = () => ({ ...text('a'), headers: { 'x-one': 'a\nb' } })
    const answer = await get('/')
    assert.equal(statusOf(answer), 500)
    assert.ok(!answer.includes('x-one'))
  })

  test('DS-06 a body of chunks that is too long is refused at the limit, and the refusal arrives', async () => {
    respond = async (request) => {
      const status = await readForm(request).then(
        () => 200,
        (error: { status: number }) => error.status,
      )
      return { ...text(String(status)), status, headers: { connection: 'close' } }
    }
    const sender = raw(port)
    sender.send(
      'POST / HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\nTransfer-Encoding: chunked\r\n\r\n',
    )
    for (let sent = 0; sent < 5; sent++) sender.send(`4000\r\n${'a'.repeat(0x4000)}\r\n`)
    assert.equal(statusOf(await sender.received('\r\n\r\n')), 413)
    await sender.closed
  })

  test('DS-05 the rest of a request that was answered is waited for, and not for long', async () => {
    respond = () => text('read nothing')
    const head = 'POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\n\r\n'
    const [prompt, late] = [raw(port), raw(port)]
    for (const one of [prompt, late]) {
      one.send(`${head}ab`)
      await one.received('read nothing')
    }
    prompt.send('cdGET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n')
    assert.equal((await prompt.closed).match(/read nothing/g)?.length, 2)
    await late.closed
  })

  test('a body that came whole is read also when its sender has gone', async () => {
    let read: string | undefined
    const done = new Promise<void>((resolve) => {
      respond = async (request) => {
        await once(request.signal, 'abort')
        read = await request.text()
        resolve()
        return text('')
      }
    })
    const sender = raw(port)
    sender.send('POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\n\r\nabcd')
    sender.socket.end()
    await done
    assert.equal(read, 'abcd')
  })

  for (const when of ['before', 'after']) {
    test(`a body that breaks off ${when} somebody reads it is malformed`, async () => {
      let error: unknown
      const done = new Promise<void>((resolve) => {
        respond = async (request) => {
          if (when === 'before') await once(request.signal, 'abort')
          error = await request.text().catch((thrown: unknown) => thrown)
          resolve()
          return text('')
        }
      })
      const sender = raw(port)
      sender.send('POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n\r\nabcd')
      sender.socket.end()
      await done
      assert.ok(error instanceof Problem)
      assert.equal(error.status, 400)
    })
  }

  test('an answer that is made as it is read ends where its reader goes', async () => {
    let ended = false
    async function* pieces(): AsyncGenerator<string> {
      try {
        for (;;) yield 'a'.repeat(10_000)
      } finally {
        ended = true
      }
    }
    respond = () => streamed(pieces(), { 'content-type': 'text/plain' })
    const reader = raw(port)
    reader.send('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n')
    await reader.received('aaaa')
    reader.socket.destroy()
    while (!ended) await new Promise((resolve) => setImmediate(resolve))
  })

  test('an answer that is made as it is read arrives whole', async () => {
    async function* pieces(): AsyncGenerator<string> {
      for (let piece = 0; piece < 100; piece++) yield String(piece % 10).repeat(10_000)
    }
    respond = () => streamed(pieces(), { 'content-type': 'text/plain' })
    const whole = await (await fetch(`http://127.0.0.1:${port}/`)).text()
    assert.equal(whole.length, 1_000_000)
    assert.equal(whole.at(-1), '9')
  })
})
