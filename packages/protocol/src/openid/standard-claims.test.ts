import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { claimNames, claimsForScope, scopeOfClaim, standardClaims } from './standard-claims.ts'

const ada = {
  sub: 'usr_ada',
  name: 'Ada Lovelace',
  email: 'ada@example.com',
  email_verified: true,
  locale: 'en-GB',
  updated_at: 1_800_000_000,
}

describe('OIDC Core §5.4 and §5.1: claims by scope', () => {
  // oxfmt-ignore
  const table: [scope: string[], claims: string[]][] = [
    [['openid'],                     ['sub']],
    [['openid', 'profile'],          ['sub', 'name', 'locale', 'updated_at']],
    [['openid', 'email'],            ['sub', 'email', 'email_verified']],
    [['email', 'openid', 'profile'], ['sub', 'name', 'locale', 'updated_at', 'email', 'email_verified']],
    [['openid', 'address', 'notes'], ['sub']],
  ]
  for (const [scope, claims] of table) {
    test(`${scope.join(' ')} opens ${claims.join(', ')}`, () => {
      assert.deepEqual(Object.keys(claimsForScope(scope, ada)).toSorted(), claims.toSorted())
    })
  }
  test('each scope opens what the section names, and all of them every claim', () => {
    const texts = Object.fromEntries(claimNames.map((name) => [name, `the ${name}`]))
    const everything = { ...texts, sub: 'usr_ada' } as Parameters<typeof claimsForScope>[1]
    const opened = (scope: string) => Object.keys(claimsForScope([scope], everything)).slice(1)
    assert.deepEqual(opened('profile'), [
      ...['name', 'given_name', 'family_name', 'middle_name', 'nickname', 'preferred_username', 'profile'],
      ...['picture', 'website', 'gender', 'birthdate', 'zoneinfo', 'locale', 'updated_at'],
    ])
    assert.deepEqual(opened('phone'), ['phone_number', 'phone_number_verified'])
    assert.deepEqual(opened('address'), ['address'])
    const scopes = [...new Set(Object.values(scopeOfClaim))]
    assert.deepEqual(Object.keys(claimsForScope(scopes, everything)), [...standardClaims])
  })
  test('OIDC Core §5.3.2 a claim without a value is left out', () => {
    assert.deepEqual(claimsForScope(['openid', 'profile', 'email'], { sub: 'usr_bob' }), { sub: 'usr_bob' })
  })
  test('OIDC Core §5.1.1 a postal address is one claim, with the members that the section names', () => {
    const address = {
      formatted: '12 St James’s Square, London',
      street_address: '12 St James’s Square',
      locality: 'London',
      region: 'England',
      postal_code: 'SW1Y 4JH',
      country: 'GB',
    }
    assert.deepEqual(claimsForScope(['address'], { sub: 'usr_ada', address }), { sub: 'usr_ada', address })
  })
  test('an address of which nothing is known is not verified', () => {
    const claims = claimsForScope(['email'], { sub: 'usr_bob', email: 'bob@example.com' })
    assert.deepEqual(claims, { sub: 'usr_bob', email: 'bob@example.com', email_verified: false })
  })
})
