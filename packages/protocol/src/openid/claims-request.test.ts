import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { OAuthError } from '../oauth/errors.ts'
import { parseClaimsRequest, scopesOfClaims } from './claims-request.ts'
import { namedClaims } from './standard-claims.ts'

const all = ['openid', 'profile', 'email']
const parse = (value: unknown, allowed = all) => parseClaimsRequest(JSON.stringify(value), allowed)

describe('OIDC Core §5.5 and §5.5.1: claims asked for by name', () => {
  test('are those there are, at the place they are asked for', () => {
    const request = parse({
      userinfo: {
        name: { essential: true },
        email: null,
        shoe_size: null,
        'https://example.com/x': { value: 1 },
      },
      id_token: { email_verified: null, auth_time: { essential: true }, acr: { values: ['a'] } },
    })
    assert.deepEqual(request, { userinfo: ['name', 'email'], id_token: ['email_verified'] })
    assert.deepEqual(scopesOfClaims(request), ['profile', 'email'])
  })
  test('are none without the parameter, with nothing in it, and with members nobody knows', () => {
    const none = { userinfo: [], id_token: [] }
    assert.deepEqual(parseClaimsRequest(undefined, all), none)
    for (const value of [{}, { userinfo: null, id_token: {} }, { other: 1 }])
      assert.deepEqual(parse(value), none)
  })
  test('OIDC Core §5.4 are those whose scope the client may have', () => {
    assert.deepEqual(parse({ userinfo: { name: null, email: null } }, ['openid', 'email']).userinfo, [
      'email',
    ])
  })
  test('name the one person the client will take', () => {
    assert.equal(parse({ id_token: { sub: { value: 'usr_ada' } } }).sub, 'usr_ada')
    assert.equal(parse({ id_token: { sub: null } }).sub, undefined)
    const two = { id_token: { sub: { value: 'usr_ada' } }, userinfo: { sub: { value: 'usr_bob' } } }
    assert.throws(() => parse(two), OAuthError)
  })
  const bad = [
    '',
    'x',
    '[]',
    '1',
    'null',
    '{"userinfo":[]}',
    '{"userinfo":{"name":true}}',
    '{"id_token":"x"}',
    '{"userinfo":{},"userinfo":{}}',
    `{"userinfo":{"${'a'.repeat(5000)}":null}}`,
  ]
  for (const text of bad) {
    test(`${text.slice(0, 30)} is refused`, () =>
      assert.throws(
        () => parseClaimsRequest(text, all),
        (error) => error instanceof OAuthError && error.code === 'invalid_request',
      ))
  }
  test('OIDC Core §5.3.2 those without a value are left out', () => {
    const user = { sub: 'usr_ada', name: 'Ada', email: 'ada@example.com', email_verified: false }
    assert.deepEqual(namedClaims(['email_verified', 'locale', 'name'], user), {
      name: 'Ada',
      email_verified: false,
    })
  })
})
