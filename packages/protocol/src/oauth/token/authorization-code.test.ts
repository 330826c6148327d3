import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { decideAuthorizationCode, type AuthorizationCode } from './authorization-code.ts'

const now = 1_800_000_000
const code_verifier = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk'
const redirect_uri = 'https://app.example/cb'
const code: AuthorizationCode = {
  client_id: 'app',
  redirect_uri,
  code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
  subject: 'usr_1',
  scope: ['openid'],
  grant_id: 'gr_1',
  resource: ['urn:a', 'urn:b'],
  expires_at: now + 60,
  consumed_at: null,
}
const bare = { grant_type: 'authorization_code' as const, code: 'c', resource: [] }
const withoutUri = { ...bare, code_verifier }
const withoutVerifier = { ...bare, redirect_uri }
const request = { ...bare, redirect_uri, code_verifier }

test('RFC 9449 §10 DP-07 a code that is for a key comes with a proof of that key', () => {
  const bound = { ...code, dpop_jkt: 'a' }
  assert.equal(decideAuthorizationCode(request, 'app', bound, now, 'a').kind, 'issue')
  for (const jkt of ['b', undefined])
    assert.throws(() => decideAuthorizationCode(request, 'app', bound, now, jkt), { code: 'invalid_grant' })
})

describe('RFC 6749 §4.1.3, RFC 9700 §4.1.3, RFC 7636 §4.6: a code is exchanged', () => {
  test('by its client, with the redirect_uri and the verifier of its request', () => {
    assert.deepEqual(decideAuthorizationCode(request, 'app', code, now), {
      kind: 'issue',
      scope: ['openid'],
      resource: ['urn:a', 'urn:b'],
    })
  })
  test('for fewer resources than it was issued for (RFC 8707 §2.2)', () => {
    const narrow = decideAuthorizationCode({ ...request, resource: ['urn:b'] }, 'app', code, now)
    assert.deepEqual(narrow, { kind: 'issue', scope: ['openid'], resource: ['urn:b'] })
  })
  test('without redirect_uri when its request had none', () => {
    const unnamed = { ...code, redirect_uri: undefined }
    assert.equal(decideAuthorizationCode(withoutUri, 'app', unnamed, now).kind, 'issue')
    assert.equal(decideAuthorizationCode(request, 'app', unnamed, now).kind, 'issue')
  })

  const plain = { ...code, code_challenge: undefined }
  // oxfmt-ignore
  const refusals: [id: string, what: string, args: Parameters<typeof decideAuthorizationCode>, code: string, message: RegExp][] = [
    ['',      'an unknown code',        [request, 'app', undefined, now],                            'invalid_grant', /invalid or has expired/],
    ['TK-03', "another client's code",  [request, 'other', code, now],                               'invalid_grant', /invalid or has expired/],
    ['TK-07', 'an expired code',        [request, 'app', code, now + 60],                            'invalid_grant', /invalid or has expired/],
    ['TK-04', 'another redirect_uri',   [{ ...request, redirect_uri: `${redirect_uri}/` }, 'app', code, now], 'invalid_grant', /redirect_uri differs/],
    ['TK-04', 'no redirect_uri',        [withoutUri, 'app', code, now],                              'invalid_grant', /redirect_uri differs/],
    ['TK-05', 'no code_verifier',       [withoutVerifier, 'app', code, now],                         'invalid_grant', /is required/],
    ['TK-05', 'a wrong code_verifier',  [{ ...request, code_verifier: 'w'.repeat(43) }, 'app', code, now], 'invalid_grant', /does not match/],
    ['AZ-21', 'a code_verifier where there was no challenge', [request, 'app', plain, now],          'invalid_grant', /had no code_challenge/],
    ['TK-21', 'another resource',       [{ ...request, resource: ['urn:c'] }, 'app', code, now],     'invalid_target', /not granted/],
  ]
  for (const [id, what, args, error, message] of refusals) {
    test(`${id} ${what} is refused`, () => {
      assert.throws(() => decideAuthorizationCode(...args), { name: 'OAuthError', code: error, message })
    })
  }
})

describe('RFC 6749 §4.1.2 TK-01: a code presented again', () => {
  const spent = { ...code, consumed_at: now - 1 }
  test('is a replay of its grant, also after it has expired', () => {
    for (const time of [now, now + 3600]) {
      assert.deepEqual(decideAuthorizationCode(request, 'app', spent, time), {
        kind: 'replay',
        grant_id: 'gr_1',
      })
    }
  })
  test('by another client ends nothing', () => {
    assert.throws(() => decideAuthorizationCode(request, 'other', spent, now), { code: 'invalid_grant' })
  })
})
