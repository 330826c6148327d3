import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { goodPassword, startWarder, type TestWarder } from '../support/warder.ts'

describe('the pages, by forms alone', () => {
  let warder: TestWarder
  before(async () => (warder = await startWarder()))
  after(() => warder.close())

  test('register, confirm, sign in, change the name, sign out', async () => {
    const browser = warder.browser()
    const form = await browser.open('/register')
    const sent = await browser.submit(form, '/register', {
      full_name: 'Ada Lovelace',
      email: 'ada@example.com',
      password: goodPassword,
    })
    assert.match(sent.html, /Check your inbox/)

    const [mail] = await warder.inbox()
    const link = new URL(mail?.links[0] ?? '')
    const confirm = await browser.open(link.pathname + link.search)
    assert.doesNotMatch(
      confirm.html,
      /name="password"/,
      'the browser that registered need not say the password again',
    )
    const login = await browser.submit(confirm, '/verify-email', {})
    assert.match(login.html, /Your address is confirmed/)

    const account = await browser.submit(login, '/login', {
      email: 'ada@example.com',
      password: goodPassword,
    })
    assert.equal(account.path, '/account')
    assert.match(account.html, /Ada Lovelace/)

    const renamed = await browser.submit(account, '/account/profile', { full_name: 'Ada King' })
    assert.match(renamed.html, /Saved\./)
    assert.match((await browser.open('/account/sessions')).html, /This device|this device|Signed in/)

    const out = await browser.submit(await browser.open('/account'), '/logout', {})
    assert.equal(out.status, 200)
    assert.equal((await browser.open('/account')).path, '/login?return_to=/account')
  })

  test('ML-01 opening the confirmation link changes nothing, however often a scanner does', async () => {
    const browser = warder.browser()
    await browser.submit(await browser.open('/register'), '/register', {
      full_name: 'Bob',
      email: 'bob@example.com',
      password: goodPassword,
    })
    const [mail] = await warder.inbox()
    const link = new URL(mail?.links[0] ?? '')
    for (const method of ['GET', 'HEAD', 'GET'])
      assert.equal((await warder.request(link.pathname + link.search, { method })).status, 200)
    const confirm = await browser.open(link.pathname + link.search)
    assert.equal((await browser.submit(confirm, '/verify-email', {})).path, '/login?verified=1')
  })

  test('the link of a registration that somebody else made asks for a password, and that one counts', async () => {
    const mallory = warder.browser()
    await mallory.submit(await mallory.open('/register'), '/register', {
      full_name: 'Alice',
      email: 'alice@example.com',
      password: 'mallory knows this one',
    })
    const [mail] = await warder.inbox()
    const link = new URL(mail?.links[0] ?? '')

    const alice = warder.browser()
    const confirm = await alice.open(link.pathname + link.search)
    assert.match(confirm.html, /name="password"/)
    const refused = await alice.submit(confirm, '/verify-email', {})
    assert.equal(refused.status, 400)
    const login = await alice.submit(refused, '/verify-email', { password: 'alice alone knows this' })
    assert.equal(login.path, '/login?verified=1')

    const no = await mallory.submit(await mallory.open('/login'), '/login', {
      email: 'alice@example.com',
      password: 'mallory knows this one',
    })
    assert.equal(no.status, 401)
    const yes = await alice.submit(login, '/login', {
      email: 'alice@example.com',
      password: 'alice alone knows this',
    })
    assert.equal(yes.path, '/account')
  })

  test('a form that was left open while its person signed out elsewhere says what happened and what to do', async () => {
    await warder.user('carol@example.com')
    const browser = warder.browser()
    const account = await browser.submit(await browser.open('/login'), '/login', {
      email: 'carol@example.com',
      password: goodPassword,
    })
    await browser.submit(account, '/logout', {})
    const stale = await browser.submit(account, '/account/profile', { full_name: 'Carol' })
    assert.equal(stale.status, 403)
    assert.match(stale.html, /This page was out of date.*load it again/s)
    assert.doesNotMatch(stale.html, /CSRF|Programs/)
  })

  test('a forgotten password is replaced by link', async () => {
    await warder.user('mallory@example.com')
    const browser = warder.browser()
    const sent = await browser.submit(await browser.open('/forgot-password'), '/forgot-password', {
      email: 'mallory@example.com',
    })
    assert.match(sent.html, /Check your inbox/)
    const unknown = await browser.submit(await browser.open('/forgot-password'), '/forgot-password', {
      email: 'nobody@example.com',
    })
    assert.equal(
      unknown.html.replaceAll('nobody@', 'mallory@').replace(/value="[^"]{40,}"/g, ''),
      sent.html.replace(/value="[^"]{40,}"/g, ''),
    )

    const [mail] = await warder.inbox()
    const link = new URL(mail?.links[0] ?? '')
    const form = await browser.open(link.pathname + link.search)
    const short = await browser.submit(form, '/reset-password', { password: 'too short' })
    assert.match(short.html, /at least 15 characters/i)
    const done = await browser.submit(short, '/reset-password', { password: 'my new and better phrase' })
    assert.match(done.html, /Your password is changed/)
    assert.equal((await browser.open(link.pathname + link.search)).status, 410)
  })

  test('a new password leads on to where somebody was on the way to, in the browser that asked for it alone', async () => {
    const warder = await startWarder()
    await warder.user()
    const browser = warder.browser()
    const asked = await browser.open('/forgot-password?return_to=/account/sessions')
    await browser.submit(asked, '/forgot-password', { email: 'ada@example.com' })
    const [mail] = await warder.inbox()
    const { pathname, search } = new URL(mail?.links[0] ?? '')
    assert.ok(!search.includes('return_to'), search)
    const done = await browser.submit(await browser.open(pathname + search), '/reset-password', {
      password: 'my new and better phrase',
    })
    assert.match(done.html, /href="\/login\?return_to=%2Faccount%2Fsessions"/)
    const login = await browser.open('/login?return_to=/account/sessions')
    const there = await browser.submit(login, '/login', {
      email: 'ada@example.com',
      password: 'my new and better phrase',
    })
    assert.equal(there.path, '/account/sessions')

    const stranger = warder.browser()
    warder.clock.now += 3600
    const theirs = await stranger.open('/forgot-password?return_to=/account/sessions')
    await stranger.submit(theirs, '/forgot-password', { email: 'ada@example.com' })
    const [newest] = await warder.inbox()
    const link = new URL(newest?.links[0] ?? '')
    const own = warder.browser()
    const changed = await own.submit(await own.open(link.pathname + link.search), '/reset-password', {
      password: 'my newest and best phrase',
    })
    assert.match(changed.html, /href="\/login"/)
    await warder.close()
  })

  test('AD-06 the first administrator is set up by link: of two at once one wins, and then the page is gone', async () => {
    const link = new URL((await warder.setupLink()) ?? '')
    const [one, two] = [warder.browser(), warder.browser()]
    const pages = await Promise.all([one, two].map((browser) => browser.open(link.pathname + link.search)))
    const answers = await Promise.all(
      [one, two].map((browser, i) =>
        browser.submit(pages[i]!, '/setup', {
          full_name: 'Root',
          email: `root${i}@example.com`,
          password: goodPassword,
        }),
      ),
    )
    assert.deepEqual(answers.map(({ path, status }) => `${path} ${status}`).sort(), [
      '/account 200',
      '/setup 404',
    ])
    assert.equal((await one.open(link.pathname + link.search)).status, 404)
    assert.equal(await warder.setupLink(), undefined)
  })

  test('AD-06 a set-up link is dead once there is an administrator from elsewhere', async () => {
    const other = await startWarder()
    const link = new URL((await other.setupLink()) ?? '')
    await other.user('root@example.com', { roles: ['admin'] })
    assert.equal((await other.get(link.pathname + link.search)).status, 404)
    await other.close()
  })
})
