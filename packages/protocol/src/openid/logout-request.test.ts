import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { decideLogoutRedirect, parseLogoutRequest } from './logout-request.ts'

const uri = 'https://app.example/bye'
const client = { client_id: 'cli_1', post_logout_redirect_uris: [uri, 'https://app.example/q?a=1'] }

describe('OpenID Connect RP-Initiated Logout 1.0 §2: the request', () => {
  test('may hold nothing', () => assert.deepEqual(parseLogoutRequest(new URLSearchParams('x=1')), {}))
  test('may hold everything', () => {
    const all = {
      id_token_hint: 'e.y.J',
      logout_hint: 'ada',
      client_id: 'cli_1',
      post_logout_redirect_uri: uri,
      state: 's',
      ui_locales: 'de',
    }
    assert.deepEqual(parseLogoutRequest(new URLSearchParams(all)), all)
  })
  test('is refused with a parameter sent twice, or a line feed', () => {
    for (const text of ['state=a&state=b', 'state=a%0ab']) {
      assert.throws(() => parseLogoutRequest(new URLSearchParams(text)), { code: 'invalid_request' })
    }
  })
  test('is refused when client_id is not the client of the hint', () => {
    const request = { client_id: 'cli_2', id_token_hint: 'e.y.J' }
    assert.throws(() => decideLogoutRedirect(request, client), {
      name: 'OAuthError',
      code: 'invalid_request',
    })
  })
})

describe('OpenID Connect RP-Initiated Logout 1.0 §3: the way back', () => {
  test('is a registered URI, with state', () => {
    assert.equal(
      decideLogoutRedirect({ post_logout_redirect_uri: uri, state: 'a b' }, client),
      `${uri}?state=a%20b`,
    )
    assert.equal(decideLogoutRedirect({ post_logout_redirect_uri: uri, client_id: 'cli_1' }, client), uri)
    assert.equal(
      decideLogoutRedirect({ post_logout_redirect_uri: 'https://app.example/q?a=1', state: 's' }, client),
      'https://app.example/q?a=1&state=s',
    )
  })
  test('LO-02 is none without a known client, or without a URI', () => {
    assert.equal(decideLogoutRedirect({ post_logout_redirect_uri: uri }, undefined), undefined)
    assert.equal(decideLogoutRedirect({ state: 's' }, client), undefined)
  })
  for (const other of [
    `${uri}?foo=bar`,
    `${uri}/`,
    'https://evil.example/',
    `${uri}#`,
    'https://app.example',
    'HTTPS://app.example/bye',
  ]) {
    test(`LO-02 is never ${other}`, () => {
      assert.equal(decideLogoutRedirect({ post_logout_redirect_uri: other, state: 's' }, client), undefined)
    })
  }
})
