import assert from 'node:assert/strict'
import { afterEach, beforeEach, describe, test } from 'node:test'
import { deleteUser, setUserDisabled } from '../../../packages/warder/src/users/manage.ts'
import { linkTo } from '../../support/people/programs.ts'
import { goodPassword, json, startWarder, type TestWarder } from '../../support/warder.ts'

const email = 'ada@example.com'

describe('with session checks that are remembered for five seconds', () => {
  let warder: TestWarder
  let id: string
  beforeEach(async () => {
    warder = await startWarder({ 'session.cache': '5s' })
    id = (await warder.user(email)).id
  })
  afterEach(() => warder.close())

  /** Signs in, lets what the sign-in changed settle, and checks once, so that the check is remembered. */
  async function remembered(): Promise<string> {
    const answer = await warder.post('/auth/login/session', { email, password: goodPassword })
    assert.equal(answer.status, 200)
    const cookie = answer.headers
      .getSetCookie()
      .map((text) => text.slice(0, text.indexOf(';')))
      .find((text) => text.includes('_session='))!
    warder.clock.now += 6
    assert.equal(await statusOf(cookie), 200)
    return cookie
  }

  const statusOf = async (cookie: string): Promise<number> =>
    (await warder.get('/auth/me', { cookie })).status

  async function change(cookie: string, method: string, path: string, body?: object): Promise<void> {
    const { csrf_token } = await json<{ csrf_token: string }>(await warder.get('/auth/csrf', { cookie }))
    const text = JSON.stringify(body ?? {})
    const headers = {
      cookie,
      'x-csrf-token': csrf_token,
      'content-type': 'application/json',
      'content-length': String(text.length),
    }
    const answer = await warder.request(path, { method, headers, ...(body && { body: text }) })
    assert.ok(answer.ok, `${path} ${answer.status} ${await answer.text()}`)
  }

  test('SE-05 what another process ends works on for less than five seconds', async () => {
    const cookie = await remembered()
    await warder.app.db.updateTable('session').set({ revoked_at: warder.clock.now }).execute()
    warder.clock.now += 4
    assert.equal(await statusOf(cookie), 200)
    warder.clock.now += 1
    assert.equal(await statusOf(cookie), 401)
  })

  const sessionId = async (cookie: string): Promise<string> => {
    const { items } = await json<{ items: { id: string; current: boolean }[] }>(
      await warder.get('/auth/sessions', { cookie }),
    )
    return items.find(({ current }) => current)?.id ?? ''
  }

  const password = 'another horse, another battery'
  // oxfmt-ignore
  const endings: [what: string, end: (cookie: string, other: string) => Promise<unknown>][] = [
    ['signing out',                    (mine) => change(mine, 'POST', '/auth/logout/session')],
    ['signing out everywhere',         (_mine, other) => change(other, 'POST', '/auth/logout', { all: true })],
    ['ending that session',            async (mine, other) => change(other, 'DELETE', `/auth/sessions/${await sessionId(mine)}`)],
    ['ending all other sessions',      (_mine, other) => change(other, 'DELETE', '/auth/sessions')],
    ['changing the password',          (_mine, other) => change(other, 'POST', '/auth/change-password', { current_password: goodPassword, password })],
    ['the old cookie after a change',  (mine) => change(mine, 'POST', '/auth/change-password', { current_password: goodPassword, password })],
    ['the old cookie after proving it', (mine) => change(mine, 'POST', '/auth/reauthenticate', { password: goodPassword })],
    ['resetting the password',         () => reset()],
    ['deactivating the account',       (_mine, other) => change(other, 'POST', '/auth/me/deactivate')],
    ['erasing the account',            (_mine, other) => change(other, 'DELETE', '/auth/me')],
    ['an operator who disables',       () => setUserDisabled(warder.operator, id, true)],
    ['an operator who deletes',        () => deleteUser(warder.operator, id)],
  ]
  for (const [what, end] of endings) {
    test(`SE-05 ${what} counts at once`, async () => {
      const cookie = await remembered()
      const other = await remembered()
      assert.equal(await statusOf(cookie), 200)
      await end(cookie, other)
      assert.equal(await statusOf(cookie), 401)
    })
  }

  async function reset(): Promise<void> {
    await warder.post('/auth/forgot-password', { email })
    const token = await linkTo(warder, email, '/reset-password')
    assert.equal((await warder.post('/auth/reset-password', { token, password })).status, 200)
  }

  test('a new name is read at once', async () => {
    const cookie = await remembered()
    await change(cookie, 'PUT', '/auth/me', { full_name: 'Ada King' })
    const me = await json<{ full_name: string }>(await warder.get('/auth/me', { cookie }))
    assert.equal(me.full_name, 'Ada King')
  })

  test('SE-13 a remembered check looks at each request by itself', async () => {
    const cookie = await remembered()
    const elsewhere = await warder.request(
      '/auth/me',
      {
        headers: {
          cookie,
          'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
        },
      },
      '203.0.113.9',
    )
    assert.equal(elsewhere.status, 401)
  })
})
