import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { holdEnrolling } from '../../../packages/warder/src/sign-in/enrolling.ts'
import type { Pending } from '../../../packages/warder/src/sign-in/pending/pending.ts'
import * as oneTimeTokens from '../../../packages/warder/src/store/one-time-tokens.ts'
import { requirePasswordChange } from '../../../packages/warder/src/users/lifecycle/forced-change.ts'
import { setSecondFactorRequired } from '../../../packages/warder/src/users/lifecycle/require-second-factor.ts'
import type { Browser, Page } from '../../support/cookies.ts'
import { codeAt } from '../../support/people/authenticator.ts'
import { program } from '../../support/people/programs.ts'
import { addAppAs, signIn } from '../../support/people/second-step.ts'
import { goodPassword, json, startWarder, type TestWarder } from '../../support/warder.ts'
import { away, chrome } from '../sessions/support.ts'

describe('a second factor that is being set up', () => {
  let warder: TestWarder
  before(async () => {
    warder = await startWarder({
      'session.hijack': 'step-up',
      'limits.costly': '100000',
      'limits.mailing': '100000',
    })
  })
  after(() => warder.close())

  const factorsOf = (user_id: string) =>
    warder.app.db
      .selectFrom('credential')
      .select('method')
      .where('user_id', '=', user_id)
      .where('method', '!=', 'password')
      .execute()

  /** Somebody signed in who was led to set one up, and has the key of an app that is not confirmed yet. */
  async function setting(
    email: string,
    known?: string,
  ): Promise<{ id: string; browser: Browser; key: string; page: Page }> {
    const id = known ?? (await warder.user(email)).id
    const browser = warder.browser()
    const fields = { email, password: goodPassword }
    await browser.submit(await browser.open('/login'), '/login', fields)
    const choose = await browser.open('/reauthenticate?level=2&return_to=/account/security')
    const page = await browser.submit(choose, '/mfa/set-up/app', {})
    const [, key = ''] = /<code class="key">([^<]+)/.exec(page.html) ?? []
    return { id, browser, key: key.replaceAll(' ', ''), page }
  }
  /** By the handle, from wherever somebody has got every cookie to. */
  const confirm = ({ cookies }: Browser, key: string, agent = '', address = '192.0.2.1') => {
    const body = JSON.stringify({ code: codeAt(key, warder.clock.now) })
    const headers = {
      authorization: `Bearer ${cookies.get('__Host-warder_pending') ?? ''}`,
      cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
      'user-agent': agent,
      'content-type': 'application/json',
      'content-length': String(body.length),
    }
    return warder.request('/auth/mfa/totp/confirm', { method: 'POST', body, headers }, address)
  }

  test('MF-01 is none once the session it was begun in has ended', async () => {
    const { id, browser, key } = await setting('ada@example.com')
    const elsewhere = await program(warder, 'ada@example.com')
    assert.equal((await elsewhere.remove('/auth/sessions')).status, 204)
    assert.equal((await confirm(browser, key)).status, 401)
    assert.deepEqual(await factorsOf(id), [])
  })

  test('SE-13 is none while nobody knows whose hands the session is in', async () => {
    const { id, browser, key } = await setting('bob@example.com')
    assert.equal((await confirm(browser, key, chrome, away)).status, 401)
    assert.deepEqual(await factorsOf(id), [])
  })

  test('MF-01 is none in another session of its person', async () => {
    const { id, browser, key } = await setting('dora@example.com')
    const other = warder.browser()
    other.cookies.set('__Host-warder_browser', browser.cookies.get('__Host-warder_browser') ?? '')
    const fields = { email: 'dora@example.com', password: goodPassword }
    await other.submit(await other.open('/login'), '/login', fields)
    other.cookies.set('__Host-warder_pending', browser.cookies.get('__Host-warder_pending') ?? '')
    assert.equal((await confirm(other, key)).status, 401)
    assert.deepEqual(await factorsOf(id), [])
    assert.equal((await confirm(browser, key)).status, 200)
  })

  test('F-33 MF-01 is none whose sign-in, or session, ends at the same moment', async () => {
    const email = 'frank@example.com'
    await setSecondFactorRequired(warder.operator, (await warder.user(email)).id, true)
    const { temp_token } = await signIn(warder, email)
    const { browser } = await setting('grace@example.com')
    const handle = browser.cookies.get('__Host-warder_pending') ?? ''
    const finished = (await setting('heidi@example.com')).browser.cookies.get('__Host-warder_pending') ?? ''
    const { db, now } = warder.app
    for (const [token, end] of [
      [temp_token, () => oneTimeTokens.consume(db, 'sign_in_attempt', temp_token, now())],
      [finished, () => oneTimeTokens.consume(db, 'sign_in_attempt', finished, now())],
      [handle, () => db.updateTable('session').set({ revoked_at: now() }).execute()],
    ] as const) {
      const row = await oneTimeTokens.find(db, 'sign_in_attempt', token)
      const pending = { temp_token: token, pending: JSON.parse(row?.data ?? '') as Pending }
      const held = () =>
        db.transaction().execute((tx) => holdEnrolling(tx, warder, { session: undefined, pending }))
      await held()
      await end()
      await assert.rejects(held, /This sign-in is over/)
    }
  })

  test('MF-01 is none once its person has one: whoever knew the password a moment before adds none of theirs', async () => {
    const email = 'ivan@example.com'
    const { id } = await warder.user(email)
    const ivan = await program(warder, email)
    const { browser, key, page } = await setting(email, id)
    await setSecondFactorRequired(warder.operator, id, true)
    const { temp_token } = await signIn(warder, email)
    const headers = { authorization: `Bearer ${temp_token}` }
    const begun = await json<{ id: string; secret: string }>(
      await warder.post('/auth/mfa/totp/enable', {}, headers),
    )

    await addAppAs(warder, ivan.headers())
    warder.clock.now += 30
    const code = codeAt(begun.secret, warder.clock.now)
    const late = await warder.post('/auth/mfa/totp/confirm', { id: begun.id, code }, headers)
    assert.deepEqual([late.status, (await json(late))['code']], [401, 'not_authenticated'])
    const typed = { code: codeAt(key, warder.clock.now) }
    assert.match((await browser.submit(page, '/mfa/set-up/confirm', typed)).html, /This sign-in is over/)
    assert.equal((await factorsOf(id)).filter(({ method }) => method === 'totp').length, 1)
  })

  test('SE-06 is none that another site asks for, by the cookies of its person alone', async () => {
    const { id, browser, key } = await setting('erin@example.com')
    const body = JSON.stringify({ code: codeAt(key, warder.clock.now) })
    const path = '/auth/mfa/totp/confirm?set_up=1'
    const send = (headers: Record<string, string>) =>
      browser.send(path, {
        method: 'POST',
        body,
        headers: { ...headers, 'content-type': 'application/json', 'content-length': String(body.length) },
      })
    assert.equal((await send({})).status, 403)
    assert.deepEqual(await factorsOf(id), [])
    const { csrf_token } = await json<{ csrf_token: string }>(await browser.send('/auth/csrf'))
    assert.equal((await send({ 'x-csrf-token': csrf_token })).status, 200)
  })

  test('MF-01 is none once the password that its sign-in began with must change', async () => {
    const email = 'carol@example.com'
    const { id } = await warder.user(email)
    await setSecondFactorRequired(warder.operator, id, true)
    const { temp_token } = await signIn(warder, email)
    const headers = { authorization: `Bearer ${temp_token}` }
    const begun = await json<{ id: string; secret: string }>(
      await warder.post('/auth/mfa/totp/enable', {}, headers),
    )
    await requirePasswordChange(warder.operator, id)
    const code = codeAt(begun.secret, warder.clock.now)
    const refused = await warder.post('/auth/mfa/totp/confirm', { id: begun.id, code }, headers)
    assert.equal(refused.status, 401)
    assert.deepEqual(await factorsOf(id), [])
  })
})
