import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { derToJose, joseToDer } from './ecdsa-signature.ts'

/** DER as X.690 §8.3 writes it, by way of the number rather than the bytes. */
function der(r: bigint, s: bigint): Buffer {
  const integer = (n: bigint) => {
    const hex = n.toString(16)
    const even = hex.length % 2 ? `0${hex}` : hex
    const digits = Buffer.from(/^[89a-f]/.test(even) ? `00${even}` : even, 'hex')
    return Buffer.concat([Buffer.of(0x02, digits.length), digits])
  }
  const both = Buffer.concat([integer(r), integer(s)])
  return Buffer.concat([Buffer.of(0x30, both.length), both])
}
const jose = (r: bigint, s: bigint, size: number) =>
  Buffer.from([r, s].map((n) => n.toString(16).padStart(2 * size, '0')).join(''), 'hex')

for (const size of [32, 48]) {
  describe(`RFC 7518 §3.4: signatures of two times ${size} bytes`, () => {
    // Short numbers and a first bit of one are rare in signatures and are where a conversion goes wrong.
    const number = fc.oneof(
      fc.bigInt({ min: 1n, max: 2n ** BigInt(8 * size) - 1n }),
      fc.integer({ min: 0, max: 8 * size - 1 }).map((bit) => 2n ** BigInt(bit)),
      fc.integer({ min: 1, max: 8 * size }).map((bit) => 2n ** BigInt(bit) - 1n),
    )
    test('are the same numbers in both forms', () => {
      fc.assert(
        fc.property(number, number, (r, s) => {
          assert.deepEqual(derToJose(der(r, s), size), jose(r, s, size))
          assert.deepEqual(joseToDer(jose(r, s, size), size), der(r, s))
        }),
        { numRuns: 1000 },
      )
    })
    test('JW-21 have exactly that length', () => {
      for (const length of [0, 1, 2 * size - 1, 2 * size + 1, 2 * size + 8]) {
        assert.equal(joseToDer(Buffer.alloc(length, 1), size), undefined)
      }
    })
  })
}
