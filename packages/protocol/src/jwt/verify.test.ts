import assert from 'node:assert/strict'
import { sign } from 'node:crypto'
import { describe, test } from 'node:test'
import { signJwt, signPayload } from './sign.ts'
import { testKey } from '../../test/keys.ts'
import { verifyJwt, type JwtExpectation } from './verify.ts'

const now = 1_800_000_000
const es = testKey('ES256')
const rsa = testKey('RS256')
const keys = [es.verification, rsa.verification]
const claims = { iss: 'https://gate/t1', sub: 'usr_1', aud: 'https://api', exp: now + 600, iat: now }
const expected: JwtExpectation = { typ: 'at+jwt', issuer: 'https://gate/t1', audience: 'https://api', now }

function outcome(token: string, change: Partial<JwtExpectation> = {}, by = keys): string {
  const result = verifyJwt(token, by, { ...expected, ...change })
  return result.ok ? 'accepted' : result.reason
}
const withClaims = (change: Record<string, unknown>) =>
  signJwt(es.signing, 'at+jwt', { ...claims, ...change })
const base64url = (text: string) => Buffer.from(text).toString('base64url')
/** A token with any header at all, and a good signature over it. */
function withHeader(header: unknown, payload: string = JSON.stringify(claims)): string {
  const text = typeof header === 'string' ? header : JSON.stringify(header)
  const input = `${base64url(text)}.${base64url(payload)}`
  const signature = sign('sha256', Buffer.from(input), {
    key: es.signing.privateKey,
    dsaEncoding: 'ieee-p1363',
  })
  return `${input}.${signature.toString('base64url')}`
}
const good = withClaims({})

test('RFC 7519 §7.2 and RFC 7515 §4.1: a good token is accepted, with its header and claims', () => {
  const result = verifyJwt(good, keys, expected)
  assert.deepEqual(result, { ok: true, header: { alg: 'ES256', typ: 'at+jwt', kid: 'ES256' }, claims })
  assert.equal(outcome(withHeader({ alg: 'ES256', typ: 'at+jwt' })), 'accepted')
})

describe('RFC 7515 §3.1 and §3.2: the compact form and no other', () => {
  const [head, body, signature] = good.split('.')
  const forms: [what: string, token: string][] = [
    ['nothing', ''],
    ['two parts', `${head}.${body}`],
    ['four parts', `${good}.x`],
    ['five parts', 'a.b.c.d.e'],
    ['no header', `.${body}.${signature}`],
    ['no signature', `${head}.${body}.`],
    ['JW-20 a detached payload', `${head}..${signature}`],
    ['JW-20 the flattened JSON form', JSON.stringify({ protected: head, payload: body, signature })],
    [
      'JW-20 the general JSON form',
      JSON.stringify({ payload: body, signatures: [{ protected: head, signature }] }),
    ],
    ['padding', `${good}=`],
    ['a space before', ` ${good}`],
    ['a line feed after', `${good}\n`],
    ['white space inside', `${head}.${body} .${signature}`],
    ['the other alphabet', `${head}.${body}.${'+/'.repeat(43)}`],
  ]
  for (const [what, token] of forms) {
    test(`${what} is refused`, () => assert.notEqual(outcome(token), 'accepted'))
  }
  test('a second spelling of the same signature is refused', () => {
    // 64 bytes leave four bits of the last character unused.
    const last = good.at(-1) ?? ''
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
    const twin = good.slice(0, -1) + alphabet[alphabet.indexOf(last) + 1]
    assert.deepEqual(
      Buffer.from(twin.split('.')[2] ?? '', 'base64url'),
      Buffer.from(signature ?? '', 'base64url'),
    )
    assert.equal(outcome(twin), 'malformed')
  })
  test('JW-30 a token over 16 KB, and one nested as deep as fits, are refused at once', () => {
    assert.equal(outcome('a'.repeat(1_000_000)), 'too_long')
    const deep = '['.repeat(5900) + ']'.repeat(5900)
    const nested = [
      outcome(withHeader({ alg: 'ES256', typ: 'at+jwt' }, deep)),
      outcome(withHeader(`{"a":${deep}}`)),
    ]
    assert.deepEqual(nested, ['malformed', 'algorithm'])
  })
})

