import assert from 'node:assert/strict'
import { constants, createHash, createHmac, sign } from 'node:crypto'
import { describe, test } from 'node:test'
import { testKey, type TestKey } from '../../../test/keys.ts'
import { derToJose } from '../../jwt/signature/ecdsa-signature.ts'
import { jwkThumbprint } from '../../jwt/keys/keys.ts'
import { OAuthError } from '../errors.ts'
import { challengeInScheme, dpopChallenge, parseDpopJkt, parseTokenCredentials } from './credentials.ts'
import { checkDpopProof, type ProofExpectation } from './proof.ts'

const now = 1_800_000_000
const key = testKey('ES256')
const { kty, crv, x, y } = key.jwk
const jwk = { kty, crv, x, y }
const expected: ProofExpectation = { method: 'POST', url: 'https://id.example/oauth/token', now }
const sound = { jti: 'a', htm: 'POST', htu: 'https://id.example/oauth/token', iat: now }
const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')

function proof(
  claims: Record<string, unknown> = {},
  header: Record<string, unknown> = {},
  by: TestKey = key,
): string {
  const input = `${part({ typ: 'dpop+jwt', alg: 'ES256', jwk, ...header })}.${part({ ...sound, ...claims })}`
  return `${input}.${derToJose(sign('sha256', Buffer.from(input), by.signing.privateKey), 32).toString('base64url')}`
}
const hashes = { EdDSA: null, RS256: 'sha256', PS256: 'sha256', ES384: 'sha384' } as const
const refused = (text: string, change: Partial<ProofExpectation> = {}, code = 'invalid_dpop_proof') =>
  assert.throws(
    () => checkDpopProof(text, { ...expected, ...change }),
    (error) => error instanceof OAuthError && error.code === code,
  )

describe('RFC 9449 §4.2, §4.3 and §11.1: a proof', () => {
  test('shows the key that it carries, and how long it must be remembered', () => {
    const checked = checkDpopProof(proof(), expected)
    assert.deepEqual(checked, { jkt: jwkThumbprint(key.jwk), alg: 'ES256', jti: 'a', until: now + 61 })
  })
  // oxfmt-ignore
  const accepted: [what: string, claims: Record<string, unknown>][] = [
    ['htu with a query', { htu: `${sound.htu}?a=1` }], ['htu with a fragment', { htu: `${sound.htu}#a` }],
    ['RFC 3986 §6.2.2 a host in capitals', { htu: 'https://ID.EXAMPLE/oauth/token' }],
    ['RFC 3986 §6.2.3 the usual port', { htu: 'https://id.example:443/oauth/token' }],
    ['a clock ten seconds behind', { iat: now - 10 }], ['a clock ten seconds ahead', { iat: now + 10 }],
    ['claims nobody knows', { extra: true, exp: 1 }], ['a nonce that nobody asked for', { nonce: 'x' }],
  ]
  for (const [what, claims] of accepted)
    test(`DP-02 holds with ${what}`, () => assert.ok(checkDpopProof(proof(claims), expected)))

  // oxfmt-ignore
  const claims: [what: string, claims: Record<string, unknown>][] = [
    ['no jti', { jti: undefined }], ['an empty jti', { jti: '' }], ['a jti that is a number', { jti: 1 }], ['an endless jti', { jti: 'a'.repeat(600) }],
    ['no htm', { htm: undefined }], ['another method', { htm: 'GET' }], ['a method in small letters', { htm: 'post' }],
    ['no htu', { htu: undefined }], ['another path', { htu: 'https://id.example/oauth/tokens' }], ['another host', { htu: 'https://evil.example/oauth/token' }],
    ['http', { htu: 'http://id.example/oauth/token' }], ['a user in htu', { htu: 'https://a@id.example/oauth/token' }], ['no address', { htu: 'x' }],
    ['no iat', { iat: undefined }], ['iat as text', { iat: `${now}` }], ['an hour old', { iat: now - 3600 }], ['from the next hour', { iat: now + 3600 }],
  ]
  for (const [what, change] of claims) test(`DP-01 is refused with ${what}`, () => refused(proof(change)))

  // oxfmt-ignore
  const headers: [what: string, header: Record<string, unknown>][] = [
    ['no typ', { typ: undefined }], ['typ JWT', { typ: 'JWT' }], ['no alg', { alg: undefined }], ['alg none', { alg: 'none' }], ['HS256', { alg: 'HS256' }],
    ['an algorithm of another key', { alg: 'ES384' }], ['no jwk', { jwk: undefined }], ['a private key', { jwk: { ...jwk, d: x } }],
    ['a shared key', { jwk: { kty: 'oct', k: 'AAAA' } }], ['a key off the curve', { jwk: { ...jwk, x: y } }], ['something critical', { crit: ['b64'], b64: false }],
    ['the key of somebody else', { jwk: (({ kty: a, crv: b, x: c, y: d }) => ({ kty: a, crv: b, x: c, y: d }))(testKey('ES256').jwk) }],
  ]
  for (const [what, change] of headers)
    test(`DP-01 is refused with ${what}`, () => refused(proof({}, change)))

  test('DP-01 is refused when it is signed by another key, by none, or with the public key as a secret', () => {
    refused(proof({}, {}, testKey('ES256')))
    const [header = '', payload = ''] = proof().split('.')
    refused(`${header}.${payload}.`)
    const mac = `${part({ typ: 'dpop+jwt', alg: 'HS256', jwk })}.${payload}`
    refused(`${mac}.${createHmac('sha256', JSON.stringify(jwk)).update(mac).digest('base64url')}`)
  })
  test('DP-01 is refused twice in one request, and when it is no proof at all', () => {
    for (const text of [`${proof()}, ${proof()}`, '', 'x', '..', 'a'.repeat(10_000)]) refused(text)
  })

  test('is for one access token at a resource', () => {
    const access_token = 'a token'
    const ath = createHash('sha256').update(access_token).digest('base64url')
    assert.ok(checkDpopProof(proof({ ath }), { ...expected, access_token }))
    refused(proof(), { access_token })
    refused(proof({ ath: `${ath}x` }), { access_token })
    refused(proof({ ath }), { access_token: 'another token' })
  })
  test('RFC 9449 §8 and §9 carries the nonce of the server where that asks for one', () => {
    const isNonce = (nonce: string) => nonce === 'n'
    assert.ok(checkDpopProof(proof({ nonce: 'n' }), { ...expected, isNonce, nonceRequired: true }))
    assert.ok(checkDpopProof(proof(), { ...expected, isNonce }))
    for (const nonce of [undefined, 'old', 1])
      refused(proof({ nonce }), { isNonce, nonceRequired: true }, 'use_dpop_nonce')
    refused(proof({ nonce: 'old' }), { isNonce }, 'use_dpop_nonce')
  })
  for (const alg of ['EdDSA', 'RS256', 'PS256', 'ES384'] as const) {
    test(`may be signed with ${alg}, also by a key that does not say so`, () => {
      const other = testKey(alg)
      const { kty, crv, x, y, n, e } = other.jwk
      const input = `${part({ typ: 'dpop+jwt', alg, jwk: { kty, crv, x, y, n, e } })}.${part(sound)}`
      const pss = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 }
      const options = {
        key: other.signing.privateKey,
        dsaEncoding: 'ieee-p1363' as const,
        ...(alg === 'PS256' && pss),
      }
      const signature = sign(hashes[alg], Buffer.from(input), options).toString('base64url')
      assert.equal(checkDpopProof(`${input}.${signature}`, expected).jkt, jwkThumbprint(other.jwk))
    })
  }
})

