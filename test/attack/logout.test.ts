import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { signJwt } from '@warder/protocol'
import { generateKeyPairSync } from 'node:crypto'
import { claimsOf, startOAuth, type OAuthWorld } from '../support/oauth.ts'
import type { Browser } from '../support/cookies.ts'

const goodbye = 'https://app.example/bye'

describe('signing out for an application', () => {
  let world: OAuthWorld
  let client: Awaited<ReturnType<OAuthWorld['client']>>
  before(async () => {
    world = await startOAuth()
    client = await world.client({ skip_consent: true, post_logout_redirect_uris: [goodbye] })
  })
  after(() => world.warder.close())

  const leave = (browser: Browser, params: Record<string, string>) =>
    browser.send(`/oauth/logout?${new URLSearchParams(params).toString()}`)
  const isSignedIn = async (browser: Browser) => (await browser.send('/auth/me')).status === 200

  /** The page with the question, and the session still there. */
  async function isAsked(browser: Browser, params: Record<string, string>): Promise<void> {
    const response = await leave(browser, params)
    assert.equal(response.status, 200)
    assert.match(await response.text(), /<form[^>]*action="\/logout"/)
    assert.ok(await isSignedIn(browser))
  }

  async function session(): Promise<{ browser: Browser; id_token: string }> {
    const browser = await world.signedIn()
    const { id_token = '' } = await world.tokens(client, 'openid', browser)
    return { browser, id_token }
  }

  test('the token of this very session signs out at once and leads to the registered address', async () => {
    const { browser, id_token } = await session()
    const params = { id_token_hint: id_token, post_logout_redirect_uri: goodbye, state: 'so long' }
    const response = await leave(browser, params)
    assert.equal(response.status, 303)
    assert.equal(response.headers.get('location'), `${goodbye}?state=so%20long`)
    assert.ok(!(await isSignedIn(browser)))
  })

  test('RFC 9110 §9.3.2 HEAD, which checks a link, signs nobody out', async () => {
    const { browser, id_token } = await session()
    const query = new URLSearchParams({ id_token_hint: id_token, post_logout_redirect_uri: goodbye })
    const response = await browser.send(`/oauth/logout?${query.toString()}`, { method: 'HEAD' })
    assert.equal(response.status, 200)
    assert.equal(response.headers.get('location'), null)
    assert.ok(await isSignedIn(browser))
  })

  test('an ID token that has expired still counts', async () => {
    const { browser, id_token } = await session()
    world.warder.clock.now += 3600
    assert.equal((await leave(browser, { id_token_hint: id_token })).headers.get('location'), '/logout')
    assert.ok(!(await isSignedIn(browser)))
  })

  test('LO-01 a hint without signature, with a foreign one, or for another use is worth nothing', async () => {
    const { browser, id_token } = await session()
    const [, payload = '', signature = ''] = id_token.split('.')
    const none = Buffer.from('{"alg":"none","typ":"JWT"}').toString('base64url')
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
    const { access_token } = await world.tokens(client, 'openid', browser)
    const hints = [
      `${none}.${payload}.`,
      `${none}.${payload}.${signature}`,
      signJwt({ kid: 'k', alg: 'RS256', privateKey }, 'JWT', claimsOf(id_token)),
      `${id_token.slice(0, -4)}AAAA`,
      access_token,
    ]
    for (const id_token_hint of hints)
      await isAsked(browser, {
        id_token_hint,
        client_id: client.client_id,
        post_logout_redirect_uri: goodbye,
      })
    const stranger = world.warder.browser()
    for (const id_token_hint of hints) {
      const response = await leave(stranger, {
        id_token_hint,
        client_id: client.client_id,
        post_logout_redirect_uri: goodbye,
      })
      assert.equal(response.headers.get('location'), null)
    }
  })

  test('LO-01 a hint of another client leads nowhere', async () => {
    const { browser } = await session()
    const other = await world.client({ skip_consent: true })
    const { id_token = '' } = await world.tokens(other, 'openid', browser)
    const contradiction = await leave(browser, {
      id_token_hint: id_token,
      client_id: client.client_id,
      post_logout_redirect_uri: goodbye,
    })
    assert.equal(contradiction.status, 400)
    assert.ok(await isSignedIn(browser))
    const response = await leave(world.warder.browser(), {
      id_token_hint: id_token,
      post_logout_redirect_uri: goodbye,
    })
    assert.equal(response.headers.get('location'), null)
  })

  test('LO-01 the token of another session, or of another person, asks first', async () => {
    const first = await session()
    const second = await session()
    await isAsked(second.browser, { id_token_hint: first.id_token, post_logout_redirect_uri: goodbye })

    await world.warder.user('alice@example.com')
    const alice = await world.signedIn('alice@example.com')
    await isAsked(alice, { id_token_hint: first.id_token, post_logout_redirect_uri: goodbye })
  })

  test('LO-02 an address that is not registered, one with something added, and one without a client lead nowhere', async () => {
    const { browser, id_token } = await session()
    const stranger = world.warder.browser()
    for (const post_logout_redirect_uri of ['https://evil.example/', `${goodbye}?foo=bar`, `${goodbye}/`]) {
      const response = await leave(stranger, { id_token_hint: id_token, post_logout_redirect_uri })
      assert.equal(response.headers.get('location'), null)
    }
    assert.equal((await leave(stranger, { post_logout_redirect_uri: goodbye })).headers.get('location'), null)
    await isAsked(browser, { post_logout_redirect_uri: goodbye })
    await isAsked(browser, { id_token_hint: id_token, post_logout_redirect_uri: `${goodbye}?foo=bar` })
  })

  test('LO-03 a link from another site asks first, and the answer needs the token of the session', async () => {
    const { browser } = await session()
    await isAsked(browser, {})
    const posted = await browser.send('/oauth/logout', {
      method: 'POST',
      body: '',
      headers: { 'content-type': 'application/x-www-form-urlencoded', origin: 'https://evil.example' },
    })
    assert.equal(posted.status, 303)
    const forged = await browser.send('/logout', {
      method: 'POST',
      body: '',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    })
    assert.equal(forged.status, 403)
    assert.ok(await isSignedIn(browser))

    const page = await browser.open('/oauth/logout')
    const done = await browser.submit(page, '/logout', {})
    assert.equal(done.path, '/logout')
    assert.match(done.html, /signed out/)
    assert.ok(!(await isSignedIn(browser)))
  })

  test('LO-03 after the question the browser goes where the application registered', async () => {
    const { browser } = await session()
    const query = new URLSearchParams({
      client_id: client.client_id,
      post_logout_redirect_uri: goodbye,
      state: 's',
    })
    const page = await browser.open(`/oauth/logout?${query.toString()}`)
    assert.match(
      page.headers.get('content-security-policy') ?? '',
      /form-action 'self' https:\/\/app\.example;/,
    )
    const done = await browser.submit(page, '/logout', {})
    assert.equal(done.path, `${goodbye}?state=s`)
  })
})
