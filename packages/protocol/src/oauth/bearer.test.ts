import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { bearerChallenge, parseBearer } from './bearer.ts'

describe('RFC 6750 §2.1 and RFC 9110 §11.4: the Authorization header', () => {
  test('holds a token', () => {
    assert.deepEqual(parseBearer('Bearer mF_9.B5f-4.1JqM'), { kind: 'token', token: 'mF_9.B5f-4.1JqM' })
    assert.deepEqual(parseBearer('Bearer  abc=='), { kind: 'token', token: 'abc==' })
  })
  test('RFC 9110 §11.1 names the scheme in any case', () => {
    assert.deepEqual(parseBearer('bEARER abc'), { kind: 'token', token: 'abc' })
  })
  test('is absent, or of another scheme', () => {
    for (const header of [null, '', 'Basic YTpi', 'DPoP abc', 'Bearerabc']) {
      assert.deepEqual(parseBearer(header), { kind: 'none' }, String(header))
    }
  })
  const malformed = [
    'Bearer',
    'Bearer ',
    'Bearer a b',
    'Bearer a, Bearer b',
    'Bearer "a"',
    'Bearer a\n',
    'Bearer é',
    'Bearer =',
  ]
  for (const header of malformed) {
    test(`${JSON.stringify(header)} is malformed`, () => {
      assert.deepEqual(parseBearer(header), { kind: 'malformed' })
    })
  }
})

describe('RFC 6750 §3: the challenge', () => {
  test('is that of the example', () => {
    assert.equal(
      bearerChallenge({
        realm: 'example',
        error: 'invalid_token',
        error_description: 'The access token expired',
      }),
      'Bearer realm="example", error="invalid_token", error_description="The access token expired"',
    )
  })
  test('RFC 6750 §3.1 has no error where there was no token', () => {
    assert.equal(bearerChallenge({ realm: 'warder' }), 'Bearer realm="warder"')
    assert.equal(bearerChallenge({ realm: 'warder', scope: 'a b' }), 'Bearer realm="warder", scope="a b"')
  })
  test('RFC 9470 §3 says how fresh and how strong a sign-in must be', () => {
    assert.equal(
      bearerChallenge({
        realm: 'w',
        error: 'insufficient_user_authentication',
        acr_values: 'a b',
        max_age: 0,
      }),
      'Bearer realm="w", error="insufficient_user_authentication", acr_values="a b", max_age="0"',
    )
  })
  test('RFC 9728 §5.1 says where the metadata of the resource are', () => {
    const resource_metadata = 'https://api.example/.well-known/oauth-protected-resource'
    assert.equal(
      bearerChallenge({ realm: 'w', resource_metadata }),
      `Bearer realm="w", resource_metadata="${resource_metadata}"`,
    )
  })
  test('RFC 9110 §5.6.4 escapes quotes and back slashes, and lets nothing split the header', () => {
    assert.equal(bearerChallenge({ realm: 'a"b\\c\r\nX: é' }), 'Bearer realm="a\\"b\\\\c  X:  "')
  })
})