test('RFC 9864 §2.2 a proof may call its algorithm Ed25519, with or without its key', () => {
  const { jwk, signing } = testKey('EdDSA')
  const { kty, crv, x } = jwk
  for (const alg of [undefined, 'EdDSA', 'Ed25519']) {
    const header = { typ: 'dpop+jwt', alg: 'Ed25519', jwk: { kty, crv, x, alg } }
    const input = `${part(header)}.${part(sound)}`
    const signature = sign(null, Buffer.from(input), signing.privateKey).toString('base64url')
    assert.equal(checkDpopProof(`${input}.${signature}`, expected).alg, 'EdDSA')
  }
  refused(proof({}, { alg: 'Ed25519' }))
  refused(proof({}, { alg: 'Ed448' }))
})

describe('RFC 9449 §7.1: the scheme DPoP', () => {
  // oxfmt-ignore
  const headers: [header: string | null, read: object][] = [
    [null, { kind: 'none' }], ['Basic eA==', { kind: 'none' }],
    ['DPoP abc', { kind: 'token', token: 'abc', scheme: 'DPoP' }], ['dpop  a.b-c', { kind: 'token', token: 'a.b-c', scheme: 'DPoP' }],
    ['Bearer abc', { kind: 'token', token: 'abc', scheme: 'Bearer' }], ['DPoP', { kind: 'malformed' }], ['DPoP a b', { kind: 'malformed' }],
    ['DPoP a, DPoP b', { kind: 'malformed' }], ['Bearer', { kind: 'malformed' }], ['DPoPx abc', { kind: 'none' }],
  ]
  for (const [header, read] of headers)
    test(`reads ${header}`, () => assert.deepEqual(parseTokenCredentials(header), read))

  test('is asked for with the algorithms there are', () => {
    assert.equal(dpopChallenge(), 'DPoP algs="ES256 ES384 RS256 PS256 EdDSA Ed25519"')
    assert.match(
      dpopChallenge({ error: 'use_dpop_nonce', description: 'a "b"' }),
      /^DPoP error="use_dpop_nonce", error_description="a  b ", algs="/,
    )
  })
  test('§7.1 what is wrong is told in the scheme of the request, in any case of it, with the same parameters', () => {
    const bearer = 'Bearer realm="Warder", error="insufficient_scope", scope="a b"'
    const told =
      'DPoP realm="Warder", error="insufficient_scope", scope="a b", algs="ES256 ES384 RS256 PS256 EdDSA Ed25519"'
    for (const header of ['DPoP abc', 'dpop  abc', 'DPoP', 'DPOP é'])
      assert.equal(challengeInScheme(header, bearer), told, header)
    for (const header of ['Bearer abc', 'DPoPx abc', ' DPoP abc', '', null])
      assert.equal(challengeInScheme(header, bearer), bearer, String(header))
    for (const other of [dpopChallenge(), 'Basic realm="Warder"'])
      assert.equal(challengeInScheme('DPoP abc', other), other)
  })

  test('RFC 9449 §10 a code is bound to a thumbprint and to nothing else', () => {
    const jkt = jwkThumbprint(key.jwk)
    assert.equal(parseDpopJkt(new URLSearchParams({ dpop_jkt: jkt })), jkt)
    assert.equal(parseDpopJkt(new URLSearchParams()), undefined)
    for (const dpop_jkt of ['x', `${jkt}=`, jkt.slice(1)])
      assert.throws(() => parseDpopJkt(new URLSearchParams({ dpop_jkt })), OAuthError)
  })
})
