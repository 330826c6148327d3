import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import { connect } from 'node:net'
import { after, before, describe, test } from 'node:test'
import { text } from 'node:stream/consumers'
import { goodPassword, origin, startWarder, type TestWarder } from '../../support/warder.ts'

describe('Warder in a server of Node', () => {
  let warder: TestWarder
  let address: string
  /** What stands before Warder, as a program puts it there. */
  let first: ((...of: Parameters<RequestListener>) => void | Promise<void>) | undefined
  const server = createServer((request, response) => {
    if (first) void first(request, response)
    else warder.listener(request, response)
  })
  before(async () => {
    warder = await startWarder()
    await once(server.listen(0, '127.0.0.1'), 'listening')
    const bound = server.address()
    address = `http://127.0.0.1:${typeof bound === 'object' ? bound?.port : ''}`
  })
  after(async () => {
    server.close().closeAllConnections()
    await warder.close()
  })

  const send = (path: string, init: RequestInit = {}) =>
    fetch(address + path, { ...init, redirect: 'manual' })

  test('answers, and says who is signed in by the cookie of a request', async () => {
    await warder.user('ada@example.com', { full_name: 'Ada Lovelace' })
    const browser = warder.browser()
    const fields = { email: 'ada@example.com', password: goodPassword }
    await browser.submit(await browser.open('/login'), '/login', fields)
    const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    first = async (request, response) => {
      const session = await warder.session(request)
      response.end(session?.user.full_name ?? 'nobody')
    }
    assert.equal(await (await send('/hello')).text(), 'nobody')
    assert.equal(await (await send('/hello', { headers: { cookie } })).text(), 'Ada Lovelace')
    first = undefined
    // The forms of people are sent to the programs of examples/.
    const health = await send('/health')
    assert.deepEqual([health.status, await health.json()], [200, { status: 'ok' }])
  })

  test('a header that is called like a function of a request is no session', async () => {
    const get = { headers: { get: 'cookie', cookie: 'a=b' }, rawHeaders: [] }
    assert.equal(await warder.session(get), null)
    assert.equal(await warder.session(new Request(origin)), null)
  })

  test('a body that somebody read before is not waited for', async () => {
    first = async (request, response) => {
      await text(request)
      warder.listener(request, response)
    }
    const answer = await send('/auth/login', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    })
    assert.equal(answer.status, 500)
    assert.match(await answer.text(), /put it before every body parser/)
    first = undefined
  })

  test('RFC 9112 §3.2 a request that names two hosts is of neither, and TRACE is not offered (DS-12)', async () => {
    const { port } = new URL(address)
    const statusOf = async (text: string) => {
      const socket = connect(Number(port), '127.0.0.1')
      socket.write(text)
      const [answer] = (await once(socket, 'data')) as [Buffer]
      socket.destroy()
      return answer.toString().split(' ')[1]
    }
    const get = 'GET /health HTTP/1.1\r\nHost: id.example\r\n'
    assert.equal(await statusOf(`${get}\r\n`), '200')
    assert.equal(await statusOf(`${get}hOST: acme.example\r\n\r\n`), '400')
    assert.equal(await statusOf(`TRACE${get.slice(3)}\r\n`), '405')
  })
})
