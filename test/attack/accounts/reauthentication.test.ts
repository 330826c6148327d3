import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { program } from '../../support/people/programs.ts'
import { goodPassword, json, startWarder, type TestWarder } from '../../support/warder.ts'

describe('confirming that it is you', () => {
  let warder: TestWarder
  before(async () => (warder = await startWarder()))
  after(() => warder.close())

  const bearer = (access_token: string) => ({ authorization: `Bearer ${access_token}` })

  test('renews the tokens of a program, and whoever has the old ones has nothing', async () => {
    await warder.user('ada@example.com')
    const old = await warder.tokens('ada@example.com')
    const other = await warder.tokens('ada@example.com')
    warder.clock.now += 60
    const answer = await warder.post(
      '/auth/reauthenticate',
      { password: goodPassword },
      bearer(old.access_token),
    )
    assert.equal(answer.status, 200)
    const renewed = await json<{ access_token: string; refresh_token: string }>(answer)
    assert.equal((await warder.get('/auth/me', bearer(renewed.access_token))).status, 200)
    assert.equal((await warder.get('/auth/me', bearer(old.access_token))).status, 401)
    assert.equal((await warder.post('/auth/refresh', { refresh_token: old.refresh_token })).status, 401)
    assert.equal((await warder.get('/auth/me', bearer(other.access_token))).status, 200, 'others stay')
    const [, payload = ''] = renewed.access_token.split('.')
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Record<string, unknown>
    assert.equal(claims['auth_time'], warder.clock.now)
  })

  test('renews the cookie of a browser, once however often the old one is shown', async () => {
    await warder.user('bob@example.com')
    const login = await warder.post('/auth/login/session', {
      email: 'bob@example.com',
      password: goodPassword,
    })
    const cookie =
      login.headers
        .getSetCookie()
        .find((one) => one.includes('warder_session='))
        ?.split(';')[0] ?? ''
    const { csrf_token } = await json<{ csrf_token: string }>(await warder.get('/auth/csrf', { cookie }))
    const answers = await Promise.all(
      Array.from({ length: 3 }, () =>
        warder.post(
          '/auth/reauthenticate',
          { password: goodPassword },
          { cookie, 'x-csrf-token': csrf_token },
        ),
      ),
    )
    assert.equal(answers.filter(({ status }) => status === 200).length, 1)
    assert.equal((await warder.get('/auth/me', { cookie })).status, 401)
    const without = await warder.post('/auth/reauthenticate', { password: goodPassword }, { cookie })
    assert.equal(without.status, 401)
  })

  test('PW-26 counts wrong passwords on a stolen session, and ends the session', async () => {
    await warder.user('alice@example.com')
    const { access_token } = await warder.tokens('alice@example.com')
    const seen = []
    for (let i = 0; i < 40; i++) {
      const { status } = await warder.post(
        '/auth/reauthenticate',
        { password: `wrong ${i}` },
        bearer(access_token),
      )
      seen.push(status)
      warder.clock.now += 60
    }
    assert.ok(seen.filter((status) => status === 401).length >= 10)
    assert.equal((await warder.get('/auth/me', bearer(access_token))).status, 401, 'the session is over')
    const { items } = await json<{ items: { type: string; outcome: string }[] }>(
      await (await program(warder, 'alice@example.com')).get('/auth/me/events'),
    )
    assert.ok(items.some(({ type, outcome }) => type === 'session.reauthenticated' && outcome === 'refused'))
  })

  const hostile = [
    'https://evil.example',
    '//evil.example',
    '/\\evil.example',
    '/account/../login',
    '/logout',
    '/account?x=1',
  ]
  for (const return_to of hostile) {
    test(`SE-22 leads to the account when it should lead to ${JSON.stringify(return_to)}`, async () => {
      const email = `mallory-${hostile.indexOf(return_to)}@example.com`
      await warder.user(email)
      const browser = warder.browser()
      await browser.submit(await browser.open('/login'), '/login', { email, password: goodPassword })
      const page = await browser.open(`/reauthenticate?return_to=${encodeURIComponent(return_to)}`)
      assert.doesNotMatch(page.html, /evil/)
      const done = await browser.submit(page, '/reauthenticate', { password: goodPassword, return_to })
      assert.equal(done.path, '/account?done=confirmed')
    })
  }

  const calls = [
    ['POST', '/auth/reauthenticate'],
    ['GET', '/auth/me/events'],
    ['POST', '/auth/me/deactivate'],
    ['DELETE', '/auth/me'],
  ] as const
  for (const [method, path] of calls) {
    test(`${method} ${path} is for nobody without a session, nor by cookie without the CSRF token`, async () => {
      const init = { method, headers: { 'content-type': 'application/json' } }
      assert.equal((await warder.request(path, init)).status, 401)
      const email = `other-ada-${calls.findIndex((call) => call[1] === path && call[0] === method)}@example.com`
      const { id } = await warder.user(email)
      if (method === 'GET') return
      const login = await warder.post('/auth/login/session', { email, password: goodPassword })
      const cookie =
        login.headers
          .getSetCookie()
          .find((one) => one.includes('warder_session='))
          ?.split(';')[0] ?? ''
      const answer = await warder.request(path, { method, headers: { cookie } })
      assert.deepEqual([answer.status, (await json(answer))['code']], [403, 'csrf_failed'])
      const there = await warder.app.db
        .selectFrom('user')
        .select('deactivated_at')
        .where('id', '=', id)
        .execute()
      assert.deepEqual(there, [{ deactivated_at: null }])
    })
  }
})
