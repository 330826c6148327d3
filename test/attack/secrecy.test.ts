import assert from 'node:assert/strict'
import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { tempDir } from '../support/services.ts'
import { goodPassword, json, startWarder } from '../support/warder.ts'

test('LP-01 ST-01 no secret stands in the log, at debug level, nor in the database', async () => {
  const folder = tempDir()
  const file = join(folder.path, 'warder.db')
  const warder = await startWarder({ database_url: `sqlite:${file}` })
  const secrets = [goodPassword, 'another fine pass phrase']
  await warder.post('/auth/register', { email: 'ada@example.com', password: goodPassword, full_name: 'Ada' })
  const verify = new URL((await warder.inbox())[0]!.links[0]!).searchParams.get('token')!
  await warder.post('/auth/verify-email', { token: verify })
  const tokens = await warder.tokens()
  const renewed = await json<{ access_token: string; refresh_token: string }>(
    await warder.post('/auth/refresh', { refresh_token: tokens.refresh_token }),
  )
  const session = (
    await warder.post('/auth/login/session', { email: 'ada@example.com', password: goodPassword })
  ).headers
    .getSetCookie()[0]!
    .split(';')[0]!
    .split('=')[1]!
  const { csrf_token } = await json<{ csrf_token: string }>(
    await warder.get('/auth/csrf', { cookie: `__Host-warder_session=${session}` }),
  )
  await warder.post('/auth/forgot-password', { email: 'ada@example.com' })
  const reset = new URL((await warder.inbox())[0]!.links[0]!).searchParams.get('token')!
  await warder.get(`/reset-password?token=${reset}`)
  await warder.post('/auth/reset-password', { token: reset, password: 'another fine pass phrase' })
  await warder.post('/auth/reset-password', { token: reset, password: 'another fine pass phrase' })
  await warder.get(`/nowhere/${session}?token=${verify}`, { authorization: `Bearer ${tokens.access_token}` })
  secrets.push(
    verify,
    reset,
    session,
    csrf_token,
    tokens.access_token,
    tokens.refresh_token,
    renewed.access_token,
    renewed.refresh_token,
  )

  const log = warder.lines.join('')
  assert.ok(warder.lines.length > 0, 'the log is on')
  await warder.close()
  const stored = readFileSync(file, 'latin1')
  for (const secret of secrets) {
    assert.ok(!log.includes(secret), `the log holds ${secret.slice(0, 8)}…`)
    assert.ok(!stored.includes(secret), `the database holds ${secret.slice(0, 8)}…`)
    // The random part alone would be as good as the whole.
    assert.ok(
      !stored.includes(secret.slice(4)),
      `the database holds ${secret.slice(0, 8)}… without its prefix`,
    )
  }
  assert.equal(statSync(file).mode & 0o777, 0o600, 'ST-06')
  folder.drop()
})

test('LP-03 what a browser calls itself cannot break a line of the log or of the audit', async () => {
  const warder = await startWarder()
  const agent = `evil \u009b31m \u0085 \u00e9 ${'x'.repeat(5000)}`
  await warder.post('/auth/login', { email: 'a@example.com', password: 'x' }, { 'user-agent': agent })
  const row = await warder.app.db
    .selectFrom('audit_event')
    .select('user_agent')
    .orderBy('seq', 'desc')
    .executeTakeFirstOrThrow()
  assert.ok(row.user_agent.length <= 256)
  assert.match(row.user_agent, /^[\x20-\x7e]*$/)
  for (const line of warder.lines) assert.equal(line.trim().split('\n').length, 1)
  await warder.close()
})

test('LP-11 a failure of our own says nothing but that it happened, in each dialect', async () => {
  const warder = await startWarder()
  await warder.app.db.schema.dropTable('credential').execute()
  const problem = await warder.post('/auth/login', { email: 'ada@example.com', password: 'x' })
  assert.equal(problem.status, 500)
  const body = await json(problem)
  assert.deepEqual([body['code'], body['detail']], ['internal_error', 'Something went wrong on our side'])
  assert.doesNotMatch(JSON.stringify(body), /credential|select|sqlite|\.ts/i)

  const browser = warder.browser()
  const page = await browser.submit(await browser.open('/login'), '/login', {
    email: 'ada@example.com',
    password: 'x',
  })
  assert.equal(page.status, 500)
  assert.doesNotMatch(page.html, /credential|select |sqlite|\.ts/i)
  assert.ok(
    warder.lines.some((line) => line.includes('credential')),
    'the log has the reason',
  )
  await warder.close()
})

test('every authentication event is in the audit, with who, what, when, where and how it ended', async () => {
  const warder = await startWarder()
  const user = await warder.user()
  await warder.post('/auth/login', { email: 'ada@example.com', password: 'wrong in any case' })
  const { access_token, refresh_token } = await warder.tokens()
  await warder.post('/auth/refresh', { refresh_token })
  await warder.request('/auth/logout', {
    method: 'POST',
    headers: { authorization: `Bearer ${access_token}` },
  })
  const events = await warder.app.db
    .selectFrom('audit_event')
    .selectAll()
    .where('type', '!=', 'signing_key.created')
    .orderBy('seq')
    .execute()
  assert.deepEqual(
    events.map(({ type, outcome, subject }) => [type, outcome, subject]),
    [
      ['user.created', 'succeeded', user.id],
      ['sign_in.password', 'refused', user.id],
      ['session.opened', 'succeeded', user.id],
      ['token.refreshed', 'succeeded', user.id],
      ['session.ended', 'succeeded', user.id],
    ],
  )
  for (const event of events.slice(1)) {
    assert.match(event.request_id, /^req_/)
    assert.deepEqual(
      [event.address, event.time, event.tenant_id],
      ['192.0.2.1', warder.clock.now, 'ten_default'],
    )
  }
  await warder.close()
})
