import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { calculateJwkThumbprint } from 'jose'
import { isSigningAlgorithm, signingAlgorithms } from '../signature/algorithms.ts'
import { jwkThumbprint, publicJwk } from './keys.ts'
import { testKey } from '../../../test/keys.ts'

const algorithms = Object.keys(signingAlgorithms).filter(isSigningAlgorithm)

describe('RFC 7638 §3: thumbprints', () => {
  test('that of the example of §3.1', () => {
    const n =
      '0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMst' +
      'n64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n9' +
      '1CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw'
    const jwk = { kty: 'RSA', n, e: 'AQAB', alg: 'RS256', kid: '2011-04-29' } as const
    assert.equal(jwkThumbprint(jwk), 'NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs')
  })
  test('that of RFC 8037 §A.3', () => {
    const jwk = { kty: 'OKP', crv: 'Ed25519', x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo' } as const
    assert.equal(jwkThumbprint(jwk), 'kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k')
  })
  for (const alg of algorithms) {
    test(`RFC 7638 §3.2 ${alg} as jose computes it`, async () => {
      const { jwk } = testKey(alg)
      assert.equal(jwkThumbprint(jwk), await calculateJwkThumbprint(jwk))
    })
  }
})

describe('RFC 7517 §4 JW-24: what is published of a key', () => {
  for (const alg of algorithms) {
    test(`${alg} is public, and stays so when a private key is passed by mistake`, () => {
      const { signing, jwk } = testKey(alg)
      assert.deepEqual(publicJwk({ kid: alg, alg, publicKey: signing.privateKey }), jwk)
      // RFC 7518 §6.2.1 and §6.3.1, RFC 8037 §2: these members and no others.
      const members = { EC: ['crv', 'x', 'y'], RSA: ['n', 'e'], OKP: ['crv', 'x'] }[jwk.kty]
      assert.deepEqual(Object.keys(jwk).toSorted(), ['kty', 'kid', 'alg', 'use', ...members].toSorted())
      assert.equal(jwk.use, 'sig')
    })
  }
})
