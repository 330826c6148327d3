import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { proved } from '../../packages/warder/src/sign-in/proved.ts'
import { setUserDisabled } from '../../packages/warder/src/users/manage.ts'
import { onEveryDatabase } from '../support/on-every-database.ts'
import { goodPassword, json, startWarder, type TestWarder } from '../support/warder.ts'

const newPassword = 'an entirely new pass phrase'

onEveryDatabase('taking over an account', (warder) => {
  test('SE-04 a password that was right a moment ago opens nothing once it has been replaced', async () => {
    const user = await warder.user('ada@example.com')
    const stored = await warder.app.db
      .selectFrom('credential')
      .select('data')
      .where('user_id', '=', user.id)
      .executeTakeFirstOrThrow()
    await warder.post('/auth/forgot-password', { email: 'ada@example.com' })
    const token = tokenIn((await warder.inbox())[0]?.links[0])
    assert.equal((await warder.post('/auth/reset-password', { token, password: newPassword })).status, 200)
    const credential = { method: 'password', data: stored.data }
    for (const delivery of ['cookie', 'tokens'] as const) {
      const late = proved(callOf(warder), { user_id: user.id, amr: ['pwd'], credential }, delivery)
      await assert.rejects(late, { code: 'invalid_credentials' })
    }
    assert.deepEqual(
      await warder.app.db.selectFrom('session').select('id').where('user_id', '=', user.id).execute(),
      [],
    )
  })

  test('SE-05 of a sign-in and a disabling at once nothing is left that works', async () => {
    for (let round = 0; round < 10; round++) {
      const user = await warder.user(`race${round}@example.com`)
      const [tokens] = await Promise.all([
        warder.post('/auth/login', { email: user.email, password: goodPassword }),
        setUserDisabled(warder.operator, user.id, true),
      ])
      await setUserDisabled(warder.operator, user.id, false)
      if (tokens.status !== 200) continue
      const { access_token } = await json<{ access_token: string }>(tokens)
      assert.equal((await warder.get('/auth/me', { authorization: `Bearer ${access_token}` })).status, 401)
    }
  })
})

