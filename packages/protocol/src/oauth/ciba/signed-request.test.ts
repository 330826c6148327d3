import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { testKey } from '../../../test/keys.ts'
import { signJwt } from '../../jwt/sign.ts'
import { readSignedBackchannelRequest } from './signed-request.ts'

const now = 1_800_000_000
const { signing, verification } = testKey('ES256')
const expected = { client_id: 'cli_1', issuer: 'https://id.example', keys: [verification], now }
const asks = { scope: 'openid pay', login_hint: 'ada@example.com' }
const sound = {
  ...asks,
  iss: 'cli_1',
  aud: 'https://id.example',
  iat: now,
  nbf: now,
  exp: now + 300,
  jti: 'one',
}
type Change = Record<string, unknown>
const signed = (change: Change = {}, typ = 'oauth-authz-req+jwt') =>
  signJwt(signing, typ, { ...sound, ...change })
const none = new URLSearchParams()
const read = (change: Change = {}, beside = none) =>
  readSignedBackchannelRequest(signed(change), beside, expected)

describe('CIBA Core §7.1.1: a signed question', () => {
  test('is what it asks, with what must be remembered so that it is used once', () => {
    const { params, jti, exp } = read({ requested_expiry: 30 })
    assert.deepEqual(Object.fromEntries(params), { ...asks, requested_expiry: '30' })
    assert.deepEqual([jti, exp], ['one', now + 300])
    assert.equal(read({ requested_expiry: '30' }).params.get('requested_expiry'), '30')
    assert.ok(read({ client_id: 'cli_1', aud: ['https://other.example', 'https://id.example'] }))
    assert.ok(readSignedBackchannelRequest(signed({}, 'JWT'), none, expected))
  })

  // oxfmt-ignore
  const refused: [what: string, change: Change][] = [
    ['no issuer', { iss: undefined }], ['another issuer', { iss: 'cli_2' }],
    ['no audience', { aud: undefined }], ['another audience', { aud: 'https://other.example' }],
    ['no beginning', { nbf: undefined }], ['a beginning in the future', { nbf: now + 600 }], ['a beginning long ago', { nbf: now - 3601 }],
    ['no end', { exp: undefined }], ['its end', { exp: now }], ['an end far away', { exp: now + 3601 }],
    ['no time of its making', { iat: undefined }], ['a time of its making in the future', { iat: now + 600 }],
    ['no jti', { jti: undefined }], ['a jti of nothing', { jti: '' }], ['a jti that is no text', { jti: 7 }], ['an endless jti', { jti: 'j'.repeat(513) }],
    ['another client', { client_id: 'cli_2' }], ['a subject, like an assertion', { sub: 'cli_1' }],
    ['another request inside', { request: 'x' }],
  ]
  for (const [what, change] of refused)
    test(`is refused with ${what}`, () => assert.throws(() => read(change), { code: 'invalid_request' }))

  test('is refused unsigned, signed by another, with another algorithm, and when it is another kind of token', () => {
    const [, payload = ''] = signed().split('.')
    const unsigned = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${payload}.`
    const by = (change: object) => ({ ...expected, ...change })
    for (const [object, by_] of [
      [unsigned, expected],
      [signed(), by({ keys: [testKey('ES256').verification] })],
      [signed(), by({ algorithms: ['PS256'] })],
      [signed({}, 'client-authentication+jwt'), expected],
      ['x', expected],
    ] as const)
      assert.throws(() => readSignedBackchannelRequest(object, none, by_), { code: 'invalid_request' })
  })

  for (const name of ['scope', 'login_hint', 'id_token_hint', 'binding_message', 'acr_values', 'user_code'])
    test(`does not count with ${name} beside it`, () =>
      assert.throws(() => read({}, new URLSearchParams({ [name]: 'x' })), { code: 'invalid_request' }))
  test('comes with what its client authenticates by', () =>
    assert.ok(read({}, new URLSearchParams({ client_id: 'cli_1', client_assertion: 'x', request: 'x' }))))
})
