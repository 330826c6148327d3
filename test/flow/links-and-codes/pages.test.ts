import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Browser, Page } from '../../support/cookies.ts'
import { oauthWorld, redirect_uri, type OAuthWorld } from '../../support/oauth.ts'
import { addApp } from '../../support/people/authenticator.ts'
import { textedCode, withTexts } from '../../support/people/phones.ts'
import { linkTo, program } from '../../support/people/programs.ts'
import { goodPassword, startWarder, type TestWarder } from '../../support/warder.ts'

const minute = 60

describe('signing in by a link or a code, without JavaScript', () => {
  let warder: TestWarder
  let world: OAuthWorld
  before(async () => {
    warder = await startWarder(withTexts)
    await warder.user('ada@example.com')
    world = oauthWorld(warder)
  })
  after(() => warder.close())

  const linkOn = (page: Page, label: string) =>
    new RegExp(`href="([^"]+)">${label}<`).exec(page.html)?.[1]?.replaceAll('&amp;', '&') ?? ''
  const mailedCode = async (email: string) =>
    (await warder.inbox()).filter(({ to }) => to === email).flatMap(({ codes }) => codes)[0] ?? ''
  const askForLink = async (browser: Browser, page: Page, email: string) => {
    warder.clock.now += 15 * minute
    const sent = await browser.submit(page, '/magic/send', { email })
    assert.match(sent.html, /Check your inbox/)
    return `/magic?token=${await linkTo(warder, email, '/magic')}`
  }
  const atApplication = (page: Page) => page.path.startsWith(redirect_uri)

  test('from the sign-in page by a link, and the application that waits goes on', async () => {
    const client = await world.client({ skip_consent: true })
    const browser = warder.browser()
    const login = await browser.open(world.address(client))
    const ask = await browser.open(linkOn(login, 'Email me a sign-in link'))
    assert.match(ask.html, /to continue to <b><bdi>Notes/)
    const open = await browser.open(await askForLink(browser, ask, 'ada@example.com'))
    assert.match(
      open.headers.get('content-security-policy') ?? '',
      /form-action 'self' https:\/\/app\.example/,
    )
    assert.ok(atApplication(await browser.submit(open, '/magic', {})))
  })

  test('the application that waits stays in its browser: another one is told so, and signs in to the account', async () => {
    const client = await world.client({ skip_consent: true })
    const browser = warder.browser()
    const ask = await browser.open(
      linkOn(await browser.open(world.address(client)), 'Email me a sign-in link'),
    )
    warder.clock.now += 15 * minute
    const sent = await browser.submit(ask, '/magic/send', { email: 'ada@example.com' })
    const code = /class="number">(\d{4})</.exec(sent.html)?.[1] ?? ''
    const phone = warder.browser()
    const open = await phone.open(`/magic?token=${await linkTo(warder, 'ada@example.com', '/magic')}`)
    assert.match(open.html, /The application you came from waits/)
    assert.equal((await phone.submit(open, '/magic', { code })).path, '/account')
  })

  test('a page of the account that was wanted is where a link and a code lead', async () => {
    for (const way of ['/magic', '/otp']) {
      warder.clock.now += 15 * minute
      const browser = warder.browser()
      const login = await browser.open('/account/emails')
      const ask = await browser.open(linkOn(login, 'Email me a sign-in link').replace('/magic', way))
      if (way === '/magic') {
        const open = await browser.open(await askForLink(browser, ask, 'ada@example.com'))
        assert.equal((await browser.submit(open, '/magic', {})).path, '/account/emails')
      } else {
        const enter = await browser.submit(ask, '/otp/send', { to: 'ada@example.com' })
        const code = await mailedCode('ada@example.com')
        assert.equal((await browser.submit(enter, '/otp', { code })).path, '/account/emails')
      }
    }
  })

  test('a redirect to an application is followed at once, and after a second step by one more click', async () => {
    await world.client()
    const wanted = 'https://app.example/welcome?a=b'
    const follow = async (email: string, redirect = wanted) => {
      warder.clock.now += 15 * minute
      await warder.post('/auth/magic/send', { email, redirect })
      const browser = warder.browser()
      const open = await browser.open(`/magic?token=${await linkTo(warder, email, '/magic')}`)
      return { browser, page: await browser.submit(open, '/magic', {}) }
    }
    assert.equal((await follow('ada@example.com')).page.path, wanted)
    for (const odd of [
      'https://evil@app.example/',
      'https://a:b@app.example/',
      'https:app.example',
      ` ${wanted}`,
    ])
      assert.equal((await follow('ada@example.com', odd)).page.path, '/account', odd)

    await warder.user('bob@example.com')
    const { code } = await addApp(warder, 'bob@example.com', await program(warder, 'bob@example.com'))
    const { browser, page } = await follow('bob@example.com')
    assert.match(page.path, /^\/mfa/)
    const inside = await browser.submit(page, '/mfa', { code: code() })
    assert.match(inside.path, /^\/magic\/go/)
    assert.match(inside.html, /href="https:\/\/app\.example\/welcome\?a=b"/)
    // It leads its own person there, and nobody else.
    const elsewhere = await warder.browser().open(inside.path)
    assert.doesNotMatch(elsewhere.html, /app\.example/)
  })

  test('from the sign-in page by a code to a phone that was added on the page for it, and an application goes on', async () => {
    warder.clock.now += 15 * minute
    await warder.user('carol@example.com')
    const own = warder.browser()
    await own.submit(await own.open('/login'), '/login', {
      email: 'carol@example.com',
      password: goodPassword,
    })
    const wrong = await own.submit(await own.open('/account/phone'), '/account/phone', {
      phone: '079 123 45 67',
    })
    assert.deepEqual([wrong.status, /id="phone-error"/.test(wrong.html)], [400, true])
    const asked = await own.submit(wrong, '/account/phone', { phone: '+41 79 123 45 67', sign_in: 'on' })
    assert.match(asked.html, /We sent a code to <b><bdi>\+41791234567/)
    const code = await textedCode(warder, '+41791234567')
    const added = await own.submit(asked, '/account/phone/confirm', { code })
    assert.match(added.html, /That number is yours now/)
    assert.match((await own.open('/account/security')).html, /Three ways|Two ways/)

    warder.clock.now += 15 * minute
    const client = await world.client({ skip_consent: true })
    const browser = warder.browser()
    const login = await browser.open(world.address(client))
    const page = await browser.open(linkOn(login, 'Text me a code'))
    assert.match(page.html, /type="tel"[^>]*autocomplete="tel"/)
    const enter = await browser.submit(page, '/otp/send', { to: '+41 79 123 45 67' })
    assert.match(enter.html, /autocomplete="one-time-code"[^>]*inputmode="numeric"/)
    const again = await browser.submit(enter, '/otp', { code: 'x' })
    assert.deepEqual([again.status, /4 more tries/.test(again.html)], [401, true])
    const resent = await browser.submit(again, '/otp/send', {})
    const inside = await browser.submit(resent, '/otp', { code: await textedCode(warder, '+41791234567') })
    assert.ok(atApplication(inside), inside.path)
  })

  test('as a second step the phone brings recovery codes, which are shown once, and may be turned off again', async () => {
    warder.clock.now += 15 * minute
    await warder.user('dora@example.com')
    const browser = warder.browser()
    await browser.submit(await browser.open('/login'), '/login', {
      email: 'dora@example.com',
      password: goodPassword,
    })
    const fields = { phone: '+41791234999', second_step: 'on' }
    const asked = await browser.submit(await browser.open('/account/phone'), '/account/phone', fields)
    const code = await textedCode(warder, '+41791234999')
    const codes = await browser.submit(asked, '/account/phone/confirm', { code })
    assert.match(codes.html, /From your next sign-in on we ask for a code/)
    assert.equal(codes.html.match(/<li><code>/g)?.length, 10)
    const page = await browser.open('/account/phone')
    assert.match(page.html, />Second step</)
    const off = await browser.submit(page, '/account/phone/uses', { sign_in: 'on' })
    assert.equal(off.path, '/account/phone?done=phone-uses')
    assert.doesNotMatch(off.html, />Second step</)
    const gone = await browser.submit(off, '/account/phone/remove', {})
    assert.match(gone.html, /Your phone number is removed/)
    assert.doesNotMatch(gone.html, /41791234999/)
  })

  test('what the operator switched off is offered nowhere', async () => {
    const off = await startWarder({ 'magic_link.enabled': 'off', 'otp.email': 'off' })
    const login = await (await off.get('/login')).text()
    assert.doesNotMatch(login, /sign-in link|Email me|Text me/)
    for (const path of ['/magic', '/otp', '/magic?token=x'])
      assert.equal((await off.get(path)).status, 404, path)
    const posts: [string, object][] = [
      ['/auth/magic/send', { email: 'a@example.com' }],
      ['/auth/magic/verify', { token: 'x' }],
      ['/auth/otp/send', { channel: 'email', to: 'a@example.com' }],
    ]
    for (const [path, body] of posts) assert.equal((await off.post(path, body)).status, 404, path)
    await off.close()
    const codes = await startWarder({ 'magic_link.enabled': 'off' })
    assert.match(await (await codes.get('/login')).text(), /href="\/otp">Email me a code</)
    await codes.close()
  })
})
