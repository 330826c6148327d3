import assert from 'node:assert/strict'
import { createSecretKey, type JsonWebKey } from 'node:crypto'
import { describe, test } from 'node:test'
import { compactVerify, importJWK, jwtVerify, SignJWT } from 'jose'
import { signingAlgorithms, isSigningAlgorithm } from './signature/algorithms.ts'
import { signJwt, signPayload } from './sign.ts'
import { testKey } from '../../test/keys.ts'
import { verifyJwt } from './verify.ts'

const now = 1_800_000_000
const claims = { iss: 'https://auth.example', aud: 'urn:a', exp: now + 600, iat: now, name: 'Ада 🔑 "\\' }
const expected = { typ: 'at+jwt', issuer: claims.iss, audience: 'urn:a', now }
const algorithms = Object.keys(signingAlgorithms).filter(isSigningAlgorithm)

for (const alg of algorithms) {
  describe(`RFC 7518 §3.1 and RFC 8037 §3.1: ${alg} and jose`, () => {
    const { signing, verification, jwk } = testKey(alg, 'key 1')

    test('RFC 7519 §7.1 what we sign, jose verifies', async () => {
      const key = await importJWK(jwk)
      for (let round = 0; round < 50; round++) {
        const token = signJwt(signing, 'at+jwt', { ...claims, round })
        const options = {
          typ: 'at+jwt',
          issuer: claims.iss,
          audience: 'urn:a',
          currentDate: new Date(now * 1000),
        }
        const { payload, protectedHeader } = await jwtVerify(token, key, { algorithms: [alg], ...options })
        assert.deepEqual(payload, { ...claims, round })
        assert.deepEqual(protectedHeader, { alg, typ: 'at+jwt', kid: 'key 1' })
      }
    })
    test('what jose signs, we verify', async () => {
      for (let round = 0; round < 50; round++) {
        const unsigned = new SignJWT({ ...claims, round }).setProtectedHeader({
          alg,
          typ: 'at+jwt',
          kid: 'key 1',
        })
        const result = verifyJwt(await unsigned.sign(signing.privateKey), [verification], expected)
        assert.deepEqual(result.ok && result.claims, { ...claims, round })
      }
    })
    test('RFC 7515 §5.1 a payload that was serialised before is signed as it is', async () => {
      const json = '{ "iss" : "x" }'
      const { payload } = await compactVerify(signPayload(signing, 'JWT', json), await importJWK(jwk))
      assert.equal(Buffer.from(payload).toString(), json)
    })
    test('any bit of the token changed and it is refused', () => {
      const token = signJwt(signing, 'at+jwt', claims)
      for (let at = 0; at < token.length; at += 7) {
        const other = token[at] === 'A' ? 'B' : 'A'
        const changed = token.slice(0, at) + other + token.slice(at + 1)
        assert.equal(verifyJwt(changed, [verification], expected).ok, changed === token, `at ${at}`)
      }
    })
  })
}

describe('RFC 8725 §2.1 and §3.1: the algorithm is that of the key', () => {
  test('JW-02 a public key is never taken for a secret, in any of its spellings', async () => {
    const { verification, jwk } = testKey('RS256')
    const pem = verification.publicKey.export({ format: 'pem', type: 'spki' }).toString()
    const der = verification.publicKey.export({ format: 'der', type: 'spki' })
    const spellings = [pem, pem.trim(), `${pem}\n`, der, der.toString('base64'), JSON.stringify(jwk)]
    for (const secret of spellings) {
      const unsigned = new SignJWT(claims).setProtectedHeader({ alg: 'HS256', typ: 'at+jwt', kid: 'RS256' })
      const token = await unsigned.sign(createSecretKey(Buffer.from(secret)))
      assert.deepEqual(verifyJwt(token, [verification], expected), { ok: false, reason: 'algorithm' })
    }
  })
  test('JW-03 RS256 and PS256 do not pass for each other with one RSA key', () => {
    const { signing, verification } = testKey('RS256')
    const token = signJwt({ ...signing, alg: 'PS256' }, 'at+jwt', claims)
    assert.deepEqual(verifyJwt(token, [verification], expected), { ok: false, reason: 'algorithm' })
    assert.ok(verifyJwt(token, [{ ...verification, alg: 'PS256' }], expected).ok)
  })
  test('RFC 7518 §3.5 the salt of PS256 is as long as the digest', async () => {
    const { signing, jwk } = testKey('PS256')
    const key = await crypto.subtle.importKey(
      'jwk',
      jwk as JsonWebKey,
      { name: 'RSA-PSS', hash: 'SHA-256' },
      false,
      ['verify'],
    )
    const token = signJwt(signing, 'JWT', claims)
    const dot = token.lastIndexOf('.')
    const signature = Buffer.from(token.slice(dot + 1), 'base64url')
    const parameters = { name: 'RSA-PSS', saltLength: 32 }
    assert.ok(await crypto.subtle.verify(parameters, key, signature, Buffer.from(token.slice(0, dot))))
  })
})
