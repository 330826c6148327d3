import assert from 'node:assert/strict'
import { test } from 'node:test'
import { requirePasswordChange } from '../../../packages/warder/src/users/lifecycle/forced-change.ts'
import { findUser } from '../../../packages/warder/src/users/manage.ts'
import { onEveryDatabase } from '../../support/on-every-database.ts'
import { linkTo, program } from '../../support/people/programs.ts'
import { goodPassword, json } from '../../support/warder.ts'

const another = 'an entirely new pass phrase'

onEveryDatabase('a password that must change', (warder) => {
  const login = (email: string, password = goodPassword) => warder.post('/auth/login', { email, password })

  test('opens nothing but the choice of another one', async () => {
    const { id } = await warder.user('ada@example.com')
    const me = await program(warder, 'ada@example.com')
    await requirePasswordChange(warder.operator, id)
    assert.equal((await me.get('/auth/me')).status, 401, 'sessions of before end')

    const wrong = await login('ada@example.com', 'not the right one at all')
    const unknown = await login('nobody@example.com', 'not the right one at all')
    assert.deepEqual([wrong.status, unknown.status], [401, 401], 'only who knows the password is told')

    const asked = await login('ada@example.com')
    assert.deepEqual([asked.status, asked.headers.getSetCookie()], [403, []])
    const { code, reset_token: token, access_token } = await json(asked)
    assert.deepEqual([code, access_token], ['password_change_required', undefined])
    assert.equal(
      (await warder.post('/auth/login/session', { email: 'ada@example.com', password: goodPassword })).status,
      403,
    )
    assert.deepEqual(await openSessions(id), [])

    const same = await warder.post('/auth/reset-password', { token, password: goodPassword })
    assert.deepEqual([same.status, (await json(same))['code']], [400, 'password_refused'])
    assert.equal((await warder.post('/auth/reset-password', { token, password: another })).status, 200)
    assert.equal((await warder.post('/auth/reset-password', { token, password: another })).status, 400)
    assert.equal((await login('ada@example.com')).status, 401)
    assert.equal((await login('ada@example.com', another)).status, 200)
    assert.equal((await findUser(warder.operator, id)).password_change_required, false)
  })

  test('gives a token for a quarter of an hour, which ends with whatever password comes first', async () => {
    const { id } = await warder.user('bob@example.com')
    await requirePasswordChange(warder.operator, id)
    const late = await json(await login('bob@example.com'))
    warder.clock.now += 900
    const answer = await warder.post('/auth/reset-password', {
      token: late['reset_token'],
      password: another,
    })
    assert.equal(answer.status, 400)

    await warder.post('/auth/forgot-password', { email: 'bob@example.com' })
    const begun = await json(await login('bob@example.com'))
    const mailed = await linkTo(warder, 'bob@example.com', '/reset-password')
    assert.equal(
      (await warder.post('/auth/reset-password', { token: mailed, password: another })).status,
      200,
    )
    const token = begun['reset_token']
    const stale = await warder.post('/auth/reset-password', { token, password: 'yet another pass phrase' })
    assert.equal(stale.status, 400, 'whoever knew the old password has nothing any more')
  })

  async function openSessions(user_id: string) {
    const all = warder.app.db.selectFrom('session').select('id').where('user_id', '=', user_id)
    return all.where('revoked_at', 'is', null).execute()
  }

  test('leads a browser from the sign-in to the choice', async () => {
    const { id } = await warder.user('alice@example.com')
    await requirePasswordChange(warder.operator, id)
    const browser = warder.browser()
    const fields = { email: 'alice@example.com', password: goodPassword }
    const page = await browser.submit(await browser.open('/login'), '/login', fields)
    assert.match(page.path, /^\/reset-password\?token=wot_/)
    assert.match(page.html, /has to change before you can go on/)
    const same = await browser.submit(page, '/reset-password', { password: goodPassword })
    assert.match(same.html, /password that has to change/)
    const done = await browser.submit(same, '/reset-password', { password: another })
    assert.match(done.html, /Your password is changed/)
    const again = { email: 'alice@example.com', password: another }
    assert.equal((await browser.submit(await browser.open('/login'), '/login', again)).path, '/account')
  })
})
