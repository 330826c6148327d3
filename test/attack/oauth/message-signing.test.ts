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
const dpop = clientKey('ES256')
const jwks = { keys: [key.jwk] }
const profile = 'fapi2_message_signing'

describe('a client of the profile fapi2_message_signing (FAPI 2.0 Message Signing §5.3 to §5.5)', () => {
  let world: OAuthWorld
  let warder: TestWarder
  let client: ClientView
  let ada: Browser
  before(async () => {
    world = await startOAuth({ 'registration.policy': 'open' })
    warder = world.warder
    client = await world.client({ profile, skip_consent: true, jwks })
    ada = await world.signedIn()
  })
  after(() => warder.close())

  const post = (path: string, fields: Record<string, string>, headers = {}) => {
    const assertion = assertionOf(key, client.client_id, { aud: origin, now: warder.clock.now })
    return warder.form(path, { ...fields, ...assertion }, headers)
  }
  const params = (change: Record<string, string | undefined> = {}) =>
    Object.fromEntries(
      new URLSearchParams(world.address(client, { response_mode: 'jwt', ...change }).split('?')[1]),
    )
  const signed = (change: Record<string, string | undefined> = {}) => {
    const { now } = warder.clock
    const about = { iss: client.client_id, aud: origin, nbf: now, exp: now + 300 }
    return signJwt(key, 'oauth-authz-req+jwt', { ...about, ...params(change) })
  }
  const push = (change = {}) => post('/oauth/par', { request: signed(change) })

  test('what it stands for is told with the client', () => {
    const { response_modes, require_signed_request_object, introspection_signed_response_alg } = client
    assert.deepEqual(
      { response_modes, require_signed_request_object, introspection_signed_response_alg },
      {
        response_modes: ['query.jwt'],
        require_signed_request_object: true,
        introspection_signed_response_alg: 'ES256',
      },
    )
  })

  test('goes the whole way, and every message of it is signed', async () => {
    const { request_uri } = await json<{ request_uri: string }>(await push())
    const query = new URLSearchParams({ client_id: client.client_id, request_uri }).toString()
    const back = await world.answer(ada, `/oauth/authorize?${query}`)
    assert.deepEqual([...back.keys()], ['response'])
    const { aud, iss, code } = claimsOf(back.get('response') ?? '')
    assert.deepEqual([aud, iss], [client.client_id, origin])
    const fields = { grant_type: 'authorization_code', code: String(code), redirect_uri, code_verifier }
    const proof = proofOf(dpop, { method: 'POST', url: `${origin}/oauth/token`, now: warder.clock.now })
    const { access_token } = await json<Tokens>(await post('/oauth/token', fields, { dpop: proof }))
    const accept = 'application/token-introspection+jwt'
    const state = await (await post('/oauth/introspect', { token: access_token }, { accept })).text()
    const header = JSON.parse(Buffer.from(state.split('.')[0] ?? '', 'base64url').toString()) as object
    assert.deepEqual({ ...header, kid: '' }, { alg: 'ES256', kid: '', typ: 'token-introspection+jwt' })
    assert.equal((claimsOf(state)['token_introspection'] as { active: boolean }).active, true)
  })

  test('§5.3.1 what is pushed without a signature is refused', async () => {
    assert.equal(await errorOf(await post('/oauth/par', params())), 'invalid_request')
  })

  test('§5.4.1 an answer that would not be signed is refused, also by leaving the mode out', async () => {
    for (const response_mode of ['query', 'fragment', 'form_post', 'fragment.jwt', undefined])
      assert.equal(await errorOf(await push({ response_mode })), 'invalid_request', response_mode)
  })

  test('§5.4.1 a refusal that goes by the browser is signed too, whatever mode was asked for', async () => {
    for (const response_mode of ['jwt', 'query', undefined]) {
      const back = answered(await ada.open(world.address(client, { response_mode })))
      assert.deepEqual([...back.keys()], ['response'], response_mode)
      assert.equal(claimsOf(back.get('response') ?? '')['error'], 'invalid_request')
    }
  })

  test('a client that registers itself may choose it', async () => {
    const sent = {
      redirect_uris: [redirect_uri],
      token_endpoint_auth_method: 'private_key_jwt',
      jwks,
      profile,
    }
    const answer = await warder.post('/oauth/register', { ...sent, response_modes: ['jwt', 'form_post.jwt'] })
    const told = await json<Record<string, unknown>>(answer)
    assert.equal(answer.status, 201, JSON.stringify(told))
    assert.equal(told['profile'], profile)
    assert.equal(told['require_signed_request_object'], true)
    assert.deepEqual(told['response_modes'], ['query.jwt', 'form_post.jwt'])
  })

  // oxfmt-ignore
  const metadata: [what: string, change: Partial<NewClient>][] = [
    ['without keys', {}], ['that is public', { type: 'public' }], ['with a secret', { jwks, token_endpoint_auth_method: 'client_secret_basic' }],
    ['answered without a signature', { jwks, response_modes: ['query.jwt', 'query'] }],
    ['with RS256 for introspection', { jwks, introspection_signed_response_alg: 'RS256' }], ['with RS256 for answers', { jwks, authorization_signed_response_alg: 'RS256' }],
  ]
  for (const [what, change] of metadata) {
    test(`a client ${what} is not registered`, () =>
      assert.rejects(world.client({ profile, ...change }), { code: 'invalid_client_metadata' }))
  }
})
