import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Page } from '../../support/cookies.ts'
import { allowAll, answered, startOAuth, type OAuthWorld } from '../../support/oauth.ts'
import { goodPassword } from '../../support/warder.ts'

const headings = {
  en: 'Sign in',
  de: 'Anmelden',
  fr: 'Se connecter',
  es: 'Iniciar sesión',
  pt: 'Entrar',
}

const lang = ({ html }: Page) => /<html lang="([^"]*)"/.exec(html)?.[1]

describe('OIDC Core §3.1.2.1 ui_locales', () => {
  let world: OAuthWorld
  let client: Awaited<ReturnType<OAuthWorld['client']>>
  before(async () => {
    world = await startOAuth()
    client = await world.client()
  })
  after(() => world.warder.close())

  const ask = (ui_locales: string, headers: Record<string, string> = {}) => {
    const browser = world.warder.browser()
    const open = async (path: string) => {
      const first = await browser.send(path, { headers })
      const next = new URL(first.headers.get('location') ?? '', 'http://localhost:3000')
      const page = await browser.send(next.pathname + next.search, { headers })
      return {
        path: next.pathname + next.search,
        status: page.status,
        html: await page.text(),
        headers: page.headers,
      }
    }
    return { browser, page: open(world.address(client, { ui_locales })) }
  }

  for (const [locale, heading] of Object.entries(headings)) {
    test(`${locale} brings the page to sign in, and it says so`, async () => {
      const page = await ask(locale).page
      assert.equal(lang(page), locale)
      assert.match(page.html, new RegExp(`<h1>${heading}</h1>`))
      assert.match(page.html, /<bdi>Notes<\/bdi>/)
    })
  }

  test('the first that we speak counts, and holds through what goes wrong, to other pages, and back', async () => {
    const { browser, page } = ask('tlh fr-CA de', { 'accept-language': 'es' })
    const login = await page
    assert.equal(lang(login), 'fr')
    assert.match(login.html, /Se connecter/)

    const wrong = await browser.submit(login, '/login', { email: 'ada@example.com', password: 'not hers' })
    assert.equal(wrong.status, 401)
    assert.equal(lang(wrong), 'fr')
    assert.match(wrong.html, /<title>Erreur\u00a0: Se connecter/)
    assert.match(wrong.html, /L’adresse ou le mot de passe n’est pas correct\./)

    const forgot = await browser.open(/href="(\/forgot-password[^"]*)"/.exec(wrong.html)?.[1] ?? '')
    assert.equal(lang(forgot), 'fr')
    const sent = await browser.submit(forgot, '/forgot-password', { email: 'nobody@example.com' })
    assert.equal(lang(sent), 'fr')
    assert.match(sent.html, /Si <b><bdi>nobody@example\.com<\/bdi><\/b> a un compte/)

    const asked = await browser.submit(wrong, '/login', { email: 'ada@example.com', password: goodPassword })
    assert.equal(lang(asked), 'fr')
    assert.equal(answered(await allowAll(browser, asked)).get('state'), 'a state')
  })

  test('a register page in the language of the application, with every mistake in it', async () => {
    const { browser, page } = ask('de')
    const login = await page
    const form = await browser.open(/href="(\/register[^"]*)"/.exec(login.html)?.[1] ?? '')
    const wrong = await browser.submit(form, '/register', { full_name: '', email: 'x', password: 'short' })
    assert.equal(wrong.status, 400)
    for (const said of [
      /Bitte füll das aus\./,
      /Das ist keine E-Mail-Adresse\./,
      /Bitte sieh dir das noch einmal an:/,
    ])
      assert.match(wrong.html, said)

    const fields = { full_name: 'Bob', email: 'bob@example.com' }
    const weak = await browser.submit(wrong, '/register', { ...fields, password: 'short' })
    assert.match(weak.html, /Nimm mindestens 15 Zeichen\./)
    const common = await browser.submit(wrong, '/register', { ...fields, password: '123456789012345' })
    assert.match(common.html, /leicht zu erraten|jeder ausprobiert/)
    assert.doesNotMatch(weak.html + common.html + wrong.html, /Please|Use at least|password<\/label>/)

    await browser.submit(wrong, '/register', { ...fields, password: goodPassword })
    const [mail] = await world.warder.inbox()
    assert.match(mail?.subject ?? '', /^Bestätige deine Adresse/)
    const link = new URL(mail?.links[0] ?? '')
    assert.equal(lang(await browser.open(link.pathname + link.search)), 'de')
  })

  const unknown = [
    'tlh',
    'xx-XX zz',
    '',
    ' ',
    '../../etc',
    '__proto__',
    'constructor',
    'd e',
    'xx '.repeat(1500),
  ]
  for (const ui_locales of unknown) {
    test(`${JSON.stringify(ui_locales.slice(0, 20))} is no language of ours and no error: the browser says which`, async () => {
      assert.equal(lang(await ask(ui_locales, { 'accept-language': 'pt-BR,pt;q=0.9' }).page), 'pt')
      assert.equal(lang(await ask(ui_locales).page), 'en')
    })
  }

  test('RFC 6749 §A control characters are refused as in any parameter, in the language of the browser', async () => {
    const page = await ask('de\u0000', { 'accept-language': 'pt' }).page
    assert.equal(new URL(page.path, 'http://localhost:3000').searchParams.get('error'), 'invalid_request')
    const logout = await world.warder.get('/oauth/logout?ui_locales=de%00%01', { 'accept-language': 'pt' })
    assert.deepEqual([logout.status, /lang="(..)"/.exec(await logout.text())?.[1]], [400, 'pt'])
  })

  test('a request that was pushed carries it', async () => {
    const pushed = await world.warder.form(
      '/oauth/par',
      Object.fromEntries(new URLSearchParams(world.address(client, { ui_locales: 'es' }).split('?')[1])),
      { authorization: `Basic ${btoa(`${client.client_id}:${client.client_secret}`)}` },
    )
    assert.equal(pushed.status, 201)
    const { request_uri } = (await pushed.json()) as { request_uri: string }
    const query = new URLSearchParams({ client_id: client.client_id, request_uri })
    assert.equal(lang(await world.warder.browser().open(`/oauth/authorize?${query.toString()}`)), 'es')
  })

  test('what is wrong with a request is said in it, and programs read what they always did', async () => {
    const page = await world.warder.browser().open('/oauth/authorize?client_id=nobody&ui_locales=de')
    assert.deepEqual([page.status, lang(page)], [400, 'de'])
    assert.match(page.html, /Die Anwendung wollte etwas, das nicht möglich ist/)
    assert.match(page.html, /Wenn du um Hilfe bittest, nenne/)

    const json = await world.warder.post(
      '/auth/password',
      { email: 'x', password: 'y' },
      { 'accept-language': 'de' },
    )
    assert.doesNotMatch(await json.text(), /[äöüß]|ist keine|reason/)
  })
})

