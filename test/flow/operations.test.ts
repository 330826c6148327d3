import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { freshSqlite } from '../support/services.ts'
import { json, origin, startWarder, type TestWarder } from '../support/warder.ts'

describe('what operators read', () => {
  let warder: TestWarder
  before(async () => (warder = await startWarder({ internal_port: '9100' })))
  after(() => warder.close())
  const internal = (path: string) =>
    warder.handler(new Request(`http://10.0.0.5:9100${path}`), { internal: true })

  test('health says that the process lives, readiness what it depends on', async () => {
    assert.deepEqual(await json(await warder.get('/health')), { status: 'ok' })
    assert.deepEqual(await json(await warder.get('/health/ready')), {
      status: 'ok',
      checks: [{ name: 'database', ok: true }],
    })
    const probe = await warder.handler(new Request('http://10.0.0.5:3000/health'))
    assert.equal(probe.status, 200, 'a probe asks by address')
  })

  test('metrics count events and requests by row, on the internal listener alone', async () => {
    await warder.user()
    await warder.post('/auth/login', { email: 'ada@example.com', password: 'wrong in any case' })
    await warder.tokens()
    const answer = await internal('/metrics')
    assert.match(answer.headers.get('content-type') ?? '', /^text\/plain/)
    const text = await answer.text()
    assert.match(text, /warder_events_total\{type="sign_in.password",outcome="refused"\} 1/)
    assert.match(text, /warder_events_total\{type="session.opened",outcome="succeeded"\} 1/)
    assert.match(text, /warder_http_request_seconds_count\{route="POST \/auth\/login",status="4xx"\} 1/)
    assert.equal((await warder.get('/metrics')).status, 404)
    assert.equal((await internal('/login')).status, 404)
    assert.equal((await internal('/health/ready')).status, 200)
  })

  test('the inbox is there in development only', async () => {
    assert.equal((await warder.get('/dev/inbox')).status, 404)
    assert.equal((await warder.get('/dev/inbox.json')).status, 404)
  })

  test('the status tells programs what is configured', async () => {
    const status = await json(await warder.get('/auth/status'))
    assert.deepEqual(
      [status['issuer'], status['modes'], status['methods']],
      [origin, ['production'], ['password', 'passkey', 'magic-link', 'one-time-code']],
    )
  })
})

test('the status lists no way to sign in that is switched off', async () => {
  const off = { 'magic_link.enabled': 'off', 'otp.email': 'off', 'otp.sms': 'on' }
  const warder = await startWarder(off)
  const { methods } = await json(await warder.get('/auth/status'))
  assert.deepEqual(methods, ['password', 'passkey'], 'no text is sent where SMS_URL is not set')
  await warder.close()
})

test('the status says whether people register themselves', async () => {
  for (const [policy, registration] of [
    ['open', true],
    ['invited', false],
    ['closed', false],
  ] as const) {
    const warder = await startWarder({ 'sign_up.policy': policy })
    const { features } = await json<{ features: object }>(await warder.get('/auth/status'))
    assert.deepEqual(features, { registration, password_reset: true, dev_inbox: false })
    await warder.close()
  }
})

test('the audit tells when the server started and when it stopped', async () => {
  const store = await freshSqlite()
  const running = await startWarder({ database_url: store.url })
  await running.start()
  await running.close()
  const later = await startWarder({ database_url: store.url })
  const events = await later.app.db
    .selectFrom('audit_event')
    .select('type')
    .where('type', 'like', 'server.%')
    .orderBy('seq')
    .execute()
  assert.deepEqual(
    events.map(({ type }) => type),
    ['server.started', 'server.stopped'],
  )
  await later.close()
  await store.drop()
})
