import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import * as openid from 'openid-client'
import {
  createClient,
  type ClientView,
  type NewClient,
} from '../../../packages/warder/src/oauth-server/register.ts'
import { createUser } from '../../../packages/warder/src/users/manage.ts'
import { createBrowser, type Browser } from '../../support/cookies.ts'
import { startLive, type LiveWarder } from '../../support/live.ts'
import { allowAll, redirect_uri } from '../../support/oauth.ts'
import { goodPassword } from '../../support/warder.ts'

/** A client written by others, over a real connection: what it accepts, other clients accept too. */
describe('openid-client', () => {
  let live: LiveWarder
  let browser: Browser
  before(async () => {
    live = await startLive()
    await createUser(live.operator, {
      email: 'ada@example.com',
      full_name: 'Ada Lovelace',
      password: goodPassword,
    })
    browser = createBrowser(
      (path, init) => fetch(live.origin + path, { ...init, redirect: 'manual' }),
      live.origin,
    )
  })
  after(() => live.stop())

  const register = (change: Partial<NewClient> = {}) =>
    createClient(live.operator, {
      name: 'Notes',
      type: 'confidential',
      redirect_uris: [redirect_uri],
      ...change,
    })

  async function discover(
    client: ClientView,
    metadata: Partial<openid.ClientMetadata> = {},
  ): Promise<openid.Configuration> {
    const { client_id, client_secret } = client
    const authentication =
      client_secret === undefined ? openid.None() : openid.ClientSecretBasic(client_secret)
    const found = await openid.discovery(new URL(live.origin), client_id, metadata, authentication, {
      execute: [openid.allowInsecureRequests, openid.enableNonRepudiationChecks],
    })
    assert.equal(found.serverMetadata().issuer, live.origin)
    return found
  }

  /** The whole way of a person: request, sign-in, consent, and back with a code. */
  async function authorize(client: openid.Configuration, scope: string) {
    const pkceCodeVerifier = openid.randomPKCECodeVerifier()
    const expectedState = openid.randomState()
    const expectedNonce = openid.randomNonce()
    const url = openid.buildAuthorizationUrl(client, {
      redirect_uri,
      scope,
      state: expectedState,
      nonce: expectedNonce,
      code_challenge: await openid.calculatePKCECodeChallenge(pkceCodeVerifier),
      code_challenge_method: 'S256',
    })
    let page = await browser.open(url.pathname + url.search)
    if (page.path.startsWith('/login')) {
      page = await browser.submit(page, '/login', { email: 'ada@example.com', password: goodPassword })
    }
    const back = new URL((await allowAll(browser, page)).path)
    return openid.authorizationCodeGrant(client, back, {
      pkceCodeVerifier,
      expectedState,
      expectedNonce,
      idTokenExpected: true,
    })
  }

  const types = ['confidential', 'public'] as const
  for (const type of types) {
    test(`a ${type} client: discovery, code with PKCE and consent, tokens, claims, refresh and sign-out`, async () => {
      const registered = await register({ type, post_logout_redirect_uris: ['https://app.example/bye'] })
      const client = await discover(registered)

      const tokens = await authorize(client, 'openid profile email offline_access')
      const claims = tokens.claims()
      assert.ok(claims)
      assert.equal(claims.aud, registered.client_id)
      assert.deepEqual(claims['amr'], ['pwd'])

      const user = await openid.fetchUserInfo(client, tokens.access_token, claims.sub)
      assert.equal(user.email, 'ada@example.com')
      assert.equal(user.email_verified, true)
      assert.equal(user.name, 'Ada Lovelace')

      const refreshed = await openid.refreshTokenGrant(client, tokens.refresh_token ?? '')
      assert.notEqual(refreshed.refresh_token, tokens.refresh_token)
      assert.equal(refreshed.claims()?.sub, claims.sub)
      assert.equal((await openid.fetchUserInfo(client, refreshed.access_token, claims.sub)).sub, claims.sub)

      const leave = openid.buildEndSessionUrl(client, {
        id_token_hint: refreshed.id_token ?? '',
        post_logout_redirect_uri: 'https://app.example/bye',
        state: 'x',
      })
      assert.equal(
        (await browser.open(leave.pathname + leave.search)).path,
        'https://app.example/bye?state=x',
      )
      assert.equal((await browser.send('/auth/me')).status, 401)
      // Access while away was allowed, so it goes on; the client gives it back itself.
      const away = await openid.refreshTokenGrant(client, refreshed.refresh_token ?? '')
      await openid.tokenRevocation(client, away.refresh_token ?? '')
      await assert.rejects(openid.fetchUserInfo(client, away.access_token, claims.sub), { status: 401 })
    })
  }

  test('a program: client credentials, introspection and revocation', async () => {
    const registered = await register({ type: 'machine', redirect_uris: [], scope: 'read write' })
    const client = await discover(registered)
    const tokens = await openid.clientCredentialsGrant(client, { scope: 'read' })
    assert.equal(tokens.scope, 'read')

    const state = await openid.tokenIntrospection(client, tokens.access_token)
    assert.equal(state.active, true)
    assert.equal(state.sub, registered.client_id)
    await openid.tokenRevocation(client, tokens.access_token)
    assert.equal((await openid.tokenIntrospection(client, tokens.access_token)).active, false)
  })

  test('ID tokens of each algorithm that is announced are accepted through the published keys', async () => {
    for (const id_token_signed_response_alg of ['RS256', 'ES256', 'EdDSA'] as const) {
      const client = await discover(await register({ id_token_signed_response_alg }), {
        id_token_signed_response_alg,
      })
      assert.ok((await authorize(client, 'openid')).claims())
    }
  })
})
