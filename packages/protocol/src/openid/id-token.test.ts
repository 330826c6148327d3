import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { describe, test } from 'node:test'
import { testKey } from '../../test/keys.ts'
import { atHash } from '../jwt/claims.ts'
import { signJwt } from '../jwt/sign.ts'
import { checkIdToken, type IdTokenExpectation } from './id-token.ts'

const now = 1_800_000_000
const issuer = 'https://accounts.example'
const es = testKey('ES256')
const rsa = testKey('RS256')
const keys = [es.verification, rsa.verification]
const good = { iss: issuer, sub: 'ada', aud: 'warder', exp: now + 300, iat: now, nonce: 'n-1' }
const expected: IdTokenExpectation = { issuer, client_ids: ['warder'], nonce: 'n-1', now }

const signed = (change: Record<string, unknown> = {}, typ = 'JWT') =>
  signJwt(
    rsa.signing,
    typ,
    Object.fromEntries(Object.entries({ ...good, ...change }).filter(([, v]) => v !== undefined)),
  )
const outcome = (token: string, change: Partial<IdTokenExpectation> = {}, by = keys) => {
  const checked = checkIdToken(token, by, { ...expected, ...change })
  return checked.ok ? 'accepted' : checked.reason
}
const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')

describe('OIDC Core §3.1.3.7 and §2: the ID token of another issuer', () => {
  // oxfmt-ignore
  const claims: [what: string, change: Record<string, unknown>, outcome: string][] = [
    ['as it should be',                              {},                                            'accepted'],
    ['of another issuer',                            { iss: 'https://evil.example' },               'issuer'],
    ['of the issuer with a slash',                   { iss: `${issuer}/` },                         'issuer'],
    ['for another client',                           { aud: 'other' },                              'audience'],
    ['for us in another case',                       { aud: 'Warder' },                             'audience'],
    ['for us in a list',                             { aud: ['warder'] },                           'accepted'],
    ['for us and somebody else',                     { aud: ['warder', 'other'], azp: 'warder' },   'audience'],
    ['for nobody',                                   { aud: undefined },                            'audience'],
    ['for an empty list',                            { aud: [] },                                   'audience'],
    ['that somebody else asked for',                 { azp: 'other' },                              'azp'],
    ['that we asked for',                            { azp: 'warder' },                             'accepted'],
    ['with azp that is no text',                     { azp: ['warder'] },                           'azp'],
    ['that has expired',                             { exp: now },                                  'expired'],
    ['that never expires',                           { exp: undefined },                            'claims'],
    ['of an unknown time',                           { iat: undefined },                            'claims'],
    ['of the future',                                { iat: now + 1 },                              'issued_in_future'],
    ['that holds later',                             { nbf: now + 1 },                              'not_yet_valid'],
    ['in answer to another request',                 { nonce: 'n-2' },                              'nonce'],
    ['in answer to none',                            { nonce: undefined },                          'nonce'],
    ['with a nonce that is no text',                 { nonce: ['n-1'] },                            'nonce'],
    ['about nobody',                                 { sub: undefined },                            'subject'],
    ['about an empty name',                          { sub: '' },                                   'subject'],
    ['about a name of 256 characters',               { sub: 'a'.repeat(256) },                      'subject'],
    ['about a name of 255 characters',               { sub: 'a'.repeat(255) },                      'accepted'],
    ['about a name that is not ASCII',               { sub: 'ädä' },                                'subject'],
  ]
  for (const [what, change, is] of claims)
    test(`UP-03 one ${what}: ${is}`, () => assert.equal(outcome(signed(change)), is))

  test('UP-03 one without a nonce where none was sent is accepted, and one with a nonce is not', () => {
    assert.equal(outcome(signed({ nonce: undefined }), { nonce: undefined }), 'accepted')
    assert.equal(outcome(signed(), { nonce: undefined }), 'nonce')
  })

  test('a program of ours may have asked, and must be the one that is named', () => {
    const client_ids = ['warder', 'warder-ios']
    assert.equal(outcome(signed({ aud: 'warder-ios' }), { client_ids }), 'accepted')
    assert.equal(outcome(signed({ azp: 'warder-ios' }), { client_ids }), 'accepted')
    assert.equal(outcome(signed({ aud: client_ids, azp: 'warder' }), { client_ids }), 'accepted')
    assert.equal(outcome(signed({ aud: client_ids }), { client_ids }), 'azp')
    assert.equal(outcome(signed({ aud: client_ids, azp: 'other' }), { client_ids }), 'azp')
  })

  test('clocks may differ as far as it was said', () => {
    assert.equal(outcome(signed({ exp: now - 29 }), { leeway: 30 }), 'accepted')
    assert.equal(outcome(signed({ exp: now - 30 }), { leeway: 30 }), 'expired')
  })

  test('UP-03 neither none nor an HMAC under what everybody can read is a signature', () => {
    const none = `${part({ alg: 'none' })}.${part(good)}.`
    const input = `${part({ alg: 'HS256', kid: 'RS256' })}.${part(good)}`
    const pem = rsa.verification.publicKey.export({ type: 'spki', format: 'pem' })
    for (const secret of [pem, 'the client secret'])
      assert.equal(
        outcome(`${input}.${createHmac('sha256', secret).update(input).digest('base64url')}`),
        'algorithm',
      )
    assert.equal(outcome(none), 'algorithm')
  })

  test('a key of somebody else, and one that is gone, sign nothing', () => {
    assert.equal(outcome(signed(), {}, [es.verification]), 'unknown_key')
    assert.equal(outcome(signed(), {}, [{ ...es.verification, kid: 'RS256' }]), 'algorithm')
    assert.equal(outcome(signed(), {}, []), 'unknown_key')
  })

  test('RFC 8725 §3.11: an access token or a logout token of the same issuer is none', () => {
    for (const typ of ['at+jwt', 'logout+jwt']) assert.equal(outcome(signed({}, typ)), 'typ')
  })

  test('OIDC Core §3.1.3.8 and §3.1.3.6: the access token beside it is the one that is meant', () => {
    const access_token = 'an access token'
    const at_hash = atHash('RS256', access_token)
    assert.equal(outcome(signed({ at_hash }), { access_token }), 'accepted')
    assert.equal(outcome(signed({ at_hash }), { access_token: 'another' }), 'at_hash')
    assert.equal(outcome(signed({ at_hash: 7 }), { access_token }), 'at_hash')
    assert.equal(outcome(signed(), { access_token }), 'accepted')
    assert.equal(outcome(signed({ at_hash })), 'accepted')
  })
})
