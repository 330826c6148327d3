import assert from 'node:assert/strict'
import { afterEach, beforeEach, describe, test } from 'node:test'
import { issueRecovery } from '../../../packages/warder/src/users/recovery/link.ts'
import { lockDown } from '../../../packages/warder/src/users/lifecycle/lock-down.ts'
import type { Browser, Page } from '../../support/cookies.ts'
import { codeAt } from '../../support/people/authenticator.ts'
import { addApp, signIn } from '../../support/people/second-step.ts'
import { linkTo } from '../../support/people/programs.ts'
import { onEveryDatabase } from '../../support/on-every-database.ts'
import { goodPassword, startWarder, type TestWarder } from '../../support/warder.ts'

const hour = 3600

describe('a person who lost every second factor', () => {
  let warder: TestWarder
  let id: string
  beforeEach(async () => {
    warder = await startWarder({ 'limits.costly': '100000', 'limits.mailing': '100000' })
    ;({ id } = await warder.user())
    await addApp(warder)
  })
  afterEach(() => warder.close())

  const events = async () => {
    const rows = await warder.app.db
      .selectFrom('audit_event')
      .select(['type', 'actor', 'subject'])
      .where('type', 'like', 'recovery.%')
      .orderBy('seq')
      .execute()
    const nameOf = (who: string | null) => (who === id ? 'ada' : (who ?? 'operator'))
    return rows.map(({ type, actor, subject }) => `${type} ${nameOf(actor)} ${nameOf(subject)}`)
  }
  async function link(): Promise<string> {
    await issueRecovery(warder.operator, 'ada@example.com')
    return `/recover?token=${await linkTo(warder, 'ada@example.com', '/recover')}`
  }
  const press = (browser: Browser, page: Page, password = goodPassword) =>
    browser.submit(page, '/recover', { password })

  test('MF-19 gets a link that works after an hour, with the password, and leads to a new factor and nowhere else', async () => {
    const browser = warder.browser()
    const path = await link()
    const early = await browser.open(path)
    assert.match(early.html, /This works from/)
    assert.doesNotMatch(early.html, /type="password"/)
    warder.clock.now += hour - 1
    assert.match((await browser.open(path)).html, /This works from/)
    warder.clock.now += 1

    const page = await browser.open(path)
    const wrong = await press(browser, page, 'not the password at all')
    assert.equal(wrong.status, 401)
    const begun = await press(browser, page)
    assert.equal(begun.path, '/mfa/set-up')
    assert.ok((await browser.open('/account')).path.startsWith('/login'))
    const app = await browser.submit(begun, '/mfa/set-up/app', {})
    const [, key = ''] = /<code class="key">([^<]+)/.exec(app.html) ?? []
    const code = codeAt(key.replaceAll(' ', ''), warder.clock.now)
    await browser.submit(app, '/mfa/set-up/confirm', { code })
    assert.equal((await browser.open('/account')).path, '/account')
    assert.equal((await browser.open(path)).status, 410)
    assert.deepEqual(await events(), ['recovery.issued operator ada', 'recovery.used ada ada'])
  })

  test('early, a request of their own making is no way round the delay', async () => {
    const browser = warder.browser()
    const token = (await link()).split('=')[1] ?? ''
    const page = await browser.open('/login')
    const [, csrf_token = ''] = /name="csrf_token" value="([^"]+)"/.exec(page.html) ?? []
    const body = new URLSearchParams({ csrf_token, token, password: goodPassword }).toString()
    const headers = {
      'content-type': 'application/x-www-form-urlencoded',
      'content-length': String(body.length),
    }
    const answer = await browser.send('/recover', { method: 'POST', body, headers })
    assert.equal(answer.status, 200)
    assert.match(await answer.text(), /This works from/)
    assert.deepEqual(await events(), ['recovery.issued operator ada'])
  })

  test('stops a link that they did not ask for, and it never works', async () => {
    const browser = warder.browser()
    const path = await link()
    const done = await browser.submit(await browser.open(path), '/recover/stop', {})
    assert.match(done.html, /It is stopped/)
    warder.clock.now += hour
    assert.equal((await browser.open(path)).status, 410)
    assert.deepEqual(await events(), ['recovery.issued operator ada', 'recovery.stopped ada ada'])
  })

  test('has one link at a time, for a day, and none once the account is locked', async () => {
    const browser = warder.browser()
    const first = await link()
    warder.clock.now += 1
    const second = await link()
    assert.equal((await browser.open(first)).status, 410)
    assert.equal((await browser.open(second)).status, 200)
    const reported = { actor: id, since: warder.clock.now }
    await warder.app.db.transaction().execute((tx) => lockDown(tx, warder.operator, id, reported))
    assert.equal((await browser.open(second)).status, 410)
    const third = await link()
    warder.clock.now += hour + 24 * hour
    assert.equal((await browser.open(third)).status, 410)
  })

  test('is not begun by a password that changes while it is looked at', async () => {
    const browser = warder.browser()
    const path = await link()
    warder.clock.now += hour
    await warder.post('/auth/forgot-password', { email: 'ada@example.com' })
    const token = await linkTo(warder, 'ada@example.com', '/reset-password')
    const page = await browser.open(path)
    const { passwords } = warder.app
    const { verify } = passwords
    passwords.verify = async (...given) => {
      passwords.verify = verify
      const right = await verify(...given)
      await warder.post('/auth/reset-password', { token, password: 'quite another pass phrase' })
      return right
    }
    assert.equal((await press(browser, page)).status, 401)
    assert.equal(
      (await press(browser, await browser.open(path), 'quite another pass phrase')).path,
      '/mfa/set-up',
    )
  })

  test('is led nowhere by a link to an address that is theirs no more', async () => {
    const browser = warder.browser()
    const path = await link()
    warder.clock.now += hour
    await warder.app.db.updateTable('user_email').set({ id: 'eml_moved' }).where('user_id', '=', id).execute()
    assert.equal((await browser.open(path)).status, 410)
  })

  test('is asked for the factor that they have as long as no other is set up', async () => {
    await link()
    assert.equal((await signIn(warder)).mfa_required, true)
  })
})

onEveryDatabase('a link for somebody who lost every second factor', (warder) => {
  test('F-33 of twenty presses at once one begins', async () => {
    Object.assign(warder.app.config.limits, { costly: 1_000_000 })
    await warder.user()
    await issueRecovery(warder.operator, 'ada@example.com')
    const path = `/recover?token=${await linkTo(warder, 'ada@example.com', '/recover')}`
    warder.clock.now += hour
    const browser = warder.browser()
    const page = await browser.open(path)
    const press = () => browser.submit(page, '/recover', { password: goodPassword })
    const done = await Promise.all(Array.from({ length: 20 }, press))
    assert.equal(done.filter(({ path: at }) => at === '/mfa/set-up').length, 1)
    const used = warder.app.db.selectFrom('audit_event').select('seq').where('type', '=', 'recovery.used')
    assert.equal((await used.execute()).length, 1)
  })
})
