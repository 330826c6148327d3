import assert from 'node:assert/strict'
import { test } from 'node:test'
import { testKey } from '../../test/keys.ts'
import { signJwt } from '../jwt/sign.ts'
import { checkLogoutToken, frontChannelLogoutUri, logoutTokenClaims } from './logout-token.ts'

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

const now = 1_800_000_000
const key = testKey('ES256')
const said = logoutTokenClaims(input, now)
const event = said['events'] as object
const told = (change: Record<string, unknown> = {}, typ = 'logout+jwt') =>
  signJwt(
    key.signing,
    typ,
    Object.fromEntries(Object.entries({ ...said, ...change }).filter(([, value]) => value !== undefined)),
  )
const judged = (token: string, at = now) => {
  const expected = { issuer: input.issuer, client_id: input.client_id, now: at, leeway: 30 }
  const checked = checkLogoutToken(token, [key.verification], expected)
  return checked.ok ? [checked.sub, checked.sid] : checked.reason
}

test('OpenID Connect Back-Channel Logout 1.0 §2.6: ours is one that we would act on ourselves', () => {
  assert.deepEqual(judged(told()), ['usr_1', 'ses_1'])
  assert.deepEqual(judged(told({ sid: undefined })), ['usr_1', undefined])
  assert.deepEqual(judged(told({ sub: undefined })), [undefined, 'ses_1'])
  assert.deepEqual(judged(told({ aud: ['other', 'cli_1'] })), ['usr_1', 'ses_1'])
})

const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
// oxfmt-ignore
const refused: [what: string, token: string, reason: string, at?: number][] = [
  ['of another kind',          told({}, 'JWT'),                                 'typ'],
  ['that is an access token',  told({}, 'at+jwt'),                              'typ'],
  ['with a nonce',             told({ nonce: 'n' }),                            'nonce'],
  ['with a nonce of null',     told({ nonce: null }),                           'nonce'],
  ['without events',           told({ events: undefined }),                     'events'],
  ['with another event',       told({ events: { 'urn:other': {} } }),           'events'],
  ['whose event is a text',    told({ events: Object.fromEntries(Object.keys(event).map((name) => [name, 'yes'])) }), 'events'],
  ['whose events are a list',  told({ events: Object.keys(event) }),            'events'],
  ['for somebody else',        told({ aud: 'cli_2' }),                          'audience'],
  ['of another issuer',        told({ iss: 'https://evil.example' }),           'issuer'],
  ['about nobody',             told({ sub: undefined, sid: undefined }),        'subject'],
  ['about an empty name',      told({ sub: '' }),                               'subject'],
  ['about an empty session',   told({ sub: undefined, sid: '' }),               'subject'],
  ['about sessions in a list', told({ sid: ['ses_1', 'ses_2'] }),               'subject'],
  ['without a number',         told({ jti: undefined }),                        'jti'],
  ['that never expires',       told({ exp: undefined }),                        'claims'],
  ['that has expired',         told(),                                          'expired',          now + 150],
  ['of the future',            told(),                                          'issued_in_future', now - 31],
  ['that nobody signed',       `${part({ alg: 'none', typ: 'logout+jwt' })}.${part(said)}.`, 'algorithm'],
  ['of another key',           signJwt(testKey('ES256').signing, 'logout+jwt', said), 'signature'],
]
for (const [what, token, reason, at] of refused) {
  test(`LO-04 OpenID Connect Back-Channel Logout 1.0 §2.6: a logout token ${what} is refused`, () => {
    assert.equal(judged(token, at), reason)
  })
}
