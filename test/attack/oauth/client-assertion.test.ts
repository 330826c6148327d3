import assert from 'node:assert/strict'
import { createHmac, createPublicKey } from 'node:crypto'
import { after, before, describe, test } from 'node:test'
import type { ClientView } from '../../../packages/warder/src/oauth-server/register.ts'
import { oauthWorld, errorOf, type OAuthWorld } from '../../support/oauth.ts'
import { assertionOf, assertion_type, clientKey } from '../../support/oauth-clients/keys.ts'
import { onEveryDatabase } from '../../support/on-every-database.ts'
import { json, origin, startWarder, type TestWarder } from '../../support/warder.ts'

const key = clientKey('ES256')
const machine = {
  type: 'machine',
  redirect_uris: [],
  scope: 'a',
  token_endpoint_auth_method: 'private_key_jwt',
}

describe('clients that sign (RFC 7523 §3)', () => {
  let warder: TestWarder
  let world: OAuthWorld
  let client: ClientView
  before(async () => {
    warder = await startWarder()
    world = oauthWorld(warder)
    client = await world.client({ ...machine, jwks: { keys: [key.jwk] } })
  })
  after(() => warder.close())

  const now = () => warder.clock.now
  const ask = (fields: Record<string, string>, path = '/oauth/token') =>
    warder.form(path, { grant_type: 'client_credentials', ...fields })
  const signed = (change: Record<string, unknown> = {}, typ?: string) =>
    assertionOf(key, client.client_id, { aud: origin, now: now() }, change, typ)
  const refused = async (fields: Record<string, string>) => {
    const answer = await ask(fields)
    assert.deepEqual([answer.status, await errorOf(answer)], [401, 'invalid_client'])
  }

  test('a signature opens the endpoints, for the issuer, the token endpoint and the endpoint itself', async () => {
    assert.equal(client.client_secret, undefined, 'there is no secret that could leak')
    for (const aud of [origin, `${origin}/oauth/token`, [origin]])
      assert.equal((await ask(signed({ aud }))).status, 200, JSON.stringify(aud))
    const token = { token: 'x' }
    assert.equal(
      (await ask({ ...signed({ aud: `${origin}/oauth/revoke` }), ...token }, '/oauth/revoke')).status,
      200,
    )
    assert.equal((await ask({ ...signed(), ...token }, '/oauth/introspect')).status, 200)
    await refused(signed({ aud: `${origin}/oauth/revoke` }))
  })

  // oxfmt-ignore
  const wrong: [what: string, change: (now: number) => Record<string, unknown>, typ?: string][] = [
    ['no jti', () => ({ jti: undefined })], ['no exp', () => ({ exp: undefined })],
    ['no iss', () => ({ iss: undefined })], ['no sub', () => ({ sub: undefined })], ['no aud', () => ({ aud: undefined })],
    ['another issuer', () => ({ iss: 'cli_other' })], ['the audience of another server', () => ({ aud: 'https://other.example' })],
    // draft-ietf-oauth-rfc7523bis-11: another server could have had it written, to show it here.
    ['another server beside this one', () => ({ aud: ['https://other.example', `${origin}/oauth/token`] })],
    ['a list and the media type that allows none', () => ({ aud: [origin] }), 'client-authentication+jwt'],
    ['an exp five minutes past', (at) => ({ exp: at - 300 })], ['an exp in a day', (at) => ({ exp: at + 86_400 })],
    ['nbf to come', (at) => ({ nbf: at + 600 })], ['the media type of an access token', () => ({}), 'at+jwt'],
  ]
  for (const [what, change, typ] of wrong)
    test(`CA-03 an assertion with ${what} opens nothing`, () => refused(signed(change(now()), typ)))

  test('RFC 7517 §4.4 an RSA key that names no algorithm serves those of the registration, and no other', async () => {
    const rsa = clientKey('RS256')
    const jwk = { ...rsa.jwk, alg: undefined }
    const opens = async (change: Record<string, unknown>, alg: 'RS256' | 'PS256') => {
      const by = await world.client({ ...machine, jwks: { keys: [jwk] }, ...change })
      const fields = assertionOf({ ...rsa, alg }, by.client_id, { aud: origin, now: now() })
      return (await warder.form('/oauth/introspect', { ...fields, token: 'x' })).status
    }
    const registered = (alg: string) => ({ token_endpoint_auth_signing_alg: alg })
    assert.deepEqual([await opens({}, 'PS256'), await opens({}, 'RS256')], [200, 200])
    for (const alg of ['PS256', 'RS256'] as const) {
      assert.equal(await opens(registered(alg), alg), 200)
      assert.equal(await opens(registered(alg), alg === 'PS256' ? 'RS256' : 'PS256'), 401)
    }
    // FAPI 2.0 Security Profile §5.4.1.
    assert.equal(await opens({ profile: 'fapi2' }, 'PS256'), 200)
    assert.equal(await opens({ profile: 'fapi2' }, 'RS256'), 401)
    const of = await world.client({ ...machine, jwks: { keys: [rsa.jwk] } })
    const other = assertionOf({ ...rsa, alg: 'PS256' }, of.client_id, { aud: origin, now: now() })
    await refused(other)
  })

  test('CA-03 no algorithm, and a public key taken for a shared secret, open nothing', async () => {
    const { client_assertion = '' } = signed()
    const payload = client_assertion.split('.')[1] ?? ''
    const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
    const sent = (assertion: string) => ({
      client_assertion_type: assertion_type,
      client_assertion: assertion,
    })
    await refused(sent(`${part({ alg: 'none' })}.${payload}.`))
    const pem = createPublicKey({ key: { ...key.jwk }, format: 'jwk' }).export({
      format: 'pem',
      type: 'spki',
    })
    const input = `${part({ alg: 'HS256', kid: key.kid })}.${payload}`
    await refused(sent(`${input}.${createHmac('sha256', pem).update(input).digest('base64url')}`))
  })

  test('CA-02 a secret, and an id alone, open nothing for a client that signs', async () => {
    await refused({ client_id: client.client_id, client_secret: 'leaked' })
    await refused({ client_id: client.client_id })
  })

  test('CA-03 the key of another client, and a client without keys, open nothing', async () => {
    const other = clientKey('ES256', key.kid)
    await refused(assertionOf(other, client.client_id, { aud: origin, now: now() }))
    const plain = await world.client({ type: 'machine', redirect_uris: [], scope: 'a' })
    await refused(assertionOf(key, plain.client_id, { aud: origin, now: now() }))
    await refused(assertionOf(key, 'cli_nobody', { aud: origin, now: now() }))
  })

  test('what is used up is the client’s own: another client may have the same jti', async () => {
    const again = clientKey('EdDSA')
    const second = await world.client({ ...machine, jwks: { keys: [again.jwk] } })
    assert.equal((await ask(signed({ jti: 'one' }))).status, 200)
    assert.equal(
      (await ask(assertionOf(again, second.client_id, { aud: origin, now: now() }, { jti: 'one' }))).status,
      200,
    )
  })

  // oxfmt-ignore
  const metadata: [what: string, change: Record<string, unknown>][] = [
    ['no keys', {}],
    ['both kinds of keys', { jwks: { keys: [key.jwk] }, jwks_uri: 'https://app.example/jwks' }],
    ['a private key', { jwks: { keys: [{ ...key.jwk, d: 'AAAA' }] } }],
    ['a shared secret', { jwks: { keys: [{ kty: 'oct', k: 'AAAA' }] } }],
    ['an empty set', { jwks: { keys: [] } }], ['no set', { jwks: null }], ['a text', { jwks: 'x' }],
    ['keys without https', { jwks_uri: 'http://app.example/jwks' }],
    ['client_secret_jwt', { token_endpoint_auth_method: 'client_secret_jwt', jwks: { keys: [key.jwk] } }],
  ]
  for (const [what, change] of metadata) {
    test(`CA-09 a client with ${what} is not registered`, () =>
      assert.rejects(world.client({ ...machine, ...change }), { code: 'invalid_client_metadata' }))
  }

  test('discovery says so', async () => {
    const document = await json(await warder.get('/.well-known/openid-configuration'))
    assert.deepEqual(document['token_endpoint_auth_methods_supported'], [
      'client_secret_basic',
      'client_secret_post',
      'private_key_jwt',
      'none',
    ])
    assert.deepEqual(document['token_endpoint_auth_signing_alg_values_supported'], [
      'ES256',
      'ES384',
      'RS256',
      'PS256',
      'EdDSA',
      // RFC 9864 §2.2: what others sign may say it so.
      'Ed25519',
    ])
  })
})

onEveryDatabase('CA-04 an assertion', (warder) => {
  test('works once, also when fifty arrive at once, and not again before or after it has expired', async () => {
    const world = oauthWorld(warder)
    const client = await world.client({ ...machine, jwks: { keys: [key.jwk] } })
    const fields = assertionOf(key, client.client_id, { aud: origin, now: warder.clock.now })
    const ask = () => warder.form('/oauth/token', { grant_type: 'client_credentials', ...fields })
    const answers = await Promise.all(Array.from({ length: 50 }, ask))
    assert.equal(answers.filter(({ status }) => status === 200).length, 1)
    assert.equal((await ask()).status, 401)
    warder.clock.now += 60
    assert.equal((await ask()).status, 401)
  })
})