describe('RFC 7515 §5.2 and §4: the header', () => {
  // oxfmt-ignore
  const table: [id: string, header: unknown, reason: string][] = [
    ['JW-01', { alg: 'none', typ: 'at+jwt' },                          'algorithm'],
    ['JW-01', { alg: 'None', typ: 'at+jwt' },                          'algorithm'],
    ['JW-01', { alg: 'nOnE', typ: 'at+jwt' },                          'algorithm'],
    ['JW-01', { alg: '', typ: 'at+jwt' },                              'algorithm'],
    ['JW-01', { typ: 'at+jwt' },                                       'algorithm'],
    ['JW-01', { alg: null, typ: 'at+jwt' },                            'algorithm'],
    ['JW-01', { alg: ['ES256'], typ: 'at+jwt' },                       'algorithm'],
    ['JW-01', { alg: 'toString', typ: 'at+jwt' },                      'algorithm'],
    ['JW-03', { alg: 'ES384', typ: 'at+jwt', kid: 'ES256' },           'algorithm'],
    ['JW-03', { alg: 'ES256', typ: 'at+jwt', kid: 'RS256' },           'algorithm'],
    ['JW-06', { alg: 'ES256', typ: 'at+jwt', kid: '../../dev/null' },  'unknown_key'],
    ['JW-06', { alg: 'ES256', typ: 'at+jwt', kid: "' OR 1=1--" },      'unknown_key'],
    ['JW-06', { alg: 'ES256', typ: 'at+jwt', kid: 'http://evil/k' },   'unknown_key'],
    ['JW-06', { alg: 'ES256', typ: 'at+jwt', kid: '' },                'unknown_key'],
    ['JW-06', { alg: 'ES256', typ: 'at+jwt', kid: {} },                'malformed'],
    ['JW-06', { alg: 'ES256', typ: 'at+jwt', kid: ['ES256'] },         'malformed'],
    ['JW-06', { alg: 'ES256', typ: 'at+jwt', kid: 1 },                 'malformed'],
    ['JW-06', { alg: 'ES256', typ: 'at+jwt', kid: null },              'malformed'],
    ['RFC 7515 §4.1.11', { alg: 'ES256', typ: 'at+jwt', crit: ['exp'], exp: 1 }, 'critical_header'],
    ['RFC 7515 §4.1.11', { alg: 'ES256', typ: 'at+jwt', crit: [] },    'critical_header'],
    ['RFC 7515 §4.1.11', { alg: 'ES256', typ: 'at+jwt', crit: ['b64'], b64: false }, 'critical_header'],
    ['',      '[]',                                                    'malformed'],
    ['',      'null',                                                  'malformed'],
    ['',      '{"alg":"ES256"',                                        'malformed'],
    ['',      '{"alg":"none","alg":"ES256","typ":"at+jwt"}',           'malformed'],
    ['',      '\ufeff{"alg":"ES256","typ":"at+jwt"}',                  'malformed'],
  ]
  for (const [id, header, reason] of table) {
    test(`${id} ${typeof header === 'string' ? header : JSON.stringify(header)} is ${reason}`, () => {
      assert.equal(outcome(withHeader(header)), reason)
    })
  }
  test('JW-05 a key inside the token is never used', () => {
    const mallory = testKey('ES256', 'mallory')
    const header = {
      alg: 'ES256',
      typ: 'at+jwt',
      jwk: mallory.jwk,
      jku: 'https://evil.example/jwks',
      x5u: 'https://evil.example/c',
    }
    const input = `${base64url(JSON.stringify(header))}.${base64url(JSON.stringify(claims))}`
    const signature = sign('sha256', Buffer.from(input), {
      key: mallory.signing.privateKey,
      dsaEncoding: 'ieee-p1363',
    })
    assert.equal(outcome(`${input}.${signature.toString('base64url')}`), 'signature')
  })
  test('JW-09 of several keys under one kid, or with no kid, all of the right algorithm are tried', () => {
    const [first, second] = [testKey('ES256', 'same'), testKey('ES256', 'same')]
    const both = [testKey('RS256', 'same').verification, first.verification, second.verification]
    assert.equal(outcome(signJwt(second.signing, 'at+jwt', claims), {}, both), 'accepted')
    assert.equal(
      outcome(withHeader({ alg: 'ES256', typ: 'at+jwt' }), {}, [...both, es.verification]),
      'accepted',
    )
    assert.equal(outcome(withHeader({ alg: 'ES256', typ: 'at+jwt' }), {}, both), 'signature')
  })
  test('without keys no token is accepted', () => assert.equal(outcome(good, {}, []), 'unknown_key'))
})

describe('RFC 7515 §4.1.9, RFC 8725 §3.11 and RFC 9068 §4: typ', () => {
  const table: [typ: string | undefined, expected: string | readonly string[], result: string][] = [
    ['at+jwt', 'at+jwt', 'accepted'],
    ['AT+JWT', 'at+jwt', 'accepted'],
    ['application/at+jwt', 'at+jwt', 'accepted'],
    ['at+jwt', ['JWT', 'application/at+jwt'], 'accepted'],
    ['JWT', 'at+jwt', 'typ'],
    ['logout+jwt', 'at+jwt', 'typ'],
    ['at+jwt', 'JWT', 'typ'],
    ['text/at+jwt', 'at+jwt', 'typ'],
    ['application/x/at+jwt', 'at+jwt', 'typ'],
    [undefined, 'at+jwt', 'typ'],
    ['at+jwt', [], 'typ'],
  ]
  for (const [typ, wanted, result] of table) {
    test(`JW-15 ${typ} where ${String(wanted)} is expected: ${result}`, () => {
      assert.equal(outcome(withHeader({ alg: 'ES256', typ }), { typ: wanted }), result)
    })
  }
})

