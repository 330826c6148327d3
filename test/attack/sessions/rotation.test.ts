import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { after, before, describe, test } from 'node:test'
import { goodPassword, startWarder, type TestWarder } from '../../support/warder.ts'
import { csrfOf, sessionCookieOf, signInByCookie, withCookie } from './support.ts'

describe('a session gets another secret with every change of what it may do', () => {
  let warder: TestWarder
  let password = goodPassword
  before(async () => {
    warder = await startWarder()
    await warder.user()
  })
  after(() => warder.close())
  const status = async (cookie: string) => (await withCookie(warder, '/auth/me', cookie)).status

  const changes: [what: string, path: string, body: () => object][] = [
    ['confirming that it is you', '/auth/reauthenticate', () => ({ password })],
    [
      'another password',
      '/auth/change-password',
      () => {
        const current_password = password
        password = `${goodPassword} ${current_password.length}`
        return { current_password, password }
      },
    ],
  ]
  for (const [what, path, body] of changes) {
    for (const remember of [false, true]) {
      test(`SE-01 ${what}, in a session that ${remember ? 'is to be kept' : 'goes with the browser'}`, async () => {
        const { cookie } = await signInWith(password, remember)
        const csrf = await csrfOf(warder, cookie)
        warder.clock.now += 100
        const answer = await withCookie(warder, path, cookie, { method: 'POST', body: body(), csrf })
        assert.equal(answer.status, 200)
        const next = sessionCookieOf(answer)
        assert.notEqual(next.cookie, cookie)
        assert.equal(await status(cookie), 401)
        assert.equal(await status(next.cookie), 200)
        const left = warder.app.config.session.absolute - 100
        if (remember) assert.match(next.header, new RegExp(`Max-Age=${left};`))
        else assert.doesNotMatch(next.header, /Max-Age/)
      })
    }
  }

  test('SE-01 of twenty who confirm with one cookie one gets the next, and the rest have nothing', async () => {
    const { cookie } = await signInWith(password, false)
    const csrf = await csrfOf(warder, cookie)
    const answers = await Promise.all(
      Array.from({ length: 20 }, () =>
        withCookie(warder, '/auth/reauthenticate', cookie, { method: 'POST', body: { password }, csrf }),
      ),
    )
    const won = answers.filter((answer) => answer.status === 200)
    assert.equal(won.length, 1)
    assert.equal(await status(sessionCookieOf(won[0]!).cookie), 200)
    assert.equal(await status(cookie), 401)
  })

  test('SE-03 what was ended with a session stays ended: its cookie and the tokens of a program', async () => {
    const { cookie } = await signInWith(password, true)
    const body = { email: 'ada@example.com', password }
    const tokens = (await (await warder.post('/auth/login', body)).json()) as Record<string, string>
    const csrf = await csrfOf(warder, cookie)
    const left = await withCookie(warder, '/auth/logout', cookie, {
      method: 'POST',
      body: { all: true },
      csrf,
    })
    assert.equal(left.status, 204)
    for (let again = 0; again < 2; again++) {
      assert.equal(await status(cookie), 401)
      const me = await warder.get('/auth/me', { authorization: `Bearer ${tokens['access_token']}` })
      assert.equal(me.status, 401)
      const refreshed = await warder.post('/auth/refresh', { refresh_token: tokens['refresh_token'] })
      assert.equal(refreshed.status, 401)
      warder.clock.now += 1
    }
  })

  test('SE-01 a new sign-in in the same browser ends the session before, and tells whoever verifies its tokens', async () => {
    const { cookie } = await signInWith(password, false)
    const session = (one: string) => withCookie(warder, '/auth/sessions', one)
    const { items } = (await (await session(cookie)).json()) as { items: { id: string; current: boolean }[] }
    const id = items.find(({ current }) => current)?.id ?? ''
    const body = { email: 'ada@example.com', password }
    await withCookie(warder, '/auth/login/session', cookie, { method: 'POST', body })
    assert.equal(await status(cookie), 401)
    const hash = createHash('sha256').update(id).digest('base64url')
    const told = warder.app.db.selectFrom('revocation').select('kind').where('hash', '=', hash)
    assert.deepEqual(await told.execute(), [{ kind: 'sid' }])
  })

  async function signInWith(secret: string, remember: boolean) {
    if (secret === goodPassword) return signInByCookie(warder, { remember })
    const body = { email: 'ada@example.com', password: secret, remember }
    return sessionCookieOf(await withCookie(warder, '/auth/login/session', '', { method: 'POST', body }))
  }
})
