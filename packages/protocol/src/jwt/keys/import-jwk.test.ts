import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { describe, test } from 'node:test'
import { importJwk, importJwks, importJwksOfAnyAlgorithm } from './import-jwk.ts'
import { jwkThumbprint, type Jwk } from './keys.ts'
import { testKey } from '../../../test/keys.ts'

const ec = testKey('ES256').jwk
const ec384 = testKey('ES384').jwk
const rsa = testKey('RS256').jwk
const ed = testKey('EdDSA').jwk

const rsaOf = (modulusLength: number, publicExponent = 65_537) =>
  generateKeyPairSync('rsa', { modulusLength, publicExponent }).publicKey.export({ format: 'jwk' })
const number = (n: bigint) => {
  const hex = n.toString(16)
  return Buffer.from(hex.length % 2 ? `0${hex}` : hex, 'hex').toString('base64url')
}

/** A modulus with the mark of ROCA (CVE-2017-15361): a power of 65537 modulo the product of the small primes. */
function rocaModulus(): bigint {
  const primes = Array.from({ length: 166 }, (_, i) => i + 2).filter(
    (n) =>
      !Array.from({ length: n }, (_, i) => i)
        .slice(2)
        .some((d) => n % d === 0),
  )
  const product = primes.reduce((all, prime) => all * BigInt(prime), 1n)
  const power = 65_537n ** 5n % product
  return power + product * (2n ** 2047n / product + 12_345n)
}

describe('RFC 7517 §4 and RFC 7518 §6: a key that is read', () => {
  for (const jwk of [ec, ec384, rsa, ed, testKey('PS256').jwk]) {
    test(`${jwk.alg} keeps its kid and its algorithm`, () => {
      const key = importJwk(jwk)
      assert.deepEqual([key?.kid, key?.alg, key?.publicKey.type], [jwk.kid, jwk.alg, 'public'])
    })
  }
  test('RFC 7517 §4.4 without alg has that of its type, without kid its thumbprint', () => {
    for (const { kty, crv, x, y, n, e, alg } of [ec, ec384, rsa, ed]) {
      const key = importJwk({ kty, crv, x, y, n, e })
      assert.deepEqual([key?.kid, key?.alg], [jwkThumbprint({ kty, crv, x, y, n, e } as Jwk), alg])
    }
  })
  test('RFC 9864 §2.2 Ed25519 is another name of EdDSA, and of nothing else', () => {
    assert.equal(importJwk({ ...ed, alg: 'Ed25519' })?.alg, 'EdDSA')
    for (const jwk of [ec, rsa]) assert.equal(importJwk({ ...jwk, alg: 'Ed25519' }), undefined)
  })
  test('RFC 7517 §4.2 and §4.3 may say that it is for signatures', () => {
    assert.ok(importJwk({ ...ec, use: 'sig', key_ops: ['verify'] }))
  })
})

describe('RFC 7517 §4.2, §4.3 and §4.4 JW-23: a key for something else is refused', () => {
  // oxfmt-ignore
  const changes = [
    { use: 'enc' }, { use: 'SIG' }, { use: 1 }, { key_ops: ['sign'] }, { key_ops: ['encrypt'] },
    { key_ops: [] }, { key_ops: 'verify' }, { alg: 'HS256' }, { alg: 'none' }, { alg: 'RS256' },
    { alg: 'ES384' }, { alg: 'ECDH-ES' }, { alg: 1 }, { alg: 'constructor' }, { kid: 1 },
    { kid: 'k'.repeat(513) },
  ]
  for (const change of changes) {
    test(JSON.stringify(change).slice(0, 40), () => assert.equal(importJwk({ ...ec, ...change }), undefined))
  }
})

