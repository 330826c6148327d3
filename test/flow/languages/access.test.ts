import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { deviceCodeGrant, signJwt } from '@warder/protocol'
import type { ClientView } from '../../../packages/warder/src/oauth-server/register.ts'
import { createBrowser, type Page } from '../../support/cookies.ts'
import { clientKey } from '../../support/oauth-clients/keys.ts'
import { basicOf, startOAuth, type OAuthWorld } from '../../support/oauth.ts'
import { goodPassword, json, origin } from '../../support/warder.ts'

const lang = ({ html }: Page) => /<html lang="([^"]*)"/.exec(html)?.[1]

describe('ui_locales, by each way that a request comes', () => {
  const key = clientKey()
  let world: OAuthWorld
  let client: ClientView
  before(async () => {
    world = await startOAuth({ 'limits.mailing': '1000', 'limits.costly': '1000' })
    client = await world.client({ jwks: { keys: [key.jwk] }, scope: 'openid email' })
  })
  after(() => world.warder.close())

  const asked = (ui_locales: unknown): Record<string, unknown> => ({
    ...Object.fromEntries(new URL(world.address(client), origin).searchParams),
    iss: client.client_id,
    aud: origin,
    iat: world.warder.clock.now,
    ...(ui_locales !== undefined && { ui_locales }),
  })
  const signed = (ui_locales: unknown) => signJwt(key, 'oauth-authz-req+jwt', asked(ui_locales))
  const open = (params: Record<string, string>) =>
    world.warder
      .browser()
      .open(`/oauth/authorize?${new URLSearchParams({ client_id: client.client_id, ...params }).toString()}`)
  const push = async (fields: Record<string, string>) => {
    const response = await world.warder.form('/oauth/par', fields, basicOf(client))
    return json<{ request_uri?: string; error?: string }>(response)
  }

  test('RFC 9101 §6.3 a signed request says it, and what stands beside the request does not count', async () => {
    const page = await open({ request: signed('pt-BR fr'), ui_locales: 'de' })
    assert.deepEqual([page.path.split('?')[0], lang(page)], ['/login', 'pt'])
    assert.equal(lang(await open({ request: signed(undefined), ui_locales: 'de' })), 'en')
  })

  test('RFC 9126 §3 a signed request that was pushed', async () => {
    const { request_uri = '' } = await push({ client_id: client.client_id, request: signed('es') })
    assert.equal(lang(await open({ request_uri, ui_locales: 'de' })), 'es')
  })

  test('OIDC Core §3.1.2.1 a request that is posted', async () => {
    const form = Object.fromEntries(new URL(world.address(client, { ui_locales: 'fr' }), origin).searchParams)
    const posted = await world.warder.form('/oauth/authorize', form)
    const to = new URL(posted.headers.get('location') ?? '', origin)
    assert.equal(lang(await world.warder.browser().open(to.pathname + to.search)), 'fr')
  })

  // Not even where a language of ours stands in them.
  const odd = [
    ['de'],
    ['de', 'fr'],
    ['tlh de fr'],
    { 0: 'de' },
    { 'x de y': 1 },
    7,
    1.5,
    true,
    null,
    '',
    'xx '.repeat(20),
    'de,fr',
    '["de"]',
  ]
  for (const value of odd) {
    test(`OIDC Core §3.1.2.1 ui_locales ${JSON.stringify(value).slice(0, 30)} in a signed request asks for none, and is no error`, async () => {
      const page = await open({ request: signed(value) })
      assert.deepEqual([page.status, page.path.split('?')[0], lang(page)], [200, '/login', 'en'])
      const pushed = await push({ client_id: client.client_id, request: signed(value) })
      assert.equal(lang(await open({ request_uri: pushed.request_uri ?? '' })), 'en')
    })
  }

  test('CIBA Core §7.1 has no such parameter, and one that is sent is no error', async () => {
    const grant_types = ['urn:openid:params:grant-type:ciba']
    const till = await world.client({ name: 'Till', redirect_uris: [], grant_types, scope: 'openid' })
    const fields = { scope: 'openid', login_hint: 'ada@example.com', ui_locales: 'fr ["' }
    assert.equal((await world.warder.form('/oauth/bc-authorize', fields, basicOf(till))).status, 200)
  })

  test('RFC 6749 §3.1 one that is sent twice is refused, and programs are told so in English', async () => {
    const twice = await world.warder.browser().open(world.address(client, { ui_locales: ['de', 'fr'] }))
    const { searchParams } = new URL(twice.path, origin)
    assert.equal(searchParams.get('error'), 'invalid_request')
    assert.match(searchParams.get('error_description') ?? '', /^ui_locales must not be repeated/)
  })
})

