import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { signJwt } from '../../jwt/sign.ts'
import { testKey } from '../../../test/keys.ts'
import { OAuthError } from '../errors.ts'
import { assertionSubject, checkClientAssertion, type AssertionExpectation } from './client-assertion.ts'

const now = 1_800_000_000
const { signing, verification } = testKey('ES256')
const other = testKey('ES256')

const expected: AssertionExpectation = {
  client_id: 'cli_1',
  keys: [verification],
  audiences: ['https://id.example', 'https://id.example/oauth/token'],
  now,
}
const sound = { iss: 'cli_1', sub: 'cli_1', aud: 'https://id.example', jti: 'a', iat: now, exp: now + 60 }
const signed = (change: Record<string, unknown> = {}, typ = 'JWT') =>
  signJwt(signing, typ, { ...sound, ...change })

const refused = (assertion: string, expectation = expected) =>
  assert.throws(
    () => checkClientAssertion(assertion, expectation),
    (error) => error instanceof OAuthError && error.code === 'invalid_client',
  )

describe('RFC 7523 §3 and OIDC Core §9: a JWT by which a client authenticates', () => {
  // oxfmt-ignore
  const good: [what: string, change: Record<string, unknown>, typ?: string][] = [
    ['the sound one', {}],
    ['the token endpoint as audience', { aud: 'https://id.example/oauth/token' }],
    ['two names of this server', { aud: ['https://id.example', 'https://id.example/oauth/token'] }],
    ['no iat', { iat: undefined }],
    ['a clock ahead by ten seconds', { iat: now + 10, nbf: now + 10 }],
    ['five minutes of life', { exp: now + 300 }],
    ['its own media type', {}, 'client-authentication+jwt'],
  ]
  for (const [what, change, typ] of good) {
    test(`takes ${what}`, () => {
      const { jti, exp } = checkClientAssertion(signed(change, typ), expected)
      assert.deepEqual([jti, exp], ['a', change['exp'] ?? now + 60])
    })
  }
  // oxfmt-ignore
  const bad: [what: string, change: Record<string, unknown>, typ?: string][] = [
    ['no jti', { jti: undefined }], ['an empty jti', { jti: '' }], ['a jti that is a number', { jti: 1 }],
    ['no exp', { exp: undefined }], ['exp as text', { exp: String(now + 60) }],
    ['one that has expired', { exp: now }], ['one that expired five minutes ago', { exp: now - 300 }],
    ['one that lives for an hour', { exp: now + 3600 }],
    ['no iss', { iss: undefined }], ['no sub', { sub: undefined }],
    ['another issuer than subject', { iss: 'cli_2' }], ['another subject than issuer', { sub: 'cli_2' }],
    ['no audience', { aud: undefined }], ['another server', { aud: 'https://other.example' }],
    ['this server beside another', { aud: ['https://id.example', 'https://other.example'] }],
    ['a list that holds something else than text', { aud: ['https://id.example', null] }],
    ['the token endpoint in one that names its kind', { aud: 'https://id.example/oauth/token' }, 'client-authentication+jwt'],
    ['a list in one that names its kind', { aud: ['https://id.example'] }, 'application/client-authentication+JWT'],
    ['this server with a slash', { aud: 'https://id.example/' }], ['an empty list', { aud: [] }],
    ['an audience inside an object', { aud: { 0: 'https://id.example' } }],
    ['nbf in an hour', { nbf: now + 3600 }], ['iat in an hour', { iat: now + 3600 }],
    ['an access token', {}, 'at+jwt'], ['a request object', {}, 'oauth-authz-req+jwt'],
  ]
  for (const [what, change, typ] of bad) test(`refuses ${what}`, () => refused(signed(change, typ)))

  test('refuses a signature by another key, and none', () => {
    refused(signJwt({ ...other.signing, kid: signing.kid }, 'JWT', sound))
    const [header = '', payload = ''] = signed().split('.')
    refused(`${header}.${payload}.`)
    refused(`${Buffer.from('{"alg":"none"}').toString('base64url')}.${payload}.`)
    refused('x')
  })
  test('FAPI 2.0 Security Profile: the issuer as one text, and the algorithms of the profile alone', () => {
    const fapi: AssertionExpectation = {
      ...expected,
      audiences: ['https://id.example'],
      singleAudience: true,
      algorithms: ['PS256', 'ES256'],
    }
    assert.ok(checkClientAssertion(signed(), fapi))
    refused(signed({ aud: ['https://id.example'] }), fapi)
    refused(signed({ aud: 'https://id.example/oauth/token' }), fapi)
    refused(signed(), { ...fapi, algorithms: ['PS256'] })
  })
  test('tells whose keys to look for, and nothing of what it cannot read', () => {
    assert.equal(assertionSubject(signed()), 'cli_1')
    assert.equal(assertionSubject(signed({ sub: 7 })), undefined)
    assert.equal(assertionSubject('x.y'), undefined)
    assert.equal(assertionSubject(`a.${'b'.repeat(20_000)}.c`), undefined)
  })
})
