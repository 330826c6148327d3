import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { signJwt } from '@warder/protocol'
import type { ClientView } from '../../../packages/warder/src/oauth-server/register.ts'
import type { Browser } from '../../support/cookies.ts'
import {
  answered,
  basicOf,
  errorOf,
  redirect_uri,
  startOAuth,
  type OAuthWorld,
  type Tokens,
} from '../../support/oauth.ts'
import { clientKey } from '../../support/oauth-clients/keys.ts'
import { goodPassword, json, origin, type TestWarder } from '../../support/warder.ts'

const key = clientKey('ES256')

describe('signed requests (RFC 9101)', () => {
  let warder: TestWarder
  let world: OAuthWorld
  let client: ClientView
  let ada: Browser
  before(async () => {
    world = await startOAuth()
    warder = world.warder
    client = await world.client({ skip_consent: true, jwks: { keys: [key.jwk] } })
    ada = await world.signedIn()
  })
  after(() => warder.close())

  const paramsOf = (by: ClientView) =>
    Object.fromEntries(new URLSearchParams(world.address(by).split('?')[1]))
  const object = (change: Record<string, unknown> = {}, by = client, signer = key) => {
    const now = warder.clock.now
    const claims = {
      iss: by.client_id,
      aud: origin,
      iat: now,
      nbf: now,
      exp: now + 60,
      ...paramsOf(by),
      ...change,
    }
    return signJwt(signer, 'oauth-authz-req+jwt', claims)
  }
  const at = (request: string, more: Record<string, string> = {}, by = client) =>
    `/oauth/authorize?${new URLSearchParams({ client_id: by.client_id, request, ...more }).toString()}`

  test('§5.1 a signed request leads to a code, and says everything by itself', async () => {
    const back = await world.answer(ada, at(object({ state: 'inside' })))
    assert.equal(back.get('state'), 'inside')
    assert.equal((await world.redeem(client, back.get('code') ?? '')).status, 200)
  })

  test('RFC 6749 §3.1 members that nobody knows are ignored, and those that are known have their type', async () => {
    const back = await world.answer(ada, at(object({ is_new: true, hint: null, ratio: 0.5, more: {} })))
    assert.ok(back.get('code'), back.toString())
    for (const change of [{ nonce: true }, { prompt: null }, { scope: ['openid'] }])
      assert.equal((await world.answer(ada, at(object(change)))).get('error'), 'invalid_request_object')
  })

  test('RFC 7517 §4.4 an RSA key that names no algorithm signs with PS256 where that is registered, and with no other', async () => {
    const rsa = clientKey('RS256')
    const jwk = { ...rsa.jwk, alg: undefined }
    const jwks = { keys: [jwk] }
    const by = await world.client({ skip_consent: true, jwks, request_object_signing_alg: 'PS256' })
    const signed = (alg: 'RS256' | 'PS256') => at(object({}, by, { ...rsa, alg }), {}, by)
    assert.ok((await world.answer(ada, signed('PS256'))).get('code'))
    const outside = { redirect_uri, response_type: 'code' }
    const weaker = at(object({}, by, rsa), outside, by)
    assert.equal((await world.answer(ada, weaker)).get('error'), 'invalid_request_object')
  })

  test('OIDC Core §6.1 what stands beside it is superseded and adds nothing, but for who asks and for what', async () => {
    const same = { response_type: 'code', scope: 'openid', redirect_uri }
    assert.ok((await world.answer(ada, at(object(), same))).get('code'))
    const wider = { ...same, scope: 'openid email', redirect_uri: 'https://evil.example/cb' }
    const code = (await world.answer(ada, at(object(), wider))).get('code') ?? ''
    assert.equal((await json<Tokens>(await world.redeem(client, code))).scope, 'openid')
    const other = answered(await ada.open(at(object(), { ...same, response_type: 'token' })))
    assert.equal(other.get('error'), 'invalid_request_object')
    const more = await world.answer(ada, at(object({ state: undefined }), { ...same, state: 'outside' }))
    assert.equal(more.get('state'), null)
  })

  test('AZ-26 signed by another client, expired and for another server: invalid_request_object', async () => {
    const other = await world.client({ skip_consent: true, jwks: { keys: [clientKey('ES256').jwk] } })
    const [header = '', payload = ''] = object().split('.')
    const bad = [
      `${header}.${payload}.`,
      object({}, client, clientKey('ES256', key.kid)),
      object({ client_id: other.client_id }),
      object({ exp: warder.clock.now }),
      object({ aud: 'https://other.example' }),
      object({ request_uri: 'https://127.0.0.1:1/x' }),
      object({ sub: client.client_id }),
    ]
    for (const request of bad) {
      const back = answered(
        await ada.open(at(request, { redirect_uri, state: 's', response_type: 'code', scope: 'openid' })),
      )
      assert.deepEqual(
        [back.get('error'), back.get('state'), back.get('code')],
        ['invalid_request_object', 's', null],
      )
    }
    const none = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${payload}.`
    const outside = { redirect_uri, state: 's', response_type: 'code', scope: 'openid' }
    const unsigned = answered(await ada.open(at(none, outside)))
    assert.deepEqual([unsigned.get('error'), unsigned.get('code')], ['request_not_supported', null])
    const elsewhere = answered(await ada.open(at(object({}, other, key), { redirect_uri }, other)))
    assert.equal(elsewhere.get('error'), 'invalid_request_object')
  })

  test('AZ-01 a redirect URI in a signed request must be registered like every other', async () => {
    const page = await ada.open(at(object({ redirect_uri: 'https://evil.example/cb' })))
    assert.equal(page.status, 400)
    const unreadable = await ada.open(at('x.y.z', { redirect_uri: 'https://evil.example/cb' }))
    assert.equal(unreadable.status, 400)
  })

  test('OIDC Core §3.1.2.6 a client without keys is told that it is not supported', async () => {
    const plain = await world.client({ skip_consent: true })
    const back = answered(await ada.open(`${world.address(plain)}&request=x.y.z`))
    assert.equal(back.get('error'), 'request_not_supported')
  })

  test('RFC 9101 §10.5 a client that must sign is refused unsigned requests, pushed or not', async () => {
    const strict = await world.client({
      skip_consent: true,
      jwks: { keys: [key.jwk] },
      require_signed_request_object: true,
    })
    assert.equal(answered(await ada.open(world.address(strict))).get('error'), 'invalid_request')
    const pushed = await warder.form('/oauth/par', paramsOf(strict), basicOf(strict))
    assert.equal(await errorOf(pushed), 'invalid_request')
    assert.ok((await world.answer(ada, at(object({}, strict), {}, strict))).get('code'))
    await assert.rejects(world.client({ require_signed_request_object: true }), {
      code: 'invalid_client_metadata',
    })
  })

  test('RFC 9126 §3 a signed request may be pushed', async () => {
    const answer = await warder.form('/oauth/par', { request: object({ state: 'pushed' }) }, basicOf(client))
    assert.equal(answer.status, 201)
    const { request_uri } = await json<{ request_uri: string }>(answer)
    const path = `/oauth/authorize?${new URLSearchParams({ client_id: client.client_id, request_uri }).toString()}`
    assert.equal((await world.answer(ada, path)).get('state'), 'pushed')
    const bad = await warder.form('/oauth/par', { request: object({ exp: 1 }) }, basicOf(client))
    assert.equal(await errorOf(bad), 'invalid_request_object')
  })

  test('the request is kept while its person signs in, and judged as it was', async () => {
    const browser = warder.browser()
    const login = await browser.open(at(object({ login_hint: 'ada@example.com', state: 'kept' })))
    assert.ok(login.path.startsWith('/login'))
    warder.clock.now += 120
    const back = answered(
      await browser.submit(login, '/login', { email: 'ada@example.com', password: goodPassword }),
    )
    assert.equal(back.get('state'), 'kept')
    assert.ok(back.get('code'))
  })
})
