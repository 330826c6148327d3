import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { addApp, signIn } from '../../support/people/second-step.ts'
import { goodPassword, json, startWarder, type TestWarder } from '../../support/warder.ts'

describe('what waits for a second step', () => {
  let warder: TestWarder
  before(async () => (warder = await startWarder({ 'limits.costly': '30' })))
  after(() => warder.close())

  const waiting = async () =>
    (
      await warder.app.db
        .selectFrom('one_time_token')
        .select('token_hash')
        .where('purpose', '=', 'sign_in_attempt')
        .execute()
    ).length
  const signedIn = async (email: string) => {
    await warder.user(email)
    const browser = warder.browser()
    const page = await browser.submit(await browser.open('/login'), '/login', {
      email,
      password: goodPassword,
    })
    assert.equal(page.path, '/account')
    return browser
  }
  const level = '/reauthenticate?level=2&return_to=/account/security'

  test('is one row for a browser, however often its page is opened', async () => {
    const browser = await signedIn('ada@example.com')
    const before = await waiting()
    for (let at = 0; at < 25; at++)
      assert.match((await browser.open(level)).path, /^\/mfa\/set-up\?return_to=%2Faccount%2Fsecurity/)
    assert.equal((await waiting()) - before, 1)
    const csrf = /name="csrf_token" value="([^"]+)"/.exec((await browser.open('/mfa/set-up')).html)
    assert.ok(csrf, 'it can still be set up')
  })

  test('and another one when that is about to end', async () => {
    const browser = await signedIn('bob@example.com')
    await browser.open(level)
    const before = await waiting()
    warder.clock.now += 299
    await browser.open(level)
    assert.equal(await waiting(), before)
    warder.clock.now += 1
    await browser.open(level)
    assert.equal(await waiting(), before + 1)
  })

  test('is limited for whoever throws the cookie away each time', async () => {
    warder.clock.now += 60
    const browser = await signedIn('carol@example.com')
    const before = await waiting()
    const statuses = new Set<number>()
    for (let at = 0; at < 60; at++) {
      browser.cookies.delete('__Host-warder_pending')
      statuses.add((await browser.send(level)).status)
    }
    assert.deepEqual(statuses, new Set([303, 429]))
    const made = (await waiting()) - before
    assert.ok(made > 0 && made <= 30, `${made} rows`)
  })

  test('what waits in another session is none of this one', async () => {
    warder.clock.now += 60
    const browser = await signedIn('dora@example.com')
    await browser.open(level)
    const before = await waiting()
    const pending = browser.cookies.get('__Host-warder_pending')
    const other = await signedIn('erin@example.com')
    other.cookies.set('__Host-warder_pending', pending ?? '')
    other.cookies.set('__Host-warder_browser', browser.cookies.get('__Host-warder_browser') ?? '')
    assert.match((await other.open(level)).path, /^\/mfa\/set-up/)
    assert.equal(await waiting(), before + 1)
    assert.notEqual(other.cookies.get('__Host-warder_pending'), pending)
  })
})

describe('a sign-in that waits no longer', () => {
  let warder: TestWarder
  before(async () => (warder = await startWarder()))
  after(() => warder.close())

  test('says that it is over, and not that a link was used', async () => {
    await warder.user()
    const app = await addApp(warder)
    const { temp_token } = await signIn(warder)
    warder.clock.now += 600
    for (const path of ['/auth/login/mfa', '/auth/login/mfa/send']) {
      const late = await warder.post(path, { temp_token, ...(path.endsWith('mfa') && { code: app.code() }) })
      const problem = await json(late)
      assert.deepEqual([late.status, problem['code']], [400, 'sign_in_over'], path)
      assert.equal(problem['title'], 'This sign-in is over')
    }
  })

  test('a recovery code in the field of the app is taken for what it is, and costs no try', async () => {
    await warder.user('bob@example.com')
    const app = await addApp(warder, 'bob@example.com')
    const browser = warder.browser()
    const asked = await browser.submit(await browser.open('/login'), '/login', {
      email: 'bob@example.com',
      password: goodPassword,
    })
    assert.match(asked.html, /name="method" value="totp"/)
    const [recovery = ''] = app.codes
    assert.equal((await browser.submit(asked, '/mfa', { code: recovery })).path, '/account')
    const { temp_token } = await signIn(warder, 'bob@example.com')
    const again = await warder.post('/auth/login/mfa', { temp_token, method: 'totp', code: recovery })
    assert.equal(again.status, 401, 'once')
  })
})
