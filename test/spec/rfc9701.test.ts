import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { importJwks, verifyJwt } from '@warder/protocol'
import type { ClientView } from '../../packages/warder/src/oauth-server/register.ts'
import { basicOf, startOAuth, type OAuthWorld } from '../support/oauth.ts'
import { json, origin } from '../support/warder.ts'

const accept = 'application/token-introspection+jwt'

describe('RFC 9701: introspection that is signed', () => {
  let world: OAuthWorld
  let client: ClientView
  before(async () => {
    world = await startOAuth()
    client = await world.client({ introspection_signed_response_alg: 'ES256' })
  })
  after(() => world.warder.close())

  const ask = (by: ClientView, token: string, headers: Record<string, string> = { accept }) =>
    world.warder.form('/oauth/introspect', { token }, { ...basicOf(by), ...headers })
  const read = async (by: ClientView, response: Response) => {
    assert.equal(response.headers.get('content-type'), accept)
    assert.equal(response.headers.get('cache-control'), 'no-store')
    const jwks = await json<{ keys: object[] }>(await world.warder.get('/.well-known/jwks.json'))
    const jwt = await response.text()
    const [header = ''] = jwt.split('.')
    const { now } = world.warder.clock
    const [, payload = ''] = jwt.split('.')
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Record<string, unknown>
    assert.deepEqual([claims['iss'], claims['aud'], claims['iat']], [origin, by.client_id, now])
    assert.equal('exp' in claims || 'sub' in claims, false)
    const asToken = verifyJwt(jwt, importJwks(jwks), { typ: 'at+jwt', issuer: origin, now, leeway: 0 })
    assert.equal(asToken.ok, false)
    return {
      header: JSON.parse(Buffer.from(header, 'base64url').toString()) as Record<string, unknown>,
      state: claims['token_introspection'],
    }
  }

  test('RFC 9701 §4 and §5 says what JSON says, in one claim, to whoever asks for it', async () => {
    const { access_token } = await world.tokens(client)
    const plain = await json(await ask(client, access_token, {}))
    const { header, state } = await read(client, await ask(client, access_token))
    assert.deepEqual(state, plain)
    assert.deepEqual([header['alg'], header['typ']], ['ES256', 'token-introspection+jwt'])
    assert.deepEqual([plain['active'], plain['acr']], [true, 'urn:warder:aal1'])
  })

  test('RFC 9701 §6 is signed with RS256 where the client says nothing', async () => {
    const other = await world.client()
    const { header, state } = await read(other, await ask(other, (await world.tokens(other)).access_token))
    assert.equal(header['alg'], 'RS256')
    assert.equal((state as Record<string, unknown>)['active'], true)
  })

  test('IN-01 of a token of somebody else it says that it is not active and nothing more', async () => {
    const { access_token } = await world.tokens(client)
    const other = await world.client()
    for (const token of [access_token, 'no token'])
      assert.deepEqual((await read(other, await ask(other, token))).state, { active: false })
    assert.equal(
      (await world.warder.form('/oauth/introspect', { token: access_token }, { accept })).status,
      401,
    )
  })

  test('OIDC Core §8 a refresh token names its person as the client knows them', async () => {
    const own = await world.client({ subject_type: 'pairwise', scope: 'openid offline_access' })
    const { access_token, refresh_token = '' } = await world.tokens(own, 'openid offline_access')
    const sub = async (token: string) => (await json(await ask(own, token, {})))['sub']
    assert.equal(await sub(refresh_token), await sub(access_token))
  })
})
