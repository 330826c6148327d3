import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { describe, test } from 'node:test'
import { importJwks } from '../../jwt/keys/import-jwk.ts'
import { signJwt } from '../../jwt/sign.ts'
import { assertionIssuer, checkGrantAssertion } from './assertion-grant.ts'

const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const key = { kid: 'one', alg: 'ES256' as const, privateKey: pair.privateKey }
const keys = importJwks({ keys: [{ ...pair.publicKey.export({ format: 'jwk' }), kid: 'one', alg: 'ES256' }] })
const other = { ...key, privateKey: generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey }
const now = 1000

const sound = {
  iss: 'cli_a',
  sub: 'usr_ada',
  aud: 'https://id.example',
  exp: now + 300,
  iat: now,
  jti: 'one',
}
const check = (change: Record<string, unknown> = {}, typ = 'JWT', by = key) =>
  checkGrantAssertion(signJwt(by, typ, { ...sound, ...change }), {
    issuer: 'cli_a',
    keys,
    audiences: ['https://id.example', 'https://id.example/oauth/token'],
    now,
  })

describe('TK-31 RFC 7523 §3 and §3.1: an assertion that is a grant', () => {
  test('says in whose name, and what to remember', () => {
    assert.deepEqual(check(), { sub: 'usr_ada', jti: 'one', exp: now + 300 })
    assert.equal(check({ aud: ['https://other.example', 'https://id.example/oauth/token'] }).sub, 'usr_ada')
  })
  test('RFC 7523 §2.1: names its issuer before it is believed', () => {
    assert.equal(assertionIssuer(signJwt(other, 'JWT', sound)), 'cli_a')
    for (const text of ['', 'a.b', 'a.e30.c', `a.${'A'.repeat(20_000)}.c`])
      assert.equal(assertionIssuer(text), undefined)
  })
  // oxfmt-ignore
  const refused: [what: string, change: Record<string, unknown>][] = [
    ['for another server',        { aud: 'https://other.example' }],
    ['for nobody',                { aud: undefined }],
    ['from another issuer',       { iss: 'cli_b' }],
    ['about nobody',              { sub: undefined }],
    ['about an empty name',       { sub: '' }],
    ['without jti',               { jti: undefined }],
    ['without exp',               { exp: undefined }],
    ['that has expired',          { exp: now }],
    ['that lives for a day',      { exp: now + 86_400 }],
    ['whose exp is a text',       { exp: String(now + 300) }],
    ['that begins in an hour',    { nbf: now + 3600 }],
    ['made in the future',        { iat: now + 3600 }],
  ]
  for (const [what, change] of refused) {
    test(`${what} is refused`, () => assert.throws(() => check(change), { code: 'invalid_grant' }))
  }
  test('RFC 8725 §3.11: a token of another kind is none', () => {
    for (const typ of ['at+jwt', 'client-authentication+jwt', 'dpop+jwt', 'logout+jwt'])
      assert.throws(() => check({}, typ), { code: 'invalid_grant' })
  })
  test('signed by another key is refused', () =>
    assert.throws(() => check({}, 'JWT', other), { code: 'invalid_grant' }))
})
