import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, test } from 'node:test'
import type { Browser, Page } from '../../support/cookies.ts'
import { addApp, type App } from '../../support/people/second-step.ts'
import { linkTo } from '../../support/people/programs.ts'
import { goodPassword, json, startWarder, type TestWarder } from '../../support/warder.ts'

const day = 86_400

describe('a device that is trusted', () => {
  let warder: TestWarder
  let app: App
  before(async () => {
    warder = await startWarder({ 'limits.costly': '100000', 'limits.mailing': '100000' })
    await warder.user()
    app = await addApp(warder)
  })
  after(() => warder.close())

  const password = (browser: Browser) =>
    browser
      .open('/login')
      .then((page) => browser.submit(page, '/login', { email: 'ada@example.com', password: goodPassword }))

  async function trusting(): Promise<Browser> {
    const browser = warder.browser()
    const page = await password(browser)
    assert.equal(page.path, '/mfa')
    assert.match(page.html, /Don’t ask again on this device for 30 days/)
    const done = await browser.submit(page, '/mfa', { code: app.code(), trust_device: 'on' })
    assert.equal(done.path, '/account')
    await browser.submit(done, '/logout', {})
    return browser
  }
  const asked = (page: Page) => page.path === '/mfa'

  let browser: Browser
  beforeEach(async () => (browser = await trusting()))

  test('is not asked for 30 days, and then again', async () => {
    warder.clock.now += 30 * day - 60
    const page = await password(browser)
    assert.equal(page.path, '/account')
    await browser.submit(page, '/logout', {})
    warder.clock.now += 120
    assert.ok(asked(await password(browser)))
  })

  test('is trusted in that browser alone, and by the cookie that only it has', async () => {
    assert.ok(asked(await password(warder.browser())))
    const thief = warder.browser()
    thief.cookies.set('__Host-warder_browser', 'wdb_guessed')
    assert.ok(asked(await password(thief)))
  })

  test('says what was proved and no more: one factor', async () => {
    warder.clock.now += 10
    await password(browser)
    const row = await warder.app.db
      .selectFrom('session')
      .select('amr')
      .orderBy('created_at', 'desc')
      .executeTakeFirst()
    assert.equal(row?.amr, 'pwd')
  })

  test('without a tick it is not trusted', async () => {
    const other = warder.browser()
    const page = await password(other)
    const done = await other.submit(page, '/mfa', { code: app.code() })
    await other.submit(done, '/logout', {})
    assert.ok(asked(await password(other)))
  })

  test('SE-04 is trusted no longer once the password changes, and neither is any other', async () => {
    const second = await trusting()
    const account = await password(browser)
    assert.equal(account.path, '/account')
    const page = await browser.open('/account/security')
    const changed = await browser.submit(page, '/account/password', {
      current_password: goodPassword,
      password: goodPassword,
    })
    assert.match(changed.html, /Your password is changed/)
    await browser.submit(changed, '/logout', {})
    assert.ok(asked(await password(browser)))
    assert.ok(asked(await password(second)))
  })

  test('SE-04 is trusted no longer once the password is set by link', async () => {
    await warder.post('/auth/forgot-password', { email: 'ada@example.com' })
    const token = await linkTo(warder, 'ada@example.com', '/reset-password')
    const reset = await warder.post('/auth/reset-password', { token, password: goodPassword })
    assert.equal(reset.status, 200, await reset.clone().text())
    assert.ok(asked(await password(browser)))
  })

  test('is asked all the same for tokens, which a program could take elsewhere', async () => {
    const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const sent = { email: 'ada@example.com', password: goodPassword }
    const answer = await json<{ mfa_required?: boolean }>(await warder.post('/auth/login', sent, { cookie }))
    assert.equal(answer.mfa_required, true)
  })

  test('is shown, and forgotten by its person', async () => {
    await password(browser)
    const page = await browser.open('/account/sessions')
    assert.match(page.html, /Not asked for the second step/)
    const after = await browser.submit(page, '/account/sessions/forget-device', {})
    assert.match(after.html, /asked for the second step/)
    const types = await warder.app.db
      .selectFrom('audit_event')
      .select(['type', 'actor'])
      .where('type', 'like', 'device.%')
      .orderBy('seq', 'desc')
      .limit(2)
      .execute()
    assert.deepEqual(
      types.map(({ type, actor }) => [type, actor === null]),
      [
        ['device.distrusted', false],
        ['device.trusted', false],
      ],
    )
    await browser.submit(after, '/logout', {})
    assert.ok(asked(await password(browser)))
  })

  test('SE-04 signing out everywhere else forgets every one of them', async () => {
    const second = await trusting()
    await password(second)
    await password(browser)
    const page = await browser.open('/account/sessions')
    const done = await browser.submit(page, '/account/sessions/revoke-others', {})
    assert.match(done.html, /signed out everywhere else/)
    await browser.submit(done, '/logout', {})
    assert.ok(asked(await password(browser)))
    assert.ok(asked(await password(second)))
  })

  test('SE-04 removing the factor, and setting another one up, forgets it', async () => {
    const { id } = await warder.user('carol@example.com')
    const first = await addApp(warder, 'carol@example.com')
    const carol = warder.browser()
    const login = await carol.open('/login')
    const fields = { email: 'carol@example.com', password: goodPassword }
    const page = await carol.submit(login, '/login', fields)
    const done = await carol.submit(page, '/mfa', { code: first.code(), trust_device: 'on' })
    const security = await carol.open(`/account/security/authenticators/${first.id}`)
    await carol.submit(security, `/account/security/authenticators/${first.id}/remove`, {})
    const rows = await warder.app.db
      .selectFrom('known_device')
      .select('trusted_until')
      .where('user_id', '=', id)
      .execute()
    assert.deepEqual(
      rows.filter(({ trusted_until }) => trusted_until !== null),
      [],
    )
    assert.equal(done.path, '/account')
  })

  test('the trust of one person is none of another', async () => {
    await warder.user('bob@example.com')
    await addApp(warder, 'bob@example.com')
    const page = await browser.open('/login')
    const bob = await browser.submit(page, '/login', { email: 'bob@example.com', password: goodPassword })
    assert.ok(asked(bob))
  })
})

