import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, test } from 'node:test'
import { digest } from '../../../packages/warder/src/crypto/tokens.ts'
import { eventsOf, signInByCookie, withCookie } from './support.ts'
import { goodPassword, json, startWarder, type TestWarder } from '../../support/warder.ts'

const wordsOf = (header: string) => header.split('; ').slice(1)

describe('how long a session lasts', () => {
  let warder: TestWarder
  before(async () => {
    warder = await startWarder({ 'session.hijack': 'off' })
    await warder.user()
  })
  after(() => warder.close())
  const status = async (cookie: string) => (await withCookie(warder, '/auth/me', cookie)).status

  // oxfmt-ignore
  const kinds: [kind: string, remember: boolean | undefined, idle: 'idle' | 'short_idle', absolute: 'absolute' | 'short_absolute'][] = [
    ['one that nobody asked to keep', undefined, 'short_idle', 'short_absolute'],
    ['one that is not to be kept',    false,     'short_idle', 'short_absolute'],
    ['one that is to be kept',        true,      'idle',       'absolute'],
  ]
  for (const [kind, remember, idleName, absoluteName] of kinds) {
    test(`SE-12 ${kind} ends after its idle limit, slides with use, and ends at its absolute limit whatever is done`, async () => {
      const { [idleName]: idle, [absoluteName]: absolute } = warder.app.config.session
      const unused = await signInByCookie(warder, { ...(remember !== undefined && { remember }) })
      warder.clock.now += idle - 1
      assert.equal(await status(unused.cookie), 200)
      await warder.app.activity.flush()
      warder.clock.now += idle
      assert.equal(await status(unused.cookie), 401)

      const { cookie } = await signInByCookie(warder, { ...(remember !== undefined && { remember }) })
      const began = warder.clock.now
      while (warder.clock.now + idle / 2 < began + absolute) {
        warder.clock.now += idle / 2
        assert.equal(await status(cookie), 200)
        await warder.app.activity.flush()
      }
      warder.clock.now = began + absolute - 1
      assert.equal(await status(cookie), 200)
      await warder.app.activity.flush()
      warder.clock.now = began + absolute
      assert.equal(await status(cookie), 401)
    })
  }

  test('SE-12 neither the token of a session nor its refresh outlives the session', async () => {
    const { idle, absolute } = warder.app.config.session
    let tokens = await warder.tokens()
    const began = warder.clock.now
    while (warder.clock.now + idle / 2 < began + absolute) {
      warder.clock.now += idle / 2
      tokens = await json(await warder.post('/auth/refresh', { refresh_token: tokens.refresh_token }))
      assert.ok(tokens.access_token, 'use keeps the session open')
      await warder.get('/auth/me', { authorization: `Bearer ${tokens.access_token}` })
      await warder.app.activity.flush()
    }
    warder.clock.now = began + absolute - 5
    tokens = await json(await warder.post('/auth/refresh', { refresh_token: tokens.refresh_token }))
    const me = async () =>
      (await warder.get('/auth/me', { authorization: `Bearer ${tokens.access_token}` })).status
    assert.equal(await me(), 200)
    warder.clock.now = began + absolute
    assert.equal(await me(), 401)
    assert.equal((await warder.post('/auth/refresh', { refresh_token: tokens.refresh_token })).status, 401)
  })

  test('a cookie that is to be kept says how long, any other goes with the browser, and nothing else differs', async () => {
    const [kept, other] = [await signInByCookie(warder, { remember: true }), await signInByCookie(warder)]
    assert.deepEqual(
      wordsOf(kept.header).filter((word) => !wordsOf(other.header).includes(word)),
      [`Max-Age=${warder.app.config.session.absolute}`],
    )
    assert.doesNotMatch(other.header, /max-age|expires/i)
  })

  test('the box on the page is empty at first, asks for a cookie that is kept, and stays ticked after a mistake', async () => {
    const browser = warder.browser()
    const page = await browser.open('/login')
    assert.match(page.html, /<input type="checkbox" id="remember" name="remember" ?\/?>/)
    const wrong = await browser.submit(page, '/login', {
      email: 'ada@example.com',
      password: 'x',
      remember: 'on',
    })
    assert.match(wrong.html, /name="remember" checked/)
    await browser.submit(wrong, '/login', {
      email: 'ada@example.com',
      password: goodPassword,
      remember: 'on',
    })
    const newest = await warder.app.db
      .selectFrom('session')
      .select(['created_at', 'expires_at', 'remembered_at'])
      .where('revoked_at', 'is', null)
      .orderBy('created_at', 'desc')
      .orderBy('expires_at', 'desc')
      .executeTakeFirstOrThrow()
    assert.equal(newest.remembered_at, warder.clock.now)
    assert.equal(newest.expires_at, warder.clock.now + warder.app.config.session.absolute)
  })

  test('who shortens the long limits shortens the short ones with them', async () => {
    const strict = await startWarder({ 'session.idle': '10m', 'session.absolute': '1h' })
    const { short_idle, short_absolute } = strict.app.config.session
    await strict.close()
    assert.deepEqual([short_idle, short_absolute], [600, 3600])
  })
})