describe('RFC 7519 §4.1: the claims', () => {
  // oxfmt-ignore
  const table: [id: string, change: Record<string, unknown>, result: string][] = [
    ['JW-11 RFC 7519 §4.1.4', { exp: undefined },                   'claims'],
    ['JW-11', { exp: '9999999999' },                                'claims'],
    ['JW-11', { exp: -1 },                                          'claims'],
    ['JW-11', { exp: null },                                        'claims'],
    ['JW-11 RFC 7519 §2', { exp: now + 0.5 },                       'claims'],
    ['JW-11', { exp: now },                                         'expired'],
    ['JW-11', { exp: now + 1 },                                     'accepted'],
    ['JW-11 RFC 7519 §4.1.5', { nbf: now + 1 },                     'not_yet_valid'],
    ['JW-11', { nbf: now },                                         'accepted'],
    ['JW-11', { nbf: 'x' },                                         'claims'],
    ['JW-11 RFC 7519 §4.1.6', { iat: now + 600 },                   'issued_in_future'],
    ['JW-11', { iat: now + 1 },                                     'issued_in_future'],
    ['JW-11', { iat: undefined },                                   'claims'],
    ['JW-12 RFC 7519 §4.1.3', { aud: undefined },                   'audience'],
    ['JW-12', { aud: ['x'] },                                       'audience'],
    ['JW-12', { aud: [] },                                          'audience'],
    ['JW-12', { aud: 'https://api/' },                              'audience'],
    ['JW-12', { aud: 'https://api.evil' },                          'audience'],
    ['JW-12', { aud: 'HTTPS://API' },                               'audience'],
    ['JW-12', { aud: 1 },                                           'claims'],
    ['JW-12', { aud: ['https://api', 1] },                          'claims'],
    ['JW-12', { aud: ['x', 'https://api'] },                        'accepted'],
    ['JW-14 RFC 7519 §4.1.1', { iss: 'https://gate/t1/' },          'issuer'],
    ['JW-14', { iss: 'https://GATE/t1' },                           'issuer'],
    ['JW-14', { iss: 'https://gate/t2' },                           'issuer'],
    ['JW-14', { iss: undefined },                                   'claims'],
    ['JW-14', { iss: ['https://gate/t1'] },                         'claims'],
    ['',      { sub: 1 },                                           'claims'],
    ['',      { jti: {} },                                          'claims'],
  ]
  for (const [id, change, result] of table) {
    test(`${id} ${JSON.stringify(change)} is ${result}`, () =>
      assert.equal(outcome(withClaims(change)), result))
  }
  test('JW-11 an infinite exp is refused', () => {
    const payload = JSON.stringify(claims).replace(`"exp":${now + 600}`, '"exp":1e309')
    assert.equal(outcome(signPayload(es.signing, 'at+jwt', payload)), 'claims')
  })
  test('the leeway stretches all three times', () => {
    assert.equal(outcome(withClaims({ exp: now - 4 }), { leeway: 5 }), 'accepted')
    assert.equal(outcome(withClaims({ exp: now - 5 }), { leeway: 5 }), 'expired')
    assert.equal(outcome(withClaims({ nbf: now + 5, iat: now + 5 }), { leeway: 5 }), 'accepted')
    assert.equal(outcome(withClaims({ iat: now + 6 }), { leeway: 5 }), 'issued_in_future')
    assert.equal(outcome(withClaims({ nbf: now + 6 }), { leeway: 5 }), 'not_yet_valid')
  })
  test('OIDC Core §3.1.2.1 an id_token_hint may have expired, and be for any audience', () => {
    const hint = { ignoreExpiry: true, audience: undefined }
    assert.equal(outcome(withClaims({ exp: now - 1000, iat: now - 2000 }), hint), 'accepted')
    assert.equal(outcome(withClaims({ exp: 'x' }), hint), 'claims')
    assert.equal(outcome(withClaims({ iss: 'https://evil' }), hint), 'issuer')
  })
  const payloads = [
    '',
    'x',
    '[]',
    'null',
    '"a"',
    `{"iss":"a","iss":"https://gate/t1","exp":${now + 9},"iat":${now}}`,
  ]
  for (const payload of payloads) {
    test(`RFC 7519 §4 the payload ${payload} is malformed`, () => {
      assert.equal(outcome(signPayload(es.signing, 'at+jwt', payload)), 'malformed')
    })
  }
})