describe('RFC 8628 §3.3 a device, by somebody whose browser wants German', () => {
  let world: OAuthWorld
  let client: ClientView
  before(async () => {
    world = await startOAuth()
    client = await world.client({
      name: 'Fernseher & <b>',
      type: 'public',
      redirect_uris: [],
      grant_types: [deviceCodeGrant],
      scope: 'openid profile films:watch',
    })
  })
  after(() => world.warder.close())

  const begin = async () => {
    const fields = { client_id: client.client_id, scope: 'openid profile films:watch' }
    const answer = await world.warder.form('/oauth/device_authorization', fields, {
      'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
    })
    return json<{ user_code: string }>(answer)
  }
  /** A browser that says so with each request. */
  const german = () =>
    createBrowser((path, init = {}) => {
      const headers = new Headers(init.headers)
      headers.set('accept-language', 'de-CH,de;q=0.9,en;q=0.5')
      return world.warder.request(path, { ...init, headers })
    }, origin)

  test('types a code that is none, then the right one, reads what it allows, and allows it', async () => {
    const browser = german()
    const { user_code } = await begin()
    const first = await browser.open('/device')
    assert.match(first.html, /Melde dich zuerst an\. Gib danach den Code ein, den dein Gerät/)
    const login = await browser.open(/href="(\/login[^"]*)"/.exec(first.html)?.[1] ?? '')
    const typing = await browser.submit(login, '/login', {
      email: 'ada@example.com',
      password: goodPassword,
    })
    assert.match(typing.html, /<h1>Gerät verbinden<\/h1>/)

    const wrong = await browser.submit(typing, '/device', { user_code: 'BBBB-BBBB' })
    assert.match(wrong.html, /<title>Fehler: Gerät verbinden/)
    assert.match(wrong.html, /Diesen Code gibt es nicht, oder er wurde schon benutzt oder ist zu alt\./)
    const asked = await browser.submit(wrong, '/device', { user_code })
    for (const said of [
      /Darf <bdi>Fernseher &amp; &lt;b&gt;<\/bdi> auf dein Konto zugreifen\?/,
      new RegExp(`Zeigt dein Gerät den Code <b><bdi>${user_code}</bdi></b>\\?`),
      /Deinen Namen und den Rest deines Profils sehen/,
      /Die Berechtigung „films:watch“ nutzen/,
      /<bdi>Firefox auf Linux<\/bdi>/,
      /Wähle „Ablehnen“/,
    ])
      assert.match(asked.html, said)
    for (const page of [first, typing, wrong, asked]) {
      assert.equal(lang(page), 'de')
      assert.doesNotMatch(page.html, /Deny|Allow|Your |This |device shows/)
    }
    const done = await browser.submit(asked, '/device/answer', { decision: 'allow' })
    assert.match(done.html, /<h1>.*Dein Gerät ist verbunden<\/h1>/)
    const again = await browser.submit(asked, '/device/answer', { decision: 'allow' })
    assert.match(again.html, /Diesen Code gibt es nicht/)
  })

  test('refuses it, and reads so', async () => {
    const browser = german()
    const login = await browser.open('/login?return_to=%2Fdevice')
    const typing = await browser.submit(login, '/login', {
      email: 'ada@example.com',
      password: goodPassword,
    })
    const asked = await browser.submit(typing, '/device', { user_code: (await begin()).user_code })
    const done = await browser.submit(asked, '/device/answer', { decision: 'deny' })
    assert.match(done.html, /Das Gerät bekommt keinen Zugriff auf dein Konto\./)
  })
})
