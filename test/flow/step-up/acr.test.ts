import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import * as openid from 'openid-client'
import { createClient, type NewClient } from '../../../packages/warder/src/oauth-server/register.ts'
import { createUser } from '../../../packages/warder/src/users/manage.ts'
import { createBrowser, type Browser, type Page } from '../../support/cookies.ts'
import { startLive, type LiveWarder } from '../../support/live.ts'
import { allowAll, redirect_uri } from '../../support/oauth.ts'
import { codeAt } from '../../support/people/authenticator.ts'
import { goodPassword } from '../../support/warder.ts'

const aal2 = 'urn:warder:aal2'

/** RFC 9470 §5 and OIDC Core §3.1.2.1, with a client written by others. */
describe('openid-client asks for a second factor', () => {
  let live: LiveWarder
  let now = 1_800_000_000
  before(async () => {
    live = await startLive({ 'limits.costly': '100000', 'limits.mailing': '100000' }, () => now)
  })
  after(() => live.stop())

  async function someone(email: string): Promise<Browser> {
    await createUser(live.operator, { email, full_name: 'Ada', password: goodPassword })
    const browser = createBrowser(
      (path, init) => fetch(live.origin + path, { ...init, redirect: 'manual' }),
      live.origin,
    )
    await browser.submit(await browser.open('/login'), '/login', { email, password: goodPassword })
    return browser
  }

  /** Adds an app on the page of the account, and signs in anew by the password alone, in a browser that is trusted. */
  async function withApp(email: string): Promise<{ browser: Browser; code: () => string }> {
    const browser = await someone(email)
    const page = await browser.submit(
      await browser.open('/account/security'),
      '/account/security/authenticators',
      {},
    )
    const [, key = ''] = /<code class="key">([^<]+)/.exec(page.html) ?? []
    const code = () => {
      now += 30
      return codeAt(key.replaceAll(' ', ''), now)
    }
    const codes = await browser.submit(page, '/account/security/authenticators/confirm', { code: code() })
    const out = await browser.submit(codes, '/logout', {})
    assert.ok(out.status < 400)
    const fields = { email, password: goodPassword }
    const mfa = await browser.submit(await browser.open('/login'), '/login', fields)
    const account = await browser.submit(mfa, '/mfa', { code: code(), trust_device: 'on' })
    await browser.submit(account, '/logout', {})
    const trusted = await browser.submit(await browser.open('/login'), '/login', fields)
    assert.equal(trusted.path, '/account')
    return { browser, code }
  }

  async function configure(change: Partial<NewClient> = {}): Promise<openid.Configuration> {
    const made = await createClient(live.operator, {
      name: 'Bank',
      type: 'confidential',
      redirect_uris: [redirect_uri],
      skip_consent: true,
      ...change,
    })
    return openid.discovery(
      new URL(live.origin),
      made.client_id,
      { [openid.clockSkew]: now - Math.floor(Date.now() / 1000) },
      openid.ClientSecretBasic(made.client_secret),
      { execute: [openid.allowInsecureRequests] },
    )
  }

  async function request(client: openid.Configuration, more: Record<string, string>) {
    const pkceCodeVerifier = openid.randomPKCECodeVerifier()
    const expectedNonce = openid.randomNonce()
    const url = openid.buildAuthorizationUrl(client, {
      redirect_uri,
      scope: 'openid',
      nonce: expectedNonce,
      code_challenge: await openid.calculatePKCECodeChallenge(pkceCodeVerifier),
      code_challenge_method: 'S256',
      ...more,
    })
    const redeem = (page: Page) =>
      openid.authorizationCodeGrant(client, new URL(page.path), {
        pkceCodeVerifier,
        expectedNonce,
        idTokenExpected: true,
      })
    return { path: url.pathname + url.search, redeem }
  }

  test('the metadata says which levels there are', async () => {
    const client = await configure()
    assert.deepEqual(client.serverMetadata().acr_values_supported, ['urn:warder:aal1', aal2])
  })

  test('acr_values leads somebody with one factor to the second, and not to their password again', async () => {
    const client = await configure()
    const { browser, code } = await withApp('ada@example.com')
    const before = now
    const { path, redeem } = await request(client, { acr_values: aal2 })
    now += 120
    const page = await browser.open(path)
    assert.ok(page.path.startsWith('/reauthenticate?'), page.path)
    assert.doesNotMatch(page.html, /type="password"/)
    assert.match(page.html, /Bank/)
    const asked = await browser.submit(page, '/reauthenticate/begin', { method: 'totp' })
    const back = await browser.submit(asked, '/mfa', { code: code() })
    const claims = (await redeem(await allowAll(browser, back))).claims()
    assert.equal(claims?.['acr'], aal2)
    assert.deepEqual(claims?.['amr'], ['pwd', 'otp', 'mfa'])
    assert.ok(Number(claims?.['auth_time']) > before)
    // From here on the session is what it says, and nobody is asked again.
    const again = await request(client, { acr_values: aal2, prompt: 'none' })
    assert.equal((await again.redeem(await browser.open(again.path))).claims()?.['acr'], aal2)
  })

  test('so does what a client always wants, and an essential claim', async () => {
    const { browser } = await withApp('bob@example.com')
    const always = await configure({ default_acr_values: [aal2] })
    const claims = JSON.stringify({ id_token: { acr: { essential: true, value: aal2 } } })
    for (const [client, more] of [
      [always, {}],
      [await configure(), { claims }],
    ] as const) {
      const { path } = await request(client, more)
      assert.ok((await browser.open(path)).path.startsWith('/reauthenticate?'))
    }
    const less = await request(always, { acr_values: 'urn:warder:aal1' })
    const id = (await less.redeem(await browser.open(less.path))).claims()
    assert.equal(id?.['acr'], 'urn:warder:aal1')
    assert.deepEqual(id?.['amr'], ['pwd'], 'a trusted device proves nothing')
  })

  test('prompt=none shows no page: login_required, or the error for an essential claim', async () => {
    const { browser } = await withApp('carol@example.com')
    const client = await configure()
    const errorOf = async (more: Record<string, string>) => {
      const { path, redeem } = await request(client, { prompt: 'none', ...more })
      return redeem(await browser.open(path)).then(
        () => 'no error',
        (error: unknown) => (error instanceof openid.AuthorizationResponseError ? error.error : error),
      )
    }
    const claims = (value: string) => JSON.stringify({ id_token: { acr: { essential: true, value } } })
    assert.equal(await errorOf({ acr_values: aal2 }), 'login_required')
    assert.equal(await errorOf({ claims: claims(aal2) }), 'unmet_authentication_requirements')
    assert.equal(await errorOf({ claims: claims('phr') }), 'unmet_authentication_requirements')
    assert.equal(await errorOf({ acr_values: 'phr' }), 'no error')
  })

  test('somebody without a second factor sets one up on the way, after they showed who they are', async () => {
    const client = await configure()
    const browser = await someone('dora@example.com')
    now += 600
    const { path, redeem } = await request(client, { acr_values: aal2 })
    const page = await browser.open(path)
    assert.match(page.html, /type="password"/, 'whoever finds an open session sets up nothing')
    const chosen = await browser.submit(page, '/reauthenticate', { password: goodPassword })
    assert.ok(chosen.path.startsWith('/mfa/set-up?'), chosen.path)
    const app = await browser.submit(chosen, '/mfa/set-up/app', {})
    const [, key = ''] = /<code class="key">([^<]+)/.exec(app.html) ?? []
    const code = codeAt(key.replaceAll(' ', ''), now)
    const done = await browser.submit(app, '/mfa/set-up/confirm', { code })
    const [, next = ''] = /href="(\/oauth\/authorize\?[^"]+)"/.exec(done.html) ?? []
    const claims = (await redeem(await browser.open(next.replaceAll('&amp;', '&')))).claims()
    assert.deepEqual([claims?.['acr'], claims?.['amr']], [aal2, ['pwd', 'otp', 'mfa']])
  })
})
