import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { authorizationRedirect } from './authorization-redirect.ts'

const iss = 'https://auth.example'

describe('RFC 6749 §4.1.2 and §3.1.2, RFC 9207 §2: the redirect back', () => {
  const table: [redirect_uri: string, url: string][] = [
    ['https://app.example/cb', 'https://app.example/cb?code=c&iss=https%3A%2F%2Fauth.example'],
    ['https://app.example', 'https://app.example?code=c&iss=https%3A%2F%2Fauth.example'],
    ['https://app.example/cb?a=1', 'https://app.example/cb?a=1&code=c&iss=https%3A%2F%2Fauth.example'],
    ['https://app.example/cb?', 'https://app.example/cb?code=c&iss=https%3A%2F%2Fauth.example'],
    ['https://app.example/cb?a&', 'https://app.example/cb?a&code=c&iss=https%3A%2F%2Fauth.example'],
    ['com.example.app:/cb', 'com.example.app:/cb?code=c&iss=https%3A%2F%2Fauth.example'],
  ]
  for (const [redirect_uri, url] of table) {
    test(`adds to ${redirect_uri}`, () => {
      assert.equal(authorizationRedirect(redirect_uri, { code: 'c', state: undefined, iss }), url)
    })
  }
  test('is the redirect URI itself when there is nothing to add', () => {
    assert.equal(
      authorizationRedirect('https://app.example/cb', { state: undefined }),
      'https://app.example/cb',
    )
  })
  test('RFC 6749 §4.1.2.1 carries an error in the same way', () => {
    const url = authorizationRedirect('https://app.example/cb', {
      error: 'login_required',
      error_description: 'sign in',
      iss,
    })
    assert.equal(
      url,
      'https://app.example/cb?error=login_required&error_description=sign%20in&iss=https%3A%2F%2Fauth.example',
    )
  })
  test('AZ-40 brings state back byte for byte, and is one line of ASCII whatever state holds', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1 }), (text) => {
        const state = text.toWellFormed()
        const url = authorizationRedirect('https://app.example/cb?state=theirs', { state, iss })
        assert.match(url, /^[\x21-\x7e]+$/)
        assert.deepEqual(new URL(url).searchParams.getAll('state'), ['theirs', state])
        assert.ok(url.startsWith('https://app.example/cb?state=theirs&'))
      }),
    )
  })
})
