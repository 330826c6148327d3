import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import { atHash, type AccessTokenClaims, type IdTokenClaims } from './claims.ts'
import { signJwt } from './sign.ts'
import { verifyJwt } from './verify.ts'
import { testKey } from '../../test/keys.ts'

test('OIDC Core §3.1.3.6 at_hash is the left half of the hash of the access token', () => {
  // The example of OIDC Core §A.3.
  const token = 'jHkWEdUXMU1BwAsC4vtUsZwnNvTIxEl0z9K3vx5KF0Y'
  for (const alg of ['RS256', 'ES256', 'PS256'] as const)
    assert.equal(atHash(alg, token), '77QmUPtjPfzWtF2AnpK9RQ')
})

test('OIDC Core §3.1.3.6 the hash is that of the signature: SHA-384 for ES384, and SHA-512 inside Ed25519', () => {
  const half = (name: string, bytes: number) =>
    createHash(name).update('t').digest().subarray(0, bytes).toString('base64url')
  assert.equal(atHash('ES384', 't'), half('sha384', 24))
  assert.equal(atHash('EdDSA', 't'), half('sha512', 32))
})

test('RFC 9068 §2.2 and OIDC Core §2: the two kinds of token carry their claims, and do not pass for each other', () => {
  const { signing, verification } = testKey('ES256')
  const common = {
    iss: 'https://auth.example',
    sub: 'usr_ada',
    exp: 2000,
    iat: 1000,
    auth_time: 900,
    sid: 'ses_1',
  }
  const access: AccessTokenClaims = { ...common, aud: 'urn:a', client_id: 'cli_1', jti: 'x', scope: 'openid' }
  const access_token = signJwt(signing, 'at+jwt', access)
  const at_hash = atHash('ES256', access_token)
  const identity: IdTokenClaims = { ...common, aud: 'cli_1', nonce: 'n', at_hash }

  const verify = (token: string, typ: string) => {
    const result = verifyJwt(token, [verification], { typ, issuer: common.iss, now: 1500 })
    return result.ok ? result.claims : result.reason
  }
  const id_token = signJwt(signing, 'JWT', identity)
  assert.deepEqual(verify(access_token, 'at+jwt'), access)
  assert.deepEqual(verify(id_token, 'JWT'), identity)
  assert.equal(verify(id_token, 'at+jwt'), 'typ')
  assert.equal(verify(access_token, 'JWT'), 'typ')
})