describe('how many sessions a person has', () => {
  let warder: TestWarder
  const begin = async (settings: Record<string, string>) => {
    warder = await startWarder(settings)
    await warder.user()
  }
  const live = async () =>
    (
      await json<{ items: unknown[] }>(
        await withCookie(warder, '/auth/sessions', (await signInByCookie(warder)).cookie),
      )
    ).items.length
  beforeEach(() => warder?.close())
  after(() => warder.close())

  test('of fifty sign-ins at once, by browsers and programs, no more stay than are allowed', async () => {
    await begin({ 'session.max': '3' })
    await Promise.all(
      Array.from({ length: 50 }, (_, n) => (n % 2 ? warder.tokens() : signInByCookie(warder))),
    )
    const open = await warder.app.db
      .selectFrom('session')
      .select('id')
      .where('revoked_at', 'is', null)
      .execute()
    assert.equal(open.length, 3)
    assert.equal(await live(), 3)
  })

  test('the one that was unused for longest ends, with its tokens, and the audit says why', async () => {
    await begin({ 'session.max': '2' })
    const program = await warder.tokens()
    warder.clock.now += 100
    const { cookie } = await signInByCookie(warder)
    warder.clock.now += 100
    assert.equal(
      (await warder.get('/auth/me', { authorization: `Bearer ${program.access_token}` })).status,
      200,
    )
    await warder.app.activity.flush()
    await signInByCookie(warder)
    assert.equal((await withCookie(warder, '/auth/me', cookie)).status, 401)
    assert.equal(
      (await warder.get('/auth/me', { authorization: `Bearer ${program.access_token}` })).status,
      200,
    )
    await signInByCookie(warder)
    await signInByCookie(warder)
    assert.equal(
      (await warder.get('/auth/me', { authorization: `Bearer ${program.access_token}` })).status,
      401,
    )
    assert.equal((await warder.post('/auth/refresh', { refresh_token: program.refresh_token })).status, 401)
    const events = await eventsOf(warder, 'session.revoked')
    assert.ok(events.length >= 2)
    assert.deepEqual(events[0]?.detail, { reason: 'too_many_sessions', sessions: 1 })
    const ended = events[0]?.session_id ?? ''
    const feed = await warder.app.db.selectFrom('revocation').select(['kind', 'hash']).execute()
    assert.ok(feed.some(({ kind, hash }) => kind === 'sid' && hash === digest(ended)))
  })

  test('where it is so chosen the sign-in is refused: after a right password alone, and nothing else changes', async () => {
    await begin({ 'session.max': '1', 'session.when_full': 'refuse' })
    const { cookie } = await signInByCookie(warder)
    const before = await warder.app.db.selectFrom('user').select('last_login_at').executeTakeFirstOrThrow()
    warder.clock.now += 60
    const right = { email: 'ada@example.com', password: goodPassword }
    const full = await warder.post('/auth/login/session', right)
    assert.equal(full.status, 409)
    const problem = await json<{ code: string; detail: string }>(full)
    assert.equal(problem.code, 'too_many_sessions')
    assert.match(problem.detail, /Sign out/)
    assert.equal(
      full.headers.getSetCookie().some((text) => text.includes('_session=')),
      false,
    )
    assert.equal((await warder.post('/auth/login', right)).status, 409)
    assert.equal((await warder.post('/auth/login', { ...right, password: 'wrong' })).status, 401)
    assert.equal((await withCookie(warder, '/auth/me', cookie)).status, 200)
    assert.deepEqual(
      await warder.app.db.selectFrom('user').select('last_login_at').executeTakeFirstOrThrow(),
      before,
    )
    const refused = (await eventsOf(warder, 'session.opened')).filter(({ outcome }) => outcome === 'refused')
    assert.deepEqual(
      refused.map(({ detail }) => detail),
      [{ reason: 'too_many_sessions' }, { reason: 'too_many_sessions' }],
    )
  })

  test('where it is refused the browser that has a session may sign in again, and a page says what to do', async () => {
    await begin({ 'session.max': '1', 'session.when_full': 'refuse' })
    const first = await signInByCookie(warder)
    await signInByCookie(warder, { cookie: first.cookie })
    const browser = warder.browser()
    const right = { email: 'ada@example.com', password: goodPassword }
    const page = await browser.submit(await browser.open('/login'), '/login', right)
    assert.equal(page.status, 409)
    assert.match(page.html, /signed in at one place already/)
  })

  test('of fifty sign-ins at once that may be refused as many succeed as are allowed', async () => {
    await begin({ 'session.max': '3', 'session.when_full': 'refuse' })
    const right = { email: 'ada@example.com', password: goodPassword }
    const answers = await Promise.all(Array.from({ length: 50 }, () => warder.post('/auth/login', right)))
    const statuses = Map.groupBy(answers, ({ status }) => status)
    assert.deepEqual([statuses.get(200)?.length, statuses.get(409)?.length], [3, 47])
  })
})
