import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { after, before, describe, test } from 'node:test'
import * as openid from 'openid-client'
import { createClient, type NewClient } from '../../../packages/warder/src/oauth-server/register.ts'
import { createUser } from '../../../packages/warder/src/users/manage.ts'
import { createBrowser, type Browser } from '../../support/cookies.ts'
import { startLive, type LiveWarder } from '../../support/live.ts'
import { allowAll, claimsOf, redirect_uri } from '../../support/oauth.ts'
import { goodPassword } from '../../support/warder.ts'

/** The strictest client there is, written by others, over a real connection. */
describe('openid-client with FAPI 2.0', () => {
  let live: LiveWarder
  let browser: Browser
  let key: { privateKey: openid.CryptoKey; jwk: object }
  before(async () => {
    live = await startLive()
    const person = { email: 'ada@example.com', full_name: 'Ada Lovelace', password: goodPassword }
    await createUser(live.operator, person)
    browser = createBrowser(
      (path, init) => fetch(live.origin + path, { ...init, redirect: 'manual' }),
      live.origin,
    )
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    const imported = await crypto.subtle.importKey(
      'jwk',
      privateKey.export({ format: 'jwk' }),
      { name: 'ECDSA', namedCurve: 'P-256' },
      true,
      ['sign'],
    )
    key = { privateKey: imported, jwk: { ...publicKey.export({ format: 'jwk' }), kid: 'k1', alg: 'ES256' } }
  })
  after(() => live.stop())

  async function discover(change: Partial<NewClient>, metadata: Partial<openid.ClientMetadata> = {}) {
    const registered = await createClient(live.operator, {
      name: 'Bank',
      type: 'confidential',
      redirect_uris: [redirect_uri],
      jwks: { keys: [key.jwk] },
      ...change,
    })
    const authentication = openid.PrivateKeyJwt({ key: key.privateKey, kid: 'k1' })
    return openid.discovery(new URL(live.origin), registered.client_id, metadata, authentication, {
      execute: [openid.allowInsecureRequests, openid.enableNonRepudiationChecks],
    })
  }

  /** Signs in and allows, and returns where the browser was sent. */
  async function follow(url: URL): Promise<URL> {
    let page = await browser.open(url.pathname + url.search)
    if (page.path.startsWith('/login'))
      page = await browser.submit(page, '/login', { email: 'ada@example.com', password: goodPassword })
    return new URL((await allowAll(browser, page)).path)
  }

  async function checks() {
    const pkceCodeVerifier = openid.randomPKCECodeVerifier()
    const expectedState = openid.randomState()
    const expectedNonce = openid.randomNonce()
    const parameters = {
      redirect_uri,
      scope: 'openid email offline_access',
      state: expectedState,
      nonce: expectedNonce,
      code_challenge: await openid.calculatePKCECodeChallenge(pkceCodeVerifier),
      code_challenge_method: 'S256',
    }
    return { parameters, expected: { pkceCodeVerifier, expectedState, expectedNonce, idTokenExpected: true } }
  }

  test('pushes, proves its keys, gets tokens bound to one of them, uses them and refreshes', async () => {
    const client = await discover({ profile: 'fapi2' })
    assert.ok(client.serverMetadata().pushed_authorization_request_endpoint)
    const DPoP = openid.getDPoPHandle(client, await openid.randomDPoPKeyPair('ES256'))
    const { parameters, expected } = await checks()
    const url = await openid.buildAuthorizationUrlWithPAR(client, parameters, { DPoP })
    assert.deepEqual([...url.searchParams.keys()].sort(), ['client_id', 'request_uri'])
    const tokens = await openid.authorizationCodeGrant(client, await follow(url), expected, undefined, {
      DPoP,
    })
    assert.equal(tokens.token_type, 'dpop')
    assert.ok((claimsOf(tokens.access_token)['cnf'] as { jkt: string }).jkt)

    const { sub = '' } = tokens.claims() ?? {}
    const user = await openid.fetchUserInfo(client, tokens.access_token, sub, { DPoP })
    assert.equal(user.email, 'ada@example.com')
    const refreshed = await openid.refreshTokenGrant(client, tokens.refresh_token ?? '', undefined, { DPoP })
    assert.equal(refreshed.refresh_token, undefined, 'the refresh token goes on')
    const again = await openid.refreshTokenGrant(client, tokens.refresh_token ?? '', undefined, { DPoP })
    assert.ok((await openid.fetchUserInfo(client, again.access_token, sub, { DPoP })).sub)
    await assert.rejects(openid.fetchUserInfo(client, again.access_token, sub))
  })

  test('RFC 9864 §2.2 signs with Ed25519, which it calls by that name', async () => {
    const pair = await openid.randomDPoPKeyPair('Ed25519', { extractable: true })
    const { kty, crv, x } = await crypto.subtle.exportKey('jwk', pair.publicKey)
    const registered = await createClient(live.operator, {
      name: 'Bank',
      type: 'machine',
      scope: 'a',
      profile: 'fapi2',
      jwks: { keys: [{ kty, crv, x, kid: 'k2', alg: 'Ed25519' }] },
      token_endpoint_auth_signing_alg: 'Ed25519',
    })
    const authentication = openid.PrivateKeyJwt({ key: pair.privateKey, kid: 'k2' })
    const client = await openid.discovery(new URL(live.origin), registered.client_id, {}, authentication, {
      execute: [openid.allowInsecureRequests],
    })
    const DPoP = openid.getDPoPHandle(client, await openid.randomDPoPKeyPair('Ed25519'))
    const tokens = await openid.clientCredentialsGrant(client, { scope: 'a' }, { DPoP })
    assert.equal(tokens.token_type, 'dpop')
    const offered = client.serverMetadata()
    for (const algs of [
      offered.dpop_signing_alg_values_supported,
      offered.token_endpoint_auth_signing_alg_values_supported,
      offered.request_object_signing_alg_values_supported,
    ])
      assert.ok(algs?.includes('Ed25519'))
    assert.ok(!offered.id_token_signing_alg_values_supported?.includes('Ed25519'), 'ours bear the older name')
  })

  test('signs its request and takes a signed answer', async () => {
    const client = await discover(
      {
        token_endpoint_auth_method: 'private_key_jwt',
        require_signed_request_object: true,
        response_modes: ['query.jwt'],
        authorization_signed_response_alg: 'ES256',
        id_token_signed_response_alg: 'ES256',
      },
      { authorization_signed_response_alg: 'ES256', id_token_signed_response_alg: 'ES256' },
    )
    openid.useJwtResponseMode(client)
    const { parameters, expected } = await checks()
    const url = await openid.buildAuthorizationUrlWithJAR(client, parameters, {
      key: key.privateKey,
      kid: 'k1',
    })
    assert.ok(url.searchParams.get('request'))
    const back = await follow(url)
    assert.deepEqual([...back.searchParams.keys()], ['response'])
    const tokens = await openid.authorizationCodeGrant(client, back, expected)
    assert.ok(tokens.claims()?.sub)
  })

  test('signs and pushes at once', async () => {
    const client = await discover({
      token_endpoint_auth_method: 'private_key_jwt',
      require_signed_request_object: true,
      require_pushed_authorization_requests: true,
    })
    const { parameters, expected } = await checks()
    const signed = await openid.buildAuthorizationUrlWithJAR(client, parameters, {
      key: key.privateKey,
      kid: 'k1',
    })
    const url = await openid.buildAuthorizationUrlWithPAR(client, signed.searchParams)
    const tokens = await openid.authorizationCodeGrant(client, await follow(url), expected)
    assert.ok(tokens.claims()?.sub)
  })

  test('answers a nonce when it is asked for one', async () => {
    const strict = await startLive({ dpop_nonce: 'required' })
    const registered = await createClient(strict.operator, { name: 'Program', type: 'machine', scope: 'a' })
    const client = await openid.discovery(
      new URL(strict.origin),
      registered.client_id,
      {},
      openid.ClientSecretBasic(registered.client_secret ?? ''),
      { execute: [openid.allowInsecureRequests] },
    )
    const DPoP = openid.getDPoPHandle(client, await openid.randomDPoPKeyPair('ES256'))
    const tokens = await openid.clientCredentialsGrant(client, { scope: 'a' }, { DPoP })
    assert.equal(tokens.token_type, 'dpop')
    await strict.stop()
  })
})
