import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { oauthWorld } from '../support/oauth.ts'
import { goodPassword, json, startWarder, type TestWarder } from '../support/warder.ts'

type Line = { msg: string; level: string } & Record<string, unknown>

describe('in development each refused request is one line that says why', () => {
  let warder: TestWarder
  before(async () => {
    warder = await startWarder({}, { dev: true })
    await warder.user('ada@example.com')
  })
  after(() => warder.close())

  /** What a developer sees at the usual level, of what `work` does. */
  const seen = async (work: () => Promise<unknown>): Promise<Line[]> => {
    const from = warder.lines.length
    await work()
    const lines = warder.lines.slice(from).map((line) => JSON.parse(line) as Line)
    return lines.filter(({ msg, level }) => msg === 'refused' && level === 'info')
  }
  const told = async (work: () => Promise<unknown>) =>
    (await seen(work)).map(({ method, route, path, status, code }) => [method, route ?? path, status, code])

  test('a call without a token, an unknown address, a wrong method', async () => {
    assert.deepEqual(await told(() => warder.get('/auth/me')), [
      ['GET', '/auth/me', 401, 'not_authenticated'],
    ])
    assert.deepEqual(await told(() => warder.get('/auth/mee')), [['GET', '/auth/mee', 404, 'not_found']])
    assert.deepEqual(await told(() => warder.post('/health', {})), [
      ['POST', '/health', 405, 'method_not_allowed'],
    ])
  })

  test('fields that are wrong are named', async () => {
    const [line] = await seen(() => warder.post('/auth/login', { email: 'ada' }))
    assert.equal(line?.['code'], 'invalid_input')
    assert.equal(line?.['reason'], 'Some fields need another value: /password is required')
  })

  test('an application that is refused, at the token endpoint and by redirect', async () => {
    const world = oauthWorld(warder)
    const client = await world.client()
    const basic = { authorization: `Basic ${Buffer.from(`${client.client_id}:wrong`).toString('base64')}` }
    const form = { grant_type: 'client_credentials' }
    assert.deepEqual(await told(() => warder.form('/oauth/token', form, basic)), [
      ['POST', '/oauth/token', 401, 'invalid_client'],
    ])
    const query = new URLSearchParams({
      client_id: client.client_id,
      redirect_uri: client.redirect_uris[0] ?? '',
      response_type: 'token',
    })
    const [line] = await seen(() => warder.get(`/oauth/authorize?${query.toString()}`))
    assert.deepEqual(
      [line?.['route'], line?.['status'], line?.['code']],
      ['/oauth/authorize', 303, 'unsupported_response_type'],
    )
    assert.ok(String(line?.['reason']).length > 10)
  })

  test('LP-03 no line has a secret of the request, and what is long in a path is left out', async () => {
    const secret = 'wrt_0123456789abcdefghijklmnopqrstuvwxyz'
    const lines = [
      ...(await seen(() => warder.post('/auth/refresh', { refresh_token: secret }))),
      ...(await seen(() => warder.post('/auth/login', { email: 'ada@example.com', password: secret }))),
      ...(await seen(() => warder.get('/auth/me', { authorization: `Bearer ${secret}` }))),
      ...(await seen(() => warder.get(`/reset-password/${secret}?token=${secret}`))),
    ]
    assert.equal(lines.length, 4)
    assert.doesNotMatch(JSON.stringify(lines), new RegExp(secret))
    assert.equal(lines[3]?.['path'], '/reset-password/…')
  })

  test('what is answered tells nothing', async () => {
    const signIn = { email: 'ada@example.com', password: goodPassword }
    assert.deepEqual(await told(() => warder.post('/auth/login', signIn)), [])
    // To sign in first is no refusal.
    assert.deepEqual(await told(() => warder.get('/account')), [])
  })
})

test('in production a refused request is told at debug level alone', async () => {
  const warder = await startWarder()
  try {
    const from = warder.lines.length
    assert.equal((await warder.get('/auth/me')).status, 401)
    const levels = warder.lines.slice(from).map((line) => (JSON.parse(line) as Line).level)
    assert.deepEqual(levels, ['debug'])
    assert.ok(await json(await warder.get('/health')))
  } finally {
    await warder.close()
  }
})
