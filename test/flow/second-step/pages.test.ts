import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Browser } from '../../support/cookies.ts'
import { codeAt, wrongCodeAt } from '../../support/people/authenticator.ts'
import { goodPassword, startWarder, type TestWarder } from '../../support/warder.ts'

const security = '/account/security'
const add = `${security}/authenticators`

describe('the pages of the second step, without JavaScript', () => {
  let warder: TestWarder
  before(async () => (warder = await startWarder()))
  after(() => warder.close())

  const signIn = async (browser: Browser, email: string) =>
    browser.submit(await browser.open('/login'), '/login', { email, password: goodPassword })
  const signedIn = async (email: string) => {
    await warder.user(email)
    const browser = warder.browser()
    await signIn(browser, email)
    return browser
  }
  const keyOf = (html: string) =>
    (/<code class="key">([A-Z2-7 ]+)</.exec(html)?.[1] ?? '').replaceAll(' ', '')
  const codesOf = (html: string) =>
    [...html.matchAll(/<li><code>([0-9a-z-]{19})</g)].map(([, code = '']) => code)
  const pathOf = (html: string) => /\/account\/security\/authenticators\/tot_[a-z0-9]+/.exec(html)?.[0] ?? ''
  const code = (key: string) => codeAt(key, warder.clock.now)

  test('an app is added by picture and code, asked for at the next sign-in, renamed and removed', async () => {
    const browser = await signedIn('ada@example.com')
    const page = await browser.submit(await browser.open(security), add, {})
    assert.equal(page.status, 200)
    const [, picture = ''] = /<img[^>]+src="data:image\/svg\+xml;base64,([^"]+)"/.exec(page.html) ?? []
    assert.match(Buffer.from(picture, 'base64').toString(), /^<svg .*<\/svg>$/)
    const key = keyOf(page.html)
    assert.equal(key.length, 32)

    const wrong = await browser.submit(page, `${add}/confirm`, {
      code: wrongCodeAt(key, warder.clock.now),
      name: 'Blue phone',
    })
    assert.equal(wrong.status, 400)
    assert.match(wrong.html, /id="code-error"[^>]*>This code is not right/)
    assert.match(wrong.html, /value="Blue phone"/)
    assert.equal(keyOf(wrong.html), key, 'the app has this key, and no other')

    const shown = await browser.submit(wrong, `${add}/confirm`, { code: code(key), name: 'Blue phone' })
    const codes = codesOf(shown.html)
    assert.equal(codes.length, 10)
    const file = /download="recovery-codes.txt"\s+href="data:text\/plain;charset=utf-8,([^"]+)"/.exec(
      shown.html,
    )?.[1]
    for (const one of codes) assert.ok(decodeURIComponent(file ?? '').includes(one))
    const listed = await browser.open(security)
    assert.match(listed.html, /<bdi>Blue phone<\/bdi>/)
    assert.match(listed.html, /10 of 10 left/)
    assert.deepEqual([codesOf(listed.html), keyOf(listed.html)], [[], ''])

    warder.clock.now += 60
    const next = warder.browser()
    const asked = await signIn(next, 'ada@example.com')
    assert.equal(asked.path, '/mfa')
    const inside = await next.submit(asked, '/mfa', { code: code(key) })
    assert.equal(inside.path, '/account')

    const change = await next.open(pathOf((await next.open(security)).html))
    assert.match(change.html, /your only second step/)
    const renamed = await next.submit(change, `${pathOf(change.html)}/rename`, { name: '<b>Red</b>' })
    assert.equal(renamed.path, `${security}?done=authenticator-renamed`)
    assert.match(renamed.html, /<bdi>&lt;b&gt;Red&lt;\/b&gt;<\/bdi>/)
    const empty = await next.submit(change, `${pathOf(change.html)}/rename`, { name: ' ' })
    assert.deepEqual([empty.status, /Please fill this in|This is required/.test(empty.html)], [400, true])
    const removed = await next.submit(change, `${pathOf(change.html)}/remove`, {})
    assert.equal(removed.path, `${security}?done=authenticator-removed`)
    assert.doesNotMatch(removed.html, /Recovery codes/)
    assert.equal((await signIn(warder.browser(), 'ada@example.com')).path, '/account')
  })

  test('new codes take the place of the old ones, and a recovery code opens the second step', async () => {
    const browser = await signedIn('bea@example.com')
    const page = await browser.submit(await browser.open(security), add, {})
    const shown = await browser.submit(page, `${add}/confirm`, { code: code(keyOf(page.html)) })
    const [old = ''] = codesOf(shown.html)
    const renewed = await browser.submit(await browser.open(security), `${security}/recovery-codes`, {})
    const [fresh = ''] = codesOf(renewed.html)
    assert.match(renewed.html, /The old ones do not work any more/)
    const next = warder.browser()
    const app = await signIn(next, 'bea@example.com')
    const asked = await next.submit(app, '/mfa/send', { method: 'backup_code' })
    assert.match(asked.html, /Enter a recovery code/)
    assert.equal((await next.submit(asked, '/mfa', { code: old })).status, 401)
    assert.equal((await next.submit(asked, '/mfa', { code: fresh.toUpperCase() })).path, '/account')
    assert.match((await next.open(security)).html, /9 of 10 left/)
  })

  test('a second app has no new codes to show', async () => {
    const browser = await signedIn('cleo@example.com')
    for (const last of [false, true]) {
      const page = await browser.submit(await browser.open(security), add, {})
      const done = await browser.submit(page, `${add}/confirm`, { code: code(keyOf(page.html)), name: '' })
      assert.equal(codesOf(done.html).length, last ? 0 : 10)
      if (last) assert.equal(done.path, `${security}?done=authenticator-added`)
    }
    assert.match((await browser.open(security)).html, /<bdi>Authenticator app 2<\/bdi>/)
  })

  test('what was begun can be finished after the recent sign-in is over; what is to begin needs a new one', async () => {
    const browser = await signedIn('dan@example.com')
    const page = await browser.submit(await browser.open(security), add, {})
    warder.clock.now += 600
    const again = await browser.submit(await browser.open(security), add, {})
    assert.equal(again.path, `/reauthenticate?return_to=${security}`)
    const done = await browser.submit(page, `${add}/confirm`, { code: code(keyOf(page.html)) })
    assert.equal(codesOf(done.html).length, 10)
    warder.clock.now += 600
    const change = await browser.open(pathOf((await browser.open(security)).html))
    const refused = await browser.submit(change, `${pathOf(change.html)}/remove`, {})
    assert.match(refused.path, /^\/reauthenticate\?/)
  })

  test('after the last try, and after a quarter of an hour, one has to start again', async () => {
    const browser = await signedIn('eli@example.com')
    let page = await browser.submit(await browser.open(security), add, {})
    const key = keyOf(page.html)
    for (let at = 0; at < 5; at++)
      page = await browser.submit(page, `${add}/confirm`, { code: wrongCodeAt(key, warder.clock.now) })
    assert.match(page.html, /it was the last try\. Start again\./)
    assert.equal(keyOf(page.html), '')
    const slow = await browser.submit(page, add, {})
    warder.clock.now += 900
    const late = await browser.submit(slow, `${add}/confirm`, { code: code(keyOf(slow.html)) })
    assert.match(late.html, /took too long/)
  })
})
