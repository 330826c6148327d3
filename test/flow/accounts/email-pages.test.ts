import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { acceptedLocale } from '../../../packages/warder/src/http/browser/locale.ts'
import type { Browser } from '../../support/cookies.ts'
import { linkTo, program } from '../../support/people/programs.ts'
import { goodPassword, json, startWarder, type TestWarder } from '../../support/warder.ts'
import { quickest } from '../../support/timing/quickest.ts'

describe('the pages of addresses, without JavaScript', () => {
  let warder: TestWarder
  before(async () => (warder = await startWarder()))
  after(() => warder.close())

  const signIn = async (browser: Browser, email: string, path = '/login') =>
    browser.submit(await browser.open(path), '/login', { email, password: goodPassword })
  const signedIn = async (email: string) => {
    await warder.user(email)
    const browser = warder.browser()
    await signIn(browser, email)
    return browser
  }
  const actionOf = (html: string, what: 'primary' | 'remove') =>
    new RegExp(`/account/emails/eml_[a-z0-9]+/${what}`).exec(html)?.[0] ?? ''

  test('an address is added, confirmed by its link, made the main one and the old one stays for a week', async () => {
    const browser = await signedIn('ada@example.com')
    const asked = await browser.submit(await browser.open('/account/emails'), '/account/emails', {
      email: 'ada@work.example',
      becomes: 'another',
    })
    assert.equal(asked.path, '/account/emails?done=link-sent')
    assert.match(asked.html, /Not confirmed/)
    const token = await linkTo(warder, 'ada@work.example', '/confirm-email')
    const confirm = await browser.open(`/confirm-email?token=${token}`)
    assert.match(confirm.html, /is added to\s+the account <b><bdi>ada@example\.com/)
    const added = await browser.submit(confirm, '/confirm-email', {})
    assert.equal(added.path, '/account/emails?done=address-added')
    const cookie = browser.cookies.get('__Host-warder_session')
    const changed = await browser.submit(added, actionOf(added.html, 'primary'), {})
    assert.equal(changed.path, '/account/emails?done=main-address')
    assert.notEqual(browser.cookies.get('__Host-warder_session'), cookie)
    assert.match(changed.html, /ada@work\.example<\/bdi><\/b>\s*<span class="tag good">Main address/)
    assert.match(changed.html, /Was your main address/)
    assert.equal(actionOf(changed.html, 'remove'), '')
    assert.equal((await browser.open(`/confirm-email?token=${token}`)).status, 410)
  })

  test('a link to a new address asks for the account that wants it, and leads back there after signing in', async () => {
    const browser = await signedIn('bea@example.com')
    await browser.submit(await browser.open('/account/emails'), '/account/emails', {
      email: 'bea@new.example',
      becomes: 'primary',
    })
    const token = await linkTo(warder, 'bea@new.example', '/confirm-email')

    const nobody = warder.browser()
    const page = await nobody.open(`/confirm-email?token=${token}`)
    assert.match(page.html, /becomes the main address of the account <b><bdi>b•••@example\.com/)
    assert.doesNotMatch(page.html, /bea@example\.com/)
    const href = /href="(\/login[^"]+)"/.exec(page.html)?.[1] ?? ''
    const back = await signIn(nobody, 'bea@example.com', href)
    assert.equal(back.path, `/confirm-email?token=${token}`)

    const mallory = await signedIn('mallory@example.com')
    const other = await mallory.open(`/confirm-email?token=${token}`)
    assert.match(other.html, /You are signed in as <b><bdi>mallory@example\.com/)
    assert.doesNotMatch(other.html, /action="\/confirm-email"/)
    const done = await nobody.submit(back, '/confirm-email', {})
    assert.equal(done.path, '/account/emails?done=main-address')
  })

  test('the way back is a page with a button, and opening it changes nothing', async () => {
    await warder.user('cleo@example.com')
    const cleo = await program(warder, 'cleo@example.com')
    await cleo.post('/auth/me/email', { email: 'cleo@evil.example' })
    await cleo.post('/auth/me/emails/confirm', {
      token: await linkTo(warder, 'cleo@evil.example', '/confirm-email'),
    })
    const browser = warder.browser()
    const token = await linkTo(warder, 'cleo@example.com', '/undo-email')
    for (let i = 0; i < 2; i++) assert.equal((await browser.open(`/undo-email?token=${token}`)).status, 200)
    assert.equal((await cleo.get('/auth/me')).status, 200)
    const undone = await browser.submit(await browser.open(`/undo-email?token=${token}`), '/undo-email', {})
    assert.match(undone.html, /The change is undone/)
    assert.equal((await cleo.get('/auth/me')).status, 401)
    assert.equal((await browser.open(`/undo-email?token=${token}`)).status, 410)
  })

  test('what needs a fresh sign-in leads to the page that asks for it, and comes back to the addresses', async () => {
    const browser = await signedIn('dan@example.com')
    warder.clock.now += 601
    const asked = await browser.submit(await browser.open('/account/emails'), '/account/emails', {
      email: 'dan@work.example',
    })
    assert.equal(asked.path, '/reauthenticate?return_to=/account/emails')
  })

  test('a mistake is said at the field, and what was typed stays', async () => {
    const browser = await signedIn('eli@example.com')
    const wrong = await browser.submit(await browser.open('/account/emails'), '/account/emails', {
      email: 'eli@',
    })
    assert.equal(wrong.status, 400)
    assert.match(wrong.html, /value="eli@"/)
    assert.match(wrong.html, /id="email-error"/)
    const own = await browser.submit(wrong, '/account/emails', { email: 'ELI@example.com' })
    assert.equal(own.status, 409)
    assert.match(own.html, /on your account already/)
  })

  test('the language of mails is chosen in the profile, and its first value comes from the browser', async () => {
    const german = { 'accept-language': 'de-CH,de;q=0.9,en;q=0.5' }
    await warder.post('/auth/register', {
      email: 'fay@example.com',
      password: goodPassword,
      full_name: 'Fay',
    })
    const token = await linkTo(warder, 'fay@example.com', '/verify-email')
    assert.equal((await warder.post('/auth/verify-email', { token }, german)).status, 200)
    const browser = warder.browser()
    const profile = await signIn(browser, 'fay@example.com')
    assert.match(profile.html, /<option value="de" lang="de" selected>/)
    const saved = await browser.submit(profile, '/account/profile', { full_name: 'Fay', locale: 'pt' })
    assert.match(saved.html, /<option value="pt" lang="pt" selected>/)
    await browser.submit(saved, '/account/profile', { full_name: 'Fay', locale: '' })
    const me = await (await program(warder, 'fay@example.com')).get('/auth/me')
    assert.equal((await json(me))['locale'], null)
  })

  test('DS-06 an endless list of languages is read up to a bound', async () => {
    const long = `${'x;q=0.1,'.repeat(50_000)}de`
    const took = await quickest(() => assert.equal(acceptedLocale(long), undefined))
    assert.ok(took < 50, `${took} ms`)
  })
})
