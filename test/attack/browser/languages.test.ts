import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Browser, Page } from '../../support/cookies.ts'
import { allowAll, answered, startOAuth, type OAuthWorld } from '../../support/oauth.ts'
import { goodPassword } from '../../support/warder.ts'

/** What may stand beside the token of a request that waits, in place of a language. */
const hostile = [
  '.fr"><script>alert(1)</script>',
  '.fr\r\nSet-Cookie: a=b',
  '.../../../etc/passwd',
  '..%2f..%2fen',
  '.__proto__',
  '.constructor',
  '.de\u0000',
  '.de.fr.es',
  '.fr'.repeat(20_000),
  `.${'x'.repeat(50_000)}`,
  '.',
  '.FR-ca\u202e',
]
const lang = ({ html }: Page) => /<html lang="([^"]*)" dir="ltr"/.exec(html)?.[1]
const ours = ['en', 'de', 'fr', 'es', 'pt']

describe('the language in the handle of a request that waits', () => {
  let world: OAuthWorld
  let client: Awaited<ReturnType<OAuthWorld['client']>>
  before(async () => {
    world = await startOAuth({ 'limits.costly': '10000' })
    client = await world.client()
  })
  after(() => world.warder.close())

  /** A request that waits in a browser, by its token alone. */
  const waiting = async (browser: Browser) => {
    const { path } = await browser.open(world.address(client, { scope: 'openid email' }))
    return new URL(path, 'http://localhost').searchParams.get('interaction') ?? ''
  }
  const at = (path: string, handle: string) => `${path}?interaction=${encodeURIComponent(handle)}`

  for (const beside of hostile) {
    test(`${JSON.stringify(beside).slice(0, 40)} is none, or one of ours, and goes nowhere`, async () => {
      const browser = world.warder.browser()
      const handle = (await waiting(browser)) + beside
      const page = await browser.open(at('/login', handle))
      assert.equal(page.status, 200)
      assert.ok(ours.includes(lang(page) ?? ''), lang(page))
      assert.doesNotMatch(page.html, /<script>alert/)
      assert.match(page.headers.get('cache-control') ?? '', /no-store/)

      // Where it leads a browser on, a language of ours stands beside the token and nothing else.
      for (const path of ['/consent', '/select-account', '/oauth/authorize']) {
        const { status, headers } = await browser.send(at(path, handle))
        assert.equal(status, 303, path)
        const next = new URL(headers.get('location') ?? '', 'http://localhost').searchParams.get(
          'interaction',
        )
        assert.match(next ?? '', /^wot_[\w-]{43}(\.(en|de|fr|es|pt))?$/, path)
        assert.equal(headers.get('set-cookie'), null, path)
      }
      const consent = await browser.submit(page, '/login', {
        email: 'ada@example.com',
        password: goodPassword,
      })
      assert.equal(
        answered(await allowAll(browser, consent)).get('state'),
        'a state',
        'it is the same request',
      )
    })
  }

  test('a handle of another browser stays one, whatever language stands beside it', async () => {
    const handle = await waiting(world.warder.browser())
    const mallory = await world.signedIn()
    for (const beside of ['', '.fr', '.de.fr']) {
      const page = await mallory.open(at('/consent', handle + beside))
      assert.equal(page.status, 403)
      assert.doesNotMatch(page.html, /Notes/)
    }
    const french = await mallory.open(at('/consent', `${handle}.fr`))
    assert.equal(lang(french), 'fr')
    assert.match(french.html, /Cette connexion a été commencée dans un autre navigateur/)
  })

  test('what is no handle at all is over in each language, and costs nothing', async () => {
    const browser = await world.signedIn()
    for (const handle of ['', '.', '.fr', 'x.fr', `${'x'.repeat(50_000)}.fr`, '\u0000.fr', "' or 1=1--.fr"]) {
      const page = await browser.open(at('/consent', handle))
      assert.equal(page.status, 400, JSON.stringify(handle.slice(0, 20)))
      assert.ok(ours.includes(lang(page) ?? ''))
    }
  })

  test('one page in two languages at once: nobody reads what another asked for', async () => {
    const notes = await world.client()
    const asked = Array.from({ length: 20 }, (_, at) => ours[at % ours.length] ?? '')
    const read = await Promise.all(
      asked.map(async (locale) => {
        const browser = world.warder.browser()
        const login = await browser.open(world.address(notes, { ui_locales: locale }))
        const consent = await browser.submit(login, '/login', {
          email: 'ada@example.com',
          password: goodPassword,
        })
        return [lang(login), lang(consent)]
      }),
    )
    assert.deepEqual(
      read,
      asked.map((locale) => [locale, locale]),
    )
  })

  test('what an address asks for stands in a page as one of five words', async () => {
    const browser = await world.signedIn()
    for (const ui_locales of [
      'fr" onload="alert(1)',
      "fr'><b>",
      'fr\tde',
      '../fr',
      'fr;q=1',
      'x'.repeat(50_000),
    ]) {
      for (const path of ['/device', '/reauthenticate', '/logout']) {
        const page = await browser.open(`${path}?ui_locales=${encodeURIComponent(ui_locales)}`)
        assert.ok(page.status < 500, `${path} ${page.status}`)
        assert.ok(page.html === '' || ours.includes(lang(page) ?? ''), path)
        assert.doesNotMatch(page.html, /onload="|<b>'|name="ui_locales" value="(?!(en|de|fr|es|pt)")/)
      }
    }
  })
})
