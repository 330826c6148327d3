import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { locales } from '../../../packages/warder/src/config/config.ts'
import { wordsIn } from '../../../packages/warder/src/pages/words/words.ts'
import type { Page } from '../../support/cookies.ts'
import { program } from '../../support/people/programs.ts'
import { goodPassword, json, startWarder, type TestWarder } from '../../support/warder.ts'

const lang = ({ html }: Page) => /<html lang="([^"]*)"/.exec(html)?.[1]

describe('the account, in the language of its person', () => {
  let warder: TestWarder
  before(async () => (warder = await startWarder()))
  after(() => warder.close())

  const signedIn = async (email: string, locale?: string) => {
    await warder.user(email)
    const browser = warder.browser()
    await browser.submit(await browser.open('/login'), '/login', { email, password: goodPassword })
    if (locale !== undefined)
      await browser.submit(await browser.open('/account'), '/account/profile', { full_name: 'Ada', locale })
    return browser
  }

  test('a language that is chosen is spoken at once, on every page, and until another one is', async () => {
    const browser = await signedIn('ada@example.com')
    const before = await browser.open('/account')
    assert.match(before.html, /<h1>Profile<\/h1>/)
    let page = before
    for (const locale of locales.toReversed()) {
      const { everyPage, account } = await wordsIn(locale)
      page = await browser.submit(page, '/account/profile', { full_name: 'Ada', locale })
      assert.deepEqual([page.path, lang(page)], ['/account?done=name', locale])
      assert.ok(page.html.includes(account.outcomes.name), locale)
      const security = await browser.open('/account/security')
      assert.ok(security.html.includes(`<h1>${account.menu.pages.security}</h1>`), locale)
      assert.ok(security.html.includes(`>${everyPage.signOut}</button>`), locale)
    }
  })

  test('what is wrong with a form, what was refused and what was done stand there in German', async () => {
    const browser = await signedIn('bea@example.com', 'de')
    const page = await browser.open('/account/security')
    const wrong = await browser.submit(page, '/account/password', {
      current_password: 'not hers at all',
      password: 'aaaaaaaaaaaaaaaaaaaa',
    })
    assert.deepEqual([wrong.status, lang(wrong)], [401, 'de'])
    assert.match(wrong.html, /<title>Fehler: Sicherheit/)
    assert.match(wrong.html, /id="current_password-error">Das ist nicht dein aktuelles Passwort\.</)

    const asked = await browser.submit(await browser.open('/account/emails'), '/account/emails', {
      email: 'bea@example.com',
      becomes: 'another',
    })
    assert.deepEqual([asked.status, lang(asked)], [409, 'de'])
    assert.match(asked.html, /id="email-error">Diese Adresse gehört schon zu deinem Konto\.</)
    const unticked = await browser.submit(
      await browser.open('/account/privacy'),
      '/account/privacy/erase',
      {},
    )
    assert.match(unticked.html, /role="alert".*Bitte setz zuerst das Häkchen\./s)
    assert.doesNotMatch((await browser.open('/account?done=toString')).html, /class="notice/)
  })

  test('as many addresses as there may be is a sentence with its number, in French', async () => {
    const browser = await signedIn('eve@example.com', 'fr')
    const ask = async (email: string) =>
      browser.submit(await browser.open('/account/emails'), '/account/emails', {
        email,
        becomes: 'another',
      })
    let last = await ask('eve-0@example.com')
    for (let at = 1; at < 12 && last.status < 400; at++) last = await ask(`eve-${at}@example.com`)
    assert.match(
      last.html,
      /id="email-error">Un compte a au plus \d+ adresses\. Retires-en une que tu n’utilises plus\.</,
    )
  })

  test('what happened is told to the person in their language, and to programs in English', async () => {
    await warder.user('col@example.com')
    const browser = warder.browser()
    const login = await browser.open('/login')
    await browser.submit(login, '/login', { email: 'col@example.com', password: 'not the right one at all' })
    await browser.submit(login, '/login', { email: 'col@example.com', password: goodPassword })
    const activity = await browser.open('/account/activity?ui_locales=es')
    assert.match(activity.html, /<b>Intento de iniciar sesión con una contraseña incorrecta<\/b>/)
    assert.match(activity.html, /<b>Inicio de sesión<\/b>/)
    assert.doesNotMatch(activity.html, /Signed in|just now/)

    const me = await program(warder, 'col@example.com')
    const { items } = await json<{ items: { sentence: string }[] }>(
      await me.get('/auth/me/events?ui_locales=es'),
    )
    assert.ok(items.some(({ sentence }) => sentence === 'Tried to sign in with a wrong password'))
  })
})
