import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { signJwt } from '@warder/protocol'
import type { ClientView, NewClient } from '../../../packages/warder/src/oauth-server/register.ts'
import type { Browser } from '../../support/cookies.ts'
import {
  answered,
  claimsOf,
  code_verifier,
  errorOf,
  redirect_uri,
  startOAuth,
  type OAuthWorld,
  type Tokens,
} from '../../support/oauth.ts'
import { assertionOf, clientKey, proofOf } from '../../support/oauth-clients/keys.ts'
import { json, origin, type TestWarder } from '../../support/warder.ts'

const key = clientKey('ES256')
const weak = clientKey('RS256')
const dpop = clientKey('ES256')

describe('a client of the profile fapi2 (FAPI 2.0 Security Profile §5)', () => {
  let world: OAuthWorld
  let warder: TestWarder
  let client: ClientView
  let ada: Browser
  before(async () => {
    world = await startOAuth({ authorization_code_ttl: '10m', pushed_request_ttl: '10m' })
    warder = world.warder
    client = await world.client({ profile: 'fapi2', skip_consent: true, jwks: { keys: [key.jwk, weak.jwk] } })
    ada = await world.signedIn()
  })
  after(() => warder.close())

  const now = () => warder.clock.now
  const post = (
    path: string,
    fields: Record<string, string>,
    proof: string | undefined,
    change = {},
    by = key,
  ) => {
    const assertion = assertionOf(by, client.client_id, { aud: origin, now: now() }, change)
    return warder.form(path, { ...fields, ...assertion }, proof === undefined ? {} : { dpop: proof })
  }
  const proof = (path = '/oauth/token') => proofOf(dpop, { method: 'POST', url: origin + path, now: now() })
  const params = (change: Record<string, string | undefined> = {}) =>
    Object.fromEntries(new URLSearchParams(world.address(client, change).split('?')[1]))
  const push = (change = {}) => post('/oauth/par', params(change), undefined)
  const code = async (change = {}) => {
    const { request_uri } = await json<{ request_uri: string }>(await push(change))
    const query = new URLSearchParams({ client_id: client.client_id, request_uri }).toString()
    return (await world.answer(ada, `/oauth/authorize?${query}`)).get('code') ?? ''
  }
  const redeem = (of: string, with_proof: string | undefined = proof()) =>
    post(
      '/oauth/token',
      { grant_type: 'authorization_code', code: of, redirect_uri, code_verifier },
      with_proof,
    )

  test('what it stands for is told with the client', () => {
    assert.equal(client.token_endpoint_auth_method, 'private_key_jwt')
    assert.equal(client.client_secret, undefined)
    assert.equal(client.require_pushed_authorization_requests, true)
    assert.equal(client.dpop_bound_access_tokens, true)
  })

  test('goes the whole way: pushed, signed, bound to a key', async () => {
    const tokens = await json<Tokens>(await redeem(await code({ scope: 'openid offline_access' })))
    assert.equal(tokens.token_type, 'DPoP')
    assert.deepEqual(claimsOf(tokens.access_token)['cnf'], { jkt: dpop.thumbprint })
  })

  test('a request that was not pushed is refused, and iss is in the answer', async () => {
    const back = answered(await ada.open(world.address(client)))
    assert.deepEqual(
      [back.get('error'), back.get('iss'), back.get('code')],
      ['invalid_request', origin, null],
    )
  })

  test('FAPI 2.0 Security Profile §5.3.2.2 a pushed request waits for less than ten minutes, whatever the setting says', async () => {
    const pushed = await json<{ expires_in: number }>(await push())
    assert.ok(pushed.expires_in < 600)
  })

  test('no PKCE, plain PKCE and no redirect_uri are refused when they are pushed', async () => {
    for (const change of [
      { code_challenge: undefined },
      { code_challenge_method: 'plain' },
      { redirect_uri: undefined, scope: 'profile' },
    ])
      assert.equal(await errorOf(await push(change)), 'invalid_request')
  })

  test('tokens without a proof are refused', async () => {
    assert.equal(
      await errorOf(
        await post(
          '/oauth/token',
          { grant_type: 'authorization_code', code: await code(), redirect_uri, code_verifier },
          undefined,
        ),
      ),
      'invalid_request',
    )
  })

  test('an assertion for the token endpoint, for a list, and one signed with RS256 are refused', async () => {
    const fields = { grant_type: 'authorization_code', code: 'x', redirect_uri, code_verifier }
    for (const aud of [`${origin}/oauth/token`, [origin], `${origin}/`])
      assert.equal(await errorOf(await post('/oauth/token', fields, proof(), { aud })), 'invalid_client')
    assert.equal(await errorOf(await post('/oauth/token', fields, proof(), {}, weak)), 'invalid_client')
    assert.equal(await errorOf(await post('/oauth/token', fields, proof())), 'invalid_grant')
  })

  test('a code lives for sixty seconds, however long others do', async () => {
    const late = await code()
    warder.clock.now += 60
    assert.equal(await errorOf(await redeem(late)), 'invalid_grant')
  })

  test('a refresh token does not rotate, works again, and ends with its grant', async () => {
    const tokens = await json<Tokens>(await redeem(await code({ scope: 'openid offline_access' })))
    const refresh_token = tokens.refresh_token ?? ''
    const refresh = () => post('/oauth/token', { grant_type: 'refresh_token', refresh_token }, proof())
    for (let i = 0; i < 3; i++) {
      const next = await json<Tokens>(await refresh())
      assert.deepEqual([next.refresh_token, next.token_type], [undefined, 'DPoP'])
      warder.clock.now += 100
    }
    assert.equal((await post('/oauth/revoke', { token: refresh_token }, undefined)).status, 200)
    assert.equal(await errorOf(await refresh()), 'invalid_grant')
  })

  test('a signed request says for whom and when, and is not signed with RS256', async () => {
    const at = now()
    const signed = (by: typeof key, change: object = {}) =>
      signJwt(by, 'oauth-authz-req+jwt', {
        iss: client.client_id,
        aud: origin,
        nbf: at,
        exp: at + 300,
        ...params(),
        ...change,
      })
    const send = (request: string) => post('/oauth/par', { request }, undefined)
    assert.equal((await send(signed(key))).status, 201)
    for (const request of [
      signed(weak),
      signed(key, { aud: undefined }),
      signed(key, { exp: undefined }),
      signed(key, { nbf: at - 4000 }),
    ])
      assert.equal(await errorOf(await send(request)), 'invalid_request_object')
  })

  const jwks = { keys: [key.jwk] }
  // oxfmt-ignore
  const metadata: [what: string, change: Partial<NewClient>][] = [
    ['that is public', { type: 'public' }], ['with a secret', { jwks, token_endpoint_auth_method: 'client_secret_basic' }], ['without keys', {}],
    ['with RS256 for ID tokens', { jwks, id_token_signed_response_alg: 'RS256' }], ['with RS256 for access tokens', { jwks, access_token_signed_response_alg: 'RS256' }],
    ['answered over http', { jwks, redirect_uris: ['http://localhost/cb'] }], ['of another name', { jwks, profile: 'fapi9' }],
  ]
  for (const [what, change] of metadata) {
    test(`a client ${what} is not registered`, () =>
      assert.rejects(world.client({ profile: 'fapi2', ...change }), { code: 'invalid_client_metadata' }))
  }
})
