import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { grantScope, parseScope } from './scope.ts'

const invalid = { name: 'OAuthError', code: 'invalid_scope' }

describe('RFC 6749 §3.3: scope', () => {
  test('is words with one space between them', () => {
    assert.deepEqual(parseScope('openid profile urn:x:admin'), ['openid', 'profile', 'urn:x:admin'])
  })
  test('names each scope once', () => assert.deepEqual(parseScope('b a b a'), ['b', 'a']))

  const refused = ['', ' ', 'a  b', ' a', 'a ', 'a\tb', 'a\nb', 'a\0b', 'a"b', 'a\\b', 'é', 'a\u00a0b']
  for (const text of refused) {
    test(`${JSON.stringify(text)} is refused`, () => assert.throws(() => parseScope(text), invalid))
  }
  test('AZ-41 fifty scopes are accepted, fifty-one and ten thousand are not', () => {
    const scopes = (n: number) => Array.from({ length: n }, (_, i) => `s${i}`).join(' ')
    assert.equal(parseScope(scopes(50)).length, 50)
    for (const n of [51, 10_000]) assert.throws(() => parseScope(scopes(n)), invalid)
  })
})

describe('RFC 6749 §3.3: what is granted', () => {
  test('is what is asked for, within what is allowed', () => {
    assert.deepEqual(grantScope('b a', ['a', 'b', 'c']), ['b', 'a'])
  })
  test('is everything allowed where nothing is asked for', () => {
    assert.deepEqual(grantScope(undefined, ['a', 'b']), ['a', 'b'])
  })
  test('TK-32 is nothing when one scope is not allowed, or differs in case', () => {
    for (const text of ['a c', 'A', 'admin']) assert.throws(() => grantScope(text, ['a', 'b']), invalid)
  })
  test('AZ-41 does not depend on the order', () => {
    const allowed = ['a', 'b', 'c', 'd']
    fc.assert(
      fc.property(fc.shuffledSubarray(allowed, { minLength: 1 }), (asked) => {
        const granted = grantScope(asked.join(' '), allowed)
        assert.deepEqual(granted.toSorted(), asked.toSorted())
      }),
    )
  })
})
