import assert from 'node:assert/strict'
import { test } from 'node:test'
import { frontChannelLogoutUri, logoutTokenClaims } from './logout-token.ts'

const input = {
  issuer: 'https://id.example',
  client_id: 'cli_1',
  subject: 'usr_1',
  session_id: 'ses_1',
  jti: 'lgo_1',
}

test('OpenID Connect Back-Channel Logout 1.0 §2.4: a logout token says whose session ended, which, and that it did', () => {
  assert.deepEqual(logoutTokenClaims(input, 1_800_000_000), {
    iss: 'https://id.example',
    sub: 'usr_1',
    aud: 'cli_1',
    iat: 1_800_000_000,
    exp: 1_800_000_120,
    jti: 'lgo_1',
    events: { 'http://schemas.openid.net/event/backchannel-logout': {} },
    sid: 'ses_1',
  })
})

test('OpenID Connect Back-Channel Logout 1.0 §2.4: a logout token has no nonce', () => {
  assert.ok(!('nonce' in logoutTokenClaims(input, 1)))
})

// oxfmt-ignore
const uris: [registered: string, uri: string][] = [
  ['https://app.example/out',          'https://app.example/out?iss=https%3A%2F%2Fid.example&sid=ses_1'],
  ['https://app.example/out?a=1',      'https://app.example/out?a=1&iss=https%3A%2F%2Fid.example&sid=ses_1'],
  ['https://app.example/out?sid=evil', 'https://app.example/out?sid=ses_1&iss=https%3A%2F%2Fid.example'],
]
for (const [registered, uri] of uris) {
  test(`OpenID Connect Front-Channel Logout 1.0 §2: ${registered} is loaded with the issuer and the session`, () => {
    assert.equal(frontChannelLogoutUri(registered, 'https://id.example', 'ses_1'), uri)
  })
}