describe('taking over an account', () => {
  let warder: TestWarder
  before(async () => (warder = await startWarder()))
  after(() => warder.close())

  const register = (email: string, password: string) =>
    warder.post('/auth/register', { email, password, full_name: 'Somebody' })
  const newestLink = async () => tokenIn((await warder.inbox())[0]?.links[0])

  test('two programs that registered one address must each say the password, and resending ends nobody’s link', async () => {
    await register('victim@example.com', 'the victim chose this one')
    const own = await newestLink()
    await register('victim@example.com', 'mallory chose this other one')
    await warder.post('/auth/verify-email/resend', { email: 'victim@example.com' })
    assert.equal(
      await codeOf(warder.post('/auth/verify-email', { token: await newestLink() })),
      'password_required',
    )
    assert.equal(await codeOf(warder.post('/auth/verify-email', { token: own })), 'password_required')
    const verified = await warder.post('/auth/verify-email', {
      token: own,
      password: 'the victim chose this one',
    })
    assert.equal(verified.status, 200)
    assert.equal(
      (
        await warder.post('/auth/login', {
          email: 'victim@example.com',
          password: 'mallory chose this other one',
        })
      ).status,
      401,
    )
  })

  test('PW-15 a reset link that was mailed before a password change is dead after it', async () => {
    await warder.user('bob@example.com')
    const { access_token } = await warder.tokens('bob@example.com')
    await warder.post('/auth/forgot-password', { email: 'bob@example.com' })
    const token = await newestLink()
    const headers = { authorization: `Bearer ${access_token}` }
    const changed = await warder.post(
      '/auth/change-password',
      { current_password: goodPassword, password: newPassword },
      headers,
    )
    assert.equal(changed.status, 200)
    assert.equal(
      await codeOf(warder.post('/auth/reset-password', { token, password: 'mallory found an old mail' })),
      'token_invalid',
    )
  })

  test('SE-04 after a change by access token only the new tokens of that session work', async () => {
    await warder.user('alice@example.com')
    const old = await warder.tokens('alice@example.com')
    const headers = { authorization: `Bearer ${old.access_token}` }
    const changed = await json<{ access_token: string; refresh_token: string }>(
      await warder.post(
        '/auth/change-password',
        { current_password: goodPassword, password: newPassword },
        headers,
      ),
    )
    assert.equal((await warder.get('/auth/me', headers)).status, 401)
    assert.equal((await warder.post('/auth/refresh', { refresh_token: old.refresh_token })).status, 401)
    assert.equal(
      (await warder.get('/auth/me', { authorization: `Bearer ${changed.access_token}` })).status,
      200,
    )
    assert.equal((await warder.post('/auth/refresh', { refresh_token: changed.refresh_token })).status, 200)
  })

  test('ML-07 nobody fills a stranger’s mailbox: three messages in a quarter of an hour, and the same answer', async () => {
    await warder.user('mallory@example.com')
    const before = (await warder.inbox()).length
    const answers = []
    for (let i = 0; i < 8; i++)
      answers.push(
        await warder.post('/auth/forgot-password', {
          email: i % 2 ? 'mallory@example.com' : 'MALLORY@example.com',
        }),
      )
    assert.ok(answers.every(({ status }) => status === 202))
    assert.equal((await warder.inbox()).length - before, 3)
    warder.clock.now += 900
    await warder.post('/auth/forgot-password', { email: 'mallory@example.com' })
    assert.equal((await warder.inbox()).length - before, 4)
  })

  test('ML-07 a stranger who asks again and again does not end the last link that was mailed', async () => {
    await warder.user('kept@example.com')
    const ask = () => warder.post('/auth/forgot-password', { email: 'kept@example.com' })
    for (let i = 0; i < 3; i++) await ask()
    const token = tokenIn((await warder.inbox()).find(({ to }) => to === 'kept@example.com')?.links[0])
    for (let i = 0; i < 3; i++) await ask()
    assert.equal((await warder.post('/auth/reset-password', { token, password: newPassword })).status, 200)
  })

  test('ML-07 a stranger who asks for other messages does not use up the link to a new password, or to register', async () => {
    await warder.user('reachable@example.com')
    const register = (email: string) =>
      warder.post('/auth/register', { email, password: goodPassword, full_name: 'Somebody' })
    const forgot = (email: string) => warder.post('/auth/forgot-password', { email })
    for (let i = 0; i < 4; i++) {
      await register('reachable@example.com')
      await forgot('new@example.com')
    }
    await forgot('reachable@example.com')
    await register('new@example.com')
    const links = (await warder.inbox()).slice(0, 2).flatMap((mail) => mail.links)
    assert.deepEqual(
      links.map((link) => new URL(link).pathname),
      ['/verify-email', '/reset-password'],
    )
  })

  test('a stranger’s words are not mailed to an address that nobody has proved', async () => {
    await warder.post('/auth/register', {
      email: 'other-bob@example.com',
      password: goodPassword,
      full_name: 'Go to https://evil.example/unlock',
    })
    const mail = (await warder.inbox())[0]
    assert.equal(mail?.to, 'other-bob@example.com')
    assert.doesNotMatch(JSON.stringify(mail), /evil\.example/)
  })

  test('a disabled administrator does not open the set-up page again', async () => {
    const admin = await warder.user('root@example.com', { roles: ['admin'] })
    await setUserDisabled(warder.operator, admin.id, true)
    assert.equal(await warder.setupLink(), undefined)
  })

  test('DS-02 DS-03 what names a field twice is refused', async () => {
    const body = '{"email":"a@example.com","email":"b@example.com","password":"x"}'
    const headers = { 'content-type': 'application/json', 'content-length': String(body.length) }
    assert.equal((await warder.request('/auth/login', { method: 'POST', body, headers })).status, 400)
    const browser = warder.browser()
    const page = await browser.open('/login')
    const csrf = /name="csrf_token" value="([^"]+)"/.exec(page.html)?.[1] ?? ''
    const form = `csrf_token=${encodeURIComponent(csrf)}&email=a@example.com&email=b@example.com&password=x`
    const type = {
      'content-type': 'application/x-www-form-urlencoded',
      'content-length': String(form.length),
    }
    assert.equal((await browser.send('/login', { method: 'POST', body: form, headers: type })).status, 400)
  })
})

test('a right password that the full queue turned away was no guess', async () => {
  const warder = await startWarder(
    {},
    {
      password: {
        memory_kib: 8192,
        passes: 3,
        lanes: 1,
        min_length: 15,
        max_bytes: 1024,
        min_score: 3,
        queue: 1,
      },
    },
  )
  await warder.user()
  const login = () => warder.post('/auth/login', { email: 'ada@example.com', password: goodPassword })
  const answers = await Promise.all(Array.from({ length: 30 }, login))
  const of = (status: number) => answers.filter((answer) => answer.status === status).length
  assert.ok(of(503) > 0, 'the queue was full')
  assert.equal(of(200) + of(503), 30)
  assert.equal((await login()).status, 200)
  await warder.close()
})

test('in development the inbox is for this machine, not for its network', async () => {
  const warder = await startWarder({}, { dev: true })
  for (const path of ['/dev/inbox', '/dev/inbox.json', '/metrics']) {
    assert.equal((await warder.request(path, {}, '192.168.1.20')).status, 404, path)
  }
  assert.equal((await warder.request('/dev/inbox.json', {}, '127.0.0.1')).status, 200)
  await warder.close()
})

function tokenIn(link: string | undefined): string {
  return new URL(link ?? '').searchParams.get('token') ?? ''
}

async function codeOf(answer: Promise<Response>): Promise<unknown> {
  return (await json(await answer))['code']
}

function callOf(warder: TestWarder): Parameters<typeof proved>[0] {
  const request = new Request('https://id.example/auth/login', { method: 'POST' })
  const { app, tenant, trace } = warder.operator
  return {
    app,
    tenant,
    trace,
    request,
    url: new URL(request.url),
    prefix: '',
    params: {},
    internal: false,
    headers: undefined,
    caller: null,
  }
}