const trustings = ({ app }: TestWarder) =>
  app.db.selectFrom('audit_event').select('seq').where('type', '=', 'device.trusted').execute()

test('once the setting is 0 what was trusted before is so no longer', async (t) => {
  const warder = await startWarder()
  t.after(() => warder.close())
  await warder.user()
  const app = await addApp(warder)
  const browser = warder.browser()
  const fields = { email: 'ada@example.com', password: goodPassword }
  const page = await browser.submit(await browser.open('/login'), '/login', fields)
  const done = await browser.submit(page, '/mfa', { code: app.code(), trust_device: 'on' })
  await browser.submit(done, '/logout', {})
  warder.app.config.second_factor.trust_device = 0
  assert.equal((await browser.submit(await browser.open('/login'), '/login', fields)).path, '/mfa')
})

test('a sign-in for tokens has nothing trusted, not even the browser that sent it', async (t) => {
  const warder = await startWarder()
  t.after(() => warder.close())
  await warder.user()
  const app = await addApp(warder)
  const browser = warder.browser()
  await browser.open('/login')
  const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  const sent = { email: 'ada@example.com', password: goodPassword }
  const { temp_token } = await json<{ temp_token: string }>(
    await warder.post('/auth/login', sent, { cookie }),
  )
  const tick = { temp_token, code: app.code(), trust_device: true }
  assert.equal((await warder.post('/auth/login/mfa', tick, { cookie })).status, 200)
  assert.deepEqual(await trustings(warder), [])
  assert.equal((await browser.submit(await browser.open('/login'), '/login', sent)).path, '/mfa')
})

test('with the setting at 0 nobody is offered to trust, and a tick of their own making counts for nothing', async () => {
  const warder = await startWarder({ 'second_factor.trust_device': '0' })
  try {
    await warder.user()
    const app = await addApp(warder)
    const browser = warder.browser()
    const login = await browser.open('/login')
    const fields = { email: 'ada@example.com', password: goodPassword }
    const page = await browser.submit(login, '/login', fields)
    assert.doesNotMatch(page.html, /trust_device/)
    const done = await browser.submit(page, '/mfa', { code: app.code(), trust_device: 'on' })
    await browser.submit(done, '/logout', {})
    const again = await browser.submit(await browser.open('/login'), '/login', fields)
    assert.equal(again.path, '/mfa')
    assert.deepEqual(await trustings(warder), [])
  } finally {
    await warder.close()
  }
})