describe('the language of a page', () => {
  let world: OAuthWorld
  before(async () => (world = await startOAuth()))
  after(() => world.warder.close())

  const opened = async (path: string, headers: Record<string, string>, browser = world.warder.browser()) => {
    const response = await browser.send(path, { headers })
    return { path, status: response.status, html: await response.text(), headers: response.headers }
  }

  const wanted: [accept: string, locale: string][] = [
    ['de-CH, en;q=0.5', 'de'],
    ['tlh, fr;q=0.4, es;q=0.6', 'es'],
    ['de;q=0, pt', 'pt'],
    ['xx', 'en'],
  ]
  for (const [accept, locale] of wanted) {
    test(`RFC 9110 §12.5.4 “${accept}” reads ${locale}, and no cache keeps it`, async () => {
      const page = await opened('/login', { 'accept-language': accept })
      assert.equal(lang(page), locale)
      assert.match(page.headers.get('cache-control') ?? '', /no-store/)
    })
  }

  test('the account says more than the browser, and the application more than both', async () => {
    const ada = await world.signedIn()
    await world.warder.app.db.updateTable('user').set({ locale: 'de-CH' }).execute()
    assert.equal(lang(await opened('/logout', { 'accept-language': 'fr' }, ada)), 'de')
    assert.equal(lang(await opened('/logout?ui_locales=es', { 'accept-language': 'fr' }, ada)), 'es')
    assert.equal(lang(await opened('/nowhere', { accept: 'text/html', 'accept-language': 'fr' }, ada)), 'fr')
  })

  test('the operator’s language where nobody says another', async () => {
    const french = await startOAuth({ 'brand.locale': 'fr' })
    try {
      assert.equal(lang(await french.warder.browser().open('/login')), 'fr')
      assert.equal(lang(await french.warder.browser().open('/login?ui_locales=de')), 'de')
    } finally {
      await french.warder.close()
    }
  })

  test('RP-Initiated Logout 1.0 §2 ui_locales: the question, and the page after it', async () => {
    const ada = await world.signedIn()
    const question = await ada.open('/oauth/logout?ui_locales=pt')
    assert.equal(lang(question), 'pt')
    const out = await ada.submit(question, '/logout', {})
    assert.equal(out.status, 200)
    assert.equal(lang(out), 'pt')
    assert.match(out.html, /<h1>.*Você saiu<\/h1>/)
  })
})

describe('a link that says in which language', () => {
  let world: OAuthWorld
  before(async () => (world = await startOAuth()))
  after(() => world.warder.close())

  test('holds in what it leads to, forms and links, until somebody is in', async () => {
    const browser = world.warder.browser()
    const form = await browser.open('/register?ui_locales=fr')
    const wrong = await browser.submit(form, '/register', {
      full_name: 'Bob',
      email: 'x',
      password: goodPassword,
    })
    assert.equal(lang(wrong), 'fr')
    const fields = { full_name: 'Bob', email: 'bob@example.com', password: goodPassword }
    const sent = await browser.submit(wrong, '/register', fields)
    assert.deepEqual([lang(sent), lang(await browser.submit(sent, '/verify-email/resend', {}))], ['fr', 'fr'])

    const [mail] = await world.warder.inbox()
    assert.match(mail?.subject ?? '', /^Confirme ton adresse/)
    const link = new URL(mail?.links[0] ?? '')
    const confirm = await browser.open(link.pathname + link.search)
    assert.equal(lang(confirm), 'fr')
    assert.match((await browser.submit(confirm, '/verify-email', {})).html, /Ton adresse est confirmée\./)

    const login = await browser.open(/href="(\/login[^"]*)"/.exec(wrong.html)?.[1] ?? '')
    assert.equal(lang(login), 'fr')
    for (const [, href = ''] of login.html.matchAll(/href="(\/(?:magic|forgot-password|register)[^"]*)"/g))
      assert.equal(lang(await browser.open(href.replaceAll('&amp;', '&'))), 'fr', href)
    const ada = { email: 'ada@example.com', password: goodPassword }
    assert.equal((await browser.submit(login, '/login', ada)).path, '/account')
  })

  test('carries nothing but a language of ours', async () => {
    const page = await world.warder.browser().open(`/login?ui_locales=${encodeURIComponent('"><b> de')}`)
    assert.equal(lang(page), 'de')
    assert.match(page.html, /name="ui_locales" value="de"/)
    assert.doesNotMatch(page.html, /&gt;&lt;b|ui_locales=%22/)
    const none = await world.warder.browser().open('/login?ui_locales=tlh')
    assert.doesNotMatch(none.html, /ui_locales/)
  })
})