describe('RFC 7518 §6, RFC 8037 §2 JW-22: a key that is not sound is refused', () => {
  const x = Buffer.from(ec.x ?? '', 'base64url')
  const longX = Buffer.concat([Buffer.alloc(1), x]).toString('base64url')
  // oxfmt-ignore
  const table: [what: string, jwk: unknown][] = [
    ['RFC 7518 §3.3 RSA with 1024 bits',       rsaOf(1024)],
    ['RSA with 512 bits',                      rsaOf(512)],
    ['RSA with 16384 bits',                    { kty: 'RSA', e: 'AQAB', n: number(2n ** 16_383n + 1n) }],
    ['RFC 8017 §3.1 RSA with e = 1',           { ...rsa, e: 'AQ' }],
    ['RSA with e = 3',                         rsaOf(2048, 3)],
    ['RSA with an even e',                     { ...rsa, e: number(65_538n) }],
    ['RSA with a huge e',                      { ...rsa, e: number(2n ** 64n + 1n) }],
    ['RSA with an even modulus',               { ...rsa, n: number(2n ** 2047n + 2n) }],
    ['RSA with the mark of ROCA',              { ...rsa, n: number(rocaModulus()) }],
    ['RFC 7518 §6.3.1.1 RSA with a leading zero', { ...rsa, n: Buffer.concat([Buffer.alloc(1), Buffer.from(rsa.n ?? '', 'base64url')]).toString('base64url') }],
    ['RSA without n',                          { kty: 'RSA', e: 'AQAB' }],
    ['RFC 7518 §6.2.1 a point off the curve',  { ...ec, y: ec.x }],
    ['the point 0, 0',                         { ...ec, x: Buffer.alloc(32).toString('base64url'), y: Buffer.alloc(32).toString('base64url') }],
    ['RFC 7518 §6.2.1.2 a coordinate too long', { ...ec, x: longX }],
    ['a coordinate too short',                 { ...ec, x: x.subarray(1).toString('base64url') }],
    ['a coordinate with padding',              { ...ec, x: `${ec.x}=` }],
    ['a coordinate that is a number',          { ...ec, x: 1 }],
    ['P-256 said to be P-384',                 { ...ec, crv: 'P-384', alg: 'ES384' }],
    ['secp256k1',                              { ...ec, crv: 'secp256k1', alg: 'ES256K' }],
    ['Ed25519 too short',                      { ...ed, x: 'AAAA' }],
    ['X25519',                                 { ...ed, crv: 'X25519' }],
    ['a symmetric key',                        { kty: 'oct', k: 'AAAAAAAAAAA', alg: 'HS256' }],
    ['nothing',                                {}],
    ['null',                                   null],
    ['a list',                                 [ec]],
    ['a text',                                 JSON.stringify(ec)],
  ]
  for (const [what, jwk] of table) test(what, () => assert.equal(importJwk(jwk), undefined))

  for (const member of ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k']) {
    test(`JW-24 one with the private member ${member}`, () => {
      assert.equal(importJwk({ ...rsa, [member]: 'AQAB' }), undefined)
    })
  }
})

describe('RFC 7517 §5: a key set', () => {
  test('gives the keys that can be used and ignores the others', () => {
    const keys = importJwks({ keys: [ec, { kty: 'new' }, null, { ...ec, use: 'enc' }, rsa] })
    assert.deepEqual(
      keys.map((key) => key.kid),
      ['ES256', 'RS256'],
    )
  })
  test('gives none when it is not a key set', () => {
    for (const document of [undefined, null, [], [ec], {}, { keys: {} }, { keys: [] }, 'keys']) {
      assert.deepEqual(importJwks(document), [])
    }
  })
  test('RFC 7517 §4.4 of which the owner says the algorithm has an RSA key for each of two, and those with alg as they are', () => {
    const open = { ...rsa, alg: undefined }
    const algorithmsOf = (...keys: unknown[]) => importJwksOfAnyAlgorithm({ keys }).map(({ alg }) => alg)
    assert.deepEqual(algorithmsOf(open), ['RS256', 'PS256'])
    assert.deepEqual(algorithmsOf(rsa, testKey('PS256').jwk, ec, ed), ['RS256', 'PS256', 'ES256', 'EdDSA'])
    assert.deepEqual(
      algorithmsOf({ ...rsa, alg: null }, { ...rsa, alg: 'HS256' }, { ...open, use: 'enc' }),
      [],
    )
    assert.deepEqual(algorithmsOf({ kty: 'oct', k: 'AAAA' }, { ...open, d: 'AQAB' }, null, []), [])
    assert.deepEqual(importJwksOfAnyAlgorithm([open]), [])
    assert.equal(importJwksOfAnyAlgorithm({ keys: Array.from({ length: 150 }, () => ec) }).length, 100)
  })
  test('is read up to a hundred keys', () => {
    assert.equal(importJwks({ keys: Array.from({ length: 1000 }, () => ec) }).length, 100)
  })
})
