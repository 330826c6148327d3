import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { findUser, setUserDisabled } from '../../../packages/warder/src/users/manage.ts'
import { oauthWorld } from '../../support/oauth.ts'
import { onEveryDatabase } from '../../support/on-every-database.ts'
import { program } from '../../support/people/programs.ts'
import { goodPassword, json, startWarder, type TestWarder } from '../../support/warder.ts'

onEveryDatabase('taking a break', (warder) => {
  test('ends every session and token, is undone by signing in, and is told both times', async () => {
    const world = oauthWorld(warder)
    const { id } = await warder.user('ada@example.com')
    const client = await world.client()
    const offline = await world.tokens(client, 'openid offline_access', await world.signedIn())
    const other = await program(warder, 'ada@example.com')
    const me = await program(warder, 'ada@example.com')
    assert.equal((await me.post('/auth/me/deactivate')).status, 204)

    assert.equal((await me.get('/auth/me')).status, 401)
    assert.equal((await other.get('/auth/me')).status, 401)
    assert.equal((await world.userinfo(offline.access_token)).status, 401)
    assert.equal((await world.refresh(client, offline.refresh_token ?? '')).status, 400)
    assert.equal((await findUser(warder.operator, id)).deactivated, true)
    assert.match((await warder.inbox())[0]?.subject ?? '', /is deactivated/)

    assert.equal(
      (await warder.post('/auth/login', { email: 'ada@example.com', password: 'wrong' })).status,
      401,
    )
    assert.equal((await findUser(warder.operator, id)).deactivated, true, 'a wrong password undoes nothing')
    const back = await program(warder, 'ada@example.com')
    assert.equal((await back.get('/auth/me')).status, 200)
    assert.equal((await me.get('/auth/me')).status, 401, 'what ended stays ended')
    assert.equal((await findUser(warder.operator, id)).deactivated, false)
    assert.match((await warder.inbox())[0]?.subject ?? '', /in use again/)
  })

  test('SE-05 is no way around an administrator, who alone lifts what they did', async () => {
    const { id } = await warder.user('bob@example.com')
    await (await program(warder, 'bob@example.com')).post('/auth/me/deactivate')
    await setUserDisabled(warder.operator, id, true)
    const login = await warder.post('/auth/login', { email: 'bob@example.com', password: goodPassword })
    assert.equal(login.status, 401)
    const { disabled, deactivated } = await findUser(warder.operator, id)
    assert.deepEqual([disabled, deactivated], [true, true])
  })

  test('needs a sign-in of the last five minutes', async () => {
    await warder.user('alice@example.com')
    const me = await program(warder, 'alice@example.com')
    warder.clock.now += 301
    const refused = await me.post('/auth/me/deactivate')
    assert.deepEqual(
      [refused.status, (await json(refused))['code']],
      [401, 'insufficient_user_authentication'],
    )
  })

  test('leaves no session behind that opened at the same moment', async () => {
    await warder.user('mallory@example.com')
    const me = await program(warder, 'mallory@example.com')
    const credentials = { email: 'mallory@example.com', password: goodPassword }
    const [, ...logins] = await Promise.all([
      me.post('/auth/me/deactivate'),
      ...Array.from({ length: 4 }, () => warder.post('/auth/login', credentials)),
    ])
    const { deactivated } = await findUser(warder.operator, 'mallory@example.com')
    const alive = []
    for (const login of logins) {
      const { access_token } = await json<{ access_token: string }>(login)
      const { status } = await warder.get('/auth/me', { authorization: `Bearer ${access_token}` })
      if (status === 200) alive.push(access_token)
    }
    assert.equal(alive.length === 0, deactivated, 'somebody is signed in just when the account is in use')
    assert.equal((await me.get('/auth/me')).status, 401)
  })
})

describe('the privacy page, without JavaScript', () => {
  let warder: TestWarder
  before(async () => (warder = await startWarder()))
  after(() => warder.close())

  async function signedIn(email: string) {
    await warder.user(email)
    const browser = warder.browser()
    await browser.submit(await browser.open('/login'), '/login', { email, password: goodPassword })
    return browser
  }

  test('leads through the confirmation to the page it came from, and the form is not sent by itself', async () => {
    const browser = await signedIn('ada@example.com')
    warder.clock.now += 301
    const action = '/account/privacy/erase'
    const asked = await browser.submit(await browser.open('/account/privacy'), action, { understood: 'on' })
    assert.equal(asked.path, '/reauthenticate?return_to=/account/privacy')
    assert.match(asked.html, /<h1>Confirm it’s you<\/h1>/)
    const wrong = await browser.submit(asked, '/reauthenticate', { password: 'not the right one' })
    assert.equal(wrong.status, 401)
    assert.match(wrong.html, /not your current password/)
    const cookie = browser.cookies.get('__Host-warder_session')
    const back = await browser.submit(wrong, '/reauthenticate', { password: goodPassword })
    assert.equal(back.path, '/account/privacy?done=confirmed')
    assert.match(back.html, /Now you can make the change/)
    assert.notEqual(browser.cookies.get('__Host-warder_session'), cookie, 'the session has another secret')
    const unsure = await browser.submit(back, action, {})
    assert.equal(unsure.status, 400)
    assert.match(unsure.html, /tick the box/)
    const gone = await browser.submit(unsure, action, { understood: 'on' })
    assert.match(gone.html, /Your account is erased/)
    assert.equal(browser.cookies.has('__Host-warder_session'), false)
    assert.equal((await browser.open('/account')).path, '/login?return_to=/account')
    const [mail] = await warder.inbox()
    assert.deepEqual([mail?.to, mail?.links], ['ada@example.com', []])
    assert.match(mail?.subject ?? '', /is erased/)
  })

  test('deactivates, and signing in brings the account back', async () => {
    const browser = await signedIn('bob@example.com')
    const left = await browser.submit(
      await browser.open('/account/privacy'),
      '/account/privacy/deactivate',
      {},
    )
    assert.match(left.html, /Your account is deactivated/)
    const fields = { email: 'bob@example.com', password: goodPassword }
    const back = await browser.submit(await browser.open('/login'), '/login', fields)
    assert.equal(back.path, '/account')
  })

  test('the last administrator reads what to do before erasing', async () => {
    await warder.user('root@example.com', { roles: ['admin'] })
    const browser = warder.browser()
    const fields = { email: 'root@example.com', password: goodPassword }
    await browser.submit(await browser.open('/login'), '/login', fields)
    const action = '/account/privacy/erase'
    const refused = await browser.submit(await browser.open('/account/privacy'), action, { understood: 'on' })
    assert.equal(refused.status, 409)
    assert.match(refused.html, /You are the last administrator/)
  })
})
