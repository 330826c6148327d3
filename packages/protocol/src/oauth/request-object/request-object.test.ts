import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { testKey } from '../../../test/keys.ts'
import { signJwt } from '../../jwt/sign.ts'
import { OAuthError } from '../errors.ts'
import { readRequestObject, type RequestObjectExpectation } from './request-object.ts'

const now = 1_800_000_000
const { signing, verification } = testKey('ES256')
const expected: RequestObjectExpectation = {
  client_id: 'cli_1',
  issuer: 'https://id.example',
  keys: [verification],
  now,
}
const none = new URLSearchParams()
const sound = {
  iss: 'cli_1',
  aud: 'https://id.example',
  client_id: 'cli_1',
  response_type: 'code',
  exp: now + 60,
  nbf: now,
}
const signed = (change: Record<string, unknown> = {}, typ = 'oauth-authz-req+jwt') =>
  signJwt(signing, typ, { ...sound, ...change })
const read = (change: Record<string, unknown> = {}, beside = none) =>
  readRequestObject(signed(change), beside, expected)
const refused = (work: () => unknown) =>
  assert.throws(work, (error) => error instanceof OAuthError && error.code === 'invalid_request_object')

describe('RFC 9101 §4: a signed request', () => {
  test('is its parameters, without what it says about itself', () => {
    assert.equal(read({ jti: 'x', iat: now }).toString(), 'client_id=cli_1&response_type=code')
  })
  test('OIDC Core §6.1 has numbers and objects as JSON has them', () => {
    const params = read({
      max_age: 60,
      claims: { id_token: { acr: null } },
      authorization_details: [{ type: 'a' }],
    })
    assert.equal(params.get('max_age'), '60')
    assert.equal(params.get('claims'), '{"id_token":{"acr":null}}')
    assert.equal(params.get('authorization_details'), '[{"type":"a"}]')
  })
  test('RFC 8707 §2 may name several resources', () => {
    assert.deepEqual(read({ resource: ['https://a.example', 'https://b.example'] }).getAll('resource'), [
      'https://a.example',
      'https://b.example',
    ])
  })
  test('RFC 6749 §3.1 may have members that nobody knows, of any type', () => {
    const unknown = { a: true, b: null, c: 1.5, d: 7, e: {}, f: [], constructor: false, __proto__x: null }
    assert.equal(read({ ...unknown, g: 'text' }).toString(), 'client_id=cli_1&response_type=code&g=text')
  })
  test('may leave out who it is from, for whom and until when', () => {
    assert.ok(read({ iss: undefined, aud: undefined, exp: undefined, nbf: undefined }))
    assert.ok(readRequestObject(signed({}, 'JWT'), none, expected))
    assert.ok(read({ aud: ['https://other.example', 'https://id.example'] }))
  })
  // oxfmt-ignore
  const bad: [what: string, change: Record<string, unknown>][] = [
    ['no client_id', { client_id: undefined }], ['another client', { client_id: 'cli_2' }], ['another issuer', { iss: 'cli_2' }],
    ['another audience', { aud: 'https://other.example' }], ['expired', { exp: now }], ['not valid yet', { nbf: now + 600 }],
    ['made in the future', { iat: now + 600 }], ['exp as text', { exp: `${now + 60}` }],
    ['a request inside', { request: 'x' }], ['a request_uri inside', { request_uri: 'https://127.0.0.1/x' }],
    ['RFC 9101 §10.8 a subject, like an assertion', { sub: 'cli_1' }],
    ['true for a text', { state: true }], ['null for a text', { state: null }], ['a fraction', { max_age: 1.5 }],
    ['a number that is none', { resource: [1.5] }], ['a number for a text', { state: 1 }], ['an object for a text', { redirect_uri: {} }],
    ['a list for a text', { scope: ['openid'] }], ['null for an object', { claims: null }], ['false for a number', { max_age: false }],
    ['an object for a number', { max_age: {} }], ['a resource in a list in a list', { resource: [['https://a.example']] }],
  ]
  for (const [what, change] of bad) test(`is refused with ${what}`, () => refused(() => read(change)))

  test('AZ-26 is refused unsigned, and signed by another', () => {
    const [header = '', payload = ''] = signed().split('.')
    const unsigned = Buffer.from('{"alg":"none"}').toString('base64url')
    refused(() => readRequestObject(`${unsigned}.${payload}.`, none, expected))
    refused(() => readRequestObject(`${header}.${payload}.`, none, expected))
    refused(() => readRequestObject(signed(), none, { ...expected, keys: [testKey('ES256').verification] }))
    refused(() => readRequestObject(signed(), none, { ...expected, keys: [] }))
    refused(() => readRequestObject(signed(), none, { ...expected, algorithms: ['PS256'] }))
    refused(() => readRequestObject('x', none, expected))
  })
  test('is refused when it is an ID token, an access token or an assertion', () => {
    for (const typ of ['at+jwt', 'logout+jwt', 'client-authentication+jwt'])
      refused(() => readRequestObject(signed({}, typ), none, expected))
  })
  test('RFC 9101 §6.2 and §6.3 supersedes what is beside it, which adds nothing and must not name another client', () => {
    const beside = new URLSearchParams({ client_id: 'cli_1', response_type: 'code', state: 'only outside' })
    assert.equal(read({}, beside).has('state'), false)
    assert.equal(read({ state: 'inside' }, beside).get('state'), 'inside')
    refused(() => read({}, new URLSearchParams('client_id=cli_2')))
    refused(() => read({}, new URLSearchParams('response_type=token')))
  })
  test('FAPI 2.0 Message Signing: it says for whom and when, and lives for an hour', () => {
    const dated = { ...expected, dated: true }
    assert.ok(readRequestObject(signed(), none, dated))
    for (const change of [
      { aud: undefined },
      { nbf: undefined },
      { exp: undefined },
      { nbf: now - 3601 },
      { exp: now + 3601 },
    ])
      refused(() => readRequestObject(signed(change), none, dated))
  })
})
