import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { signJwt } from '@warder/protocol'
import { clientKey, type ClientKey } from '../../../support/oauth-clients/keys.ts'
import { claimsOf, errorOf } from '../../../support/oauth.ts'
import { keeper, type Keeper } from '../../../support/people/service-accounts.ts'
import { json, origin, startWarder, type TestWarder } from '../../../support/warder.ts'
import { grant_type } from './shop.ts'

const issuer = 'https://ci.example'
const key = clientKey('RS256')
const jwt = 'urn:ietf:params:oauth:token-type:jwt'

describe('TK-23 a workload exchanges the token of its platform (RFC 8693)', () => {
  let warder: TestWarder
  let ada: Keeper
  let account: string
  let counter = 0
  before(async () => {
    warder = await startWarder()
    ada = await keeper(warder)
    account = (await ada.account()).id
    await ada.trust(account, { issuer, subject: 'repo:acme/*', jwks: { keys: [key.jwk] } })
  })
  after(() => warder.close())

  const token = (claims: Record<string, unknown> = {}, by: ClientKey = key) =>
    signJwt(by, 'JWT', {
      iss: issuer,
      sub: 'repo:acme/app',
      aud: origin,
      iat: warder.clock.now,
      exp: warder.clock.now + 300,
      jti: `job ${++counter}`,
      ...claims,
    })
  const exchange = (subject_token: string, fields: Record<string, string> = {}, headers = {}) =>
    warder.form(
      '/oauth/token',
      { grant_type, client_id: account, subject_token, subject_token_type: jwt, ...fields },
      headers,
    )

  test('with nothing else it gets a token of its own, which names nobody who acts', async () => {
    const response = await exchange(token(), { scope: 'reports:read' })
    const answer = await json<{ access_token: string; issued_token_type: string; scope: string }>(response)
    assert.deepEqual(
      [response.status, answer.issued_token_type, answer.scope],
      [200, 'urn:ietf:params:oauth:token-type:access_token', 'reports:read'],
    )
    const { sub, client_id, act } = claimsOf(answer.access_token)
    assert.deepEqual([sub, client_id, act], [account, account, undefined])
  })

  test('once, and not what no rule lets in', async () => {
    const once = token()
    assert.equal((await exchange(once)).status, 200)
    const refused = [
      once,
      token({ sub: 'repo:evil/app' }),
      token({ iss: 'https://other.example' }),
      token({ aud: 'https://x.example' }),
      token({}, clientKey('RS256', key.kid)),
    ]
    for (const one of refused) {
      const response = await exchange(one)
      assert.deepEqual([response.status, await errorOf(response)], [401, 'invalid_client'])
    }
  })

  test('beside a secret it is looked at as well', async () => {
    const { secret = '' } = await ada.credential(account, { type: 'rotating_secret' })
    const by = { authorization: `Basic ${btoa(`${account}:${secret}`)}` }
    assert.equal((await exchange(token(), {}, by)).status, 200)
    const bad = await exchange(token({ sub: 'repo:evil/app' }), {}, by)
    assert.deepEqual([bad.status, await errorOf(bad)], [400, 'invalid_request'])
  })

  test('a service account acts in no person’s name', async () => {
    const { secret = '' } = await ada.credential(account, { type: 'rotating_secret' })
    const by = { authorization: `Basic ${btoa(`${account}:${secret}`)}` }
    const access_token = ada.program.headers().authorization.slice('Bearer '.length)
    const response = await exchange(
      access_token,
      { subject_token_type: 'urn:ietf:params:oauth:token-type:access_token' },
      by,
    )
    assert.deepEqual([response.status, await errorOf(response)], [400, 'unauthorized_client'])
  })

  test('more than the account has it gets nowhere', async () => {
    const response = await exchange(token(), { scope: 'admin' })
    assert.equal(await errorOf(response), 'invalid_scope')
  })
})
