import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { freshFor } from '../../packages/warder/src/oauth-server/documents/freshness.ts'
import { json, startWarder, type TestWarder } from '../support/warder.ts'
import { quickest } from '../support/timing/quickest.ts'

describe('inputs', () => {
  let warder: TestWarder
  before(async () => (warder = await startWarder()))
  after(() => warder.close())

  const send = (body: string, type = 'application/json', more: Record<string, string> = {}) =>
    warder.request('/auth/login', {
      method: 'POST',
      body,
      headers: { 'content-type': type, 'content-length': String(Buffer.byteLength(body)), ...more },
    })

  test('DS-01 a body over the limit is 413, by its length and while it streams', async () => {
    assert.equal((await send('x'.repeat(64 * 1024 + 1))).status, 413)
    let sent = 0
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent += 4096
        controller.enqueue(new Uint8Array(4096).fill(120))
      },
    })
    const init = {
      method: 'POST',
      body: endless,
      duplex: 'half',
      headers: { 'content-type': 'application/json' },
    }
    assert.equal((await warder.request('/auth/login', init as RequestInit)).status, 413)
    assert.ok(sent < 256 * 1024, `${sent} bytes were read`)
  })

  test('DS-02 deep and broken JSON is 400 and quick', async () => {
    for (const body of [
      '['.repeat(30_000),
      '{"a":'.repeat(10_000),
      '{"email":',
      '',
      'null',
      '[]',
      '"x"',
      '1e309',
      '{"email":{"$ne":""},"password":1}',
    ]) {
      const took = await quickest(async () => assert.equal((await send(body)).status, 400, body.slice(0, 30)))
      assert.ok(took < 50, `${took} ms`)
    }
  })

  test('DS-02 what nests deeper than anything of ours is not parsed at all', async () => {
    const deep = `{"email":"a@example.com","password":"x","more":${'['.repeat(40)}${']'.repeat(40)}}`
    assert.equal((await json(await send(deep)))['detail'], 'The JSON is nested too deeply.')
  })

  test('RFC 8259 §8.1 and §8.2 what is no text is no password, in JSON and in a form', async () => {
    const raw = Buffer.concat([
      Buffer.from('{"email":"ada@example.com","password":"'),
      Buffer.from([0xff, 0xfe]),
      Buffer.from('"}'),
    ])
    const bytes = (body: Buffer, type: string) =>
      warder.request('/auth/login', {
        method: 'POST',
        body: new Uint8Array(body),
        headers: { 'content-type': type, 'content-length': String(body.length) },
      })
    const notUtf8 = await bytes(raw, 'application/json')
    assert.equal(notUtf8.status, 400)
    assert.equal((await json(notUtf8))['detail'], 'The body is not valid UTF-8.')
    assert.equal((await send(String.raw`{"email":"ada@example.com","password":"\ud800"}`)).status, 400)
    const token = (body: string) =>
      warder.request('/oauth/token', {
        method: 'POST',
        body,
        headers: {
          'content-type': 'application/x-www-form-urlencoded',
          'content-length': String(Buffer.byteLength(body)),
        },
      })
    assert.equal((await token('grant_type=client_credentials&client_secret=%ff')).status, 400)
    assert.equal((await token('grant_type=client_credentials&client_secret=%c3%bf')).status, 401)
  })

  test('DS-03 a form of ten thousand fields is 400', async () => {
    const answer = await warder.request('/oauth/token', {
      method: 'POST',
      body: 'a=1&'.repeat(10_000),
      headers: { 'content-type': 'application/x-www-form-urlencoded', 'content-length': '40000' },
    })
    assert.equal(answer.status, 400)
  })

  test('DS-06 a pattern that backtracks finds nothing to hold on to', async () => {
    const emails = [
      `${'a'.repeat(300)}!`,
      `a@${'a.'.repeat(150)}`,
      `${'a.'.repeat(150)}@example.com`,
      `a@${'-'.repeat(300)}.com`,
    ]
    for (const email of emails) {
      const took = await quickest(async () =>
        assert.ok([400, 401].includes((await send(JSON.stringify({ email, password: 'x' }))).status)),
      )
      assert.ok(took < 50, `${took} ms`)
    }
  })

  test('DS-06 nor do the blanks of a header that the server of an application sends', async () => {
    const control = `private${' '.repeat(16_000)}x`
    const took = await quickest(() => Promise.resolve(freshFor({ 'cache-control': control })))
    assert.ok(took < 10, `${took} ms`)
  })

  test('DS-08 a prototype is not a field', async () => {
    for (const body of [
      '{"email":"a@example.com","password":"x","__proto__":{"admin":true}}',
      '{"constructor":{"prototype":{"polluted":1}}}',
    ]) {
      assert.equal((await send(body)).status, 400)
    }
    assert.equal(({} as Record<string, unknown>)['polluted'], undefined)
  })

  test('DS-12 a method that a path does not have is 405 with Allow', async () => {
    for (const method of ['PUT', 'DELETE', 'PATCH', 'GET']) {
      const answer = await warder.request('/auth/login', { method })
      assert.deepEqual([answer.status, answer.headers.get('allow')], [405, 'POST'])
    }
    assert.equal((await warder.request('/nowhere', { method: 'DELETE' })).status, 404)
    const head = await warder.request('/health', { method: 'HEAD' })
    assert.deepEqual([head.status, await head.text()], [200, ''])
  })

  test('DS-16 a compressed body is 415', async () => {
    assert.equal((await send('{}', 'application/json', { 'content-encoding': 'gzip' })).status, 415)
  })

  for (const type of [
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data',
    'application/jsonp',
    '',
  ]) {
    test(`a body of type ${type || 'none'} is 415 where JSON is asked for`, async () => {
      assert.equal((await send('{"email":"a@example.com","password":"x"}', type)).status, 415)
    })
  }
  test('the type may carry parameters and any case', async () => {
    assert.equal(
      (await send('{"email":"a@example.com","password":"x"}', 'Application/JSON; charset=utf-8')).status,
      401,
    )
  })

  test('RFC 9457 §3 an error says what, where and by which name', async () => {
    const answer = await send('{"email":"a@example.com"}')
    assert.equal(answer.headers.get('content-type'), 'application/problem+json')
    const body = await json<{
      type: string
      status: number
      code: string
      instance: string
      errors: { pointer: string }[]
    }>(answer)
    assert.deepEqual(
      [body.type, body.status, body.code],
      ['urn:warder:problem:invalid_input', 400, 'invalid_input'],
    )
    assert.equal(body.errors[0]?.pointer, '/password')
    assert.match(body.instance, /^urn:warder:request:req_/)
  })

  test('RFC 9110 §15.5.2 a 401 says how to authenticate', async () => {
    const answer = await warder.get('/auth/me')
    assert.equal(answer.status, 401)
    assert.equal(answer.headers.get('www-authenticate'), 'Bearer realm="Warder"')
  })

  test('a sane request id is kept and any other replaced', async () => {
    const idOf = async (id: string) =>
      (await warder.get('/health', { 'x-request-id': id })).headers.get('x-request-id')
    assert.equal(await idOf('trace-1'), 'trace-1')
    for (const id of ['x'.repeat(129), 'a b c d e f g h', '<script>alert(1)</script>'])
      assert.match((await idOf(id)) ?? '', /^req_/)
  })

  const malformed = [
    'Bearer',
    'Bearer ',
    'Bearer a b',
    'Bearer \u00e4',
    'Basic x',
    'bearer',
    `Bearer ${'x'.repeat(20_000)}`,
    'Bearer a.b.c',
    'Bearer ....',
    '\t',
  ]
  for (const authorization of malformed) {
    test(`Authorization: ${JSON.stringify(authorization).slice(0, 30)} is 401`, async () => {
      assert.equal((await warder.get('/auth/me', { authorization })).status, 401)
    })
  }

  test('PX-01 forwarded addresses count for nothing without a trusted proxy', async () => {
    await warder.request(
      '/auth/login',
      {
        method: 'POST',
        body: '{"email":"a@example.com","password":"x"}',
        headers: {
          'content-type': 'application/json',
          'content-length': '40',
          'x-forwarded-for': '1.2.3.4',
          forwarded: 'for=1.2.3.4',
          'x-real-ip': '1.2.3.4',
        },
      },
      '198.51.100.7',
    )
    const row = await warder.app.db
      .selectFrom('audit_event')
      .select('address')
      .orderBy('seq', 'desc')
      .executeTakeFirst()
    assert.equal(row?.address, '198.51.100.7')
  })
})
