import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { constantTimeEqual, decodeBase64url } from './encoding.ts'

describe('RFC 7515 §2 and RFC 4648 §3.5: base64url has one spelling', () => {
  test('what the encoder writes is read back', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        const decoded = decodeBase64url(Buffer.from(bytes).toString('base64url'))
        assert.deepEqual(decoded, Buffer.from(bytes))
      }),
    )
  })

  test('no two texts are read as the same bytes', () => {
    const nearly = fc.string({ unit: fc.constantFrom(...'AQgw_-+/= \nz'), maxLength: 9 })
    fc.assert(
      fc.property(nearly, (text) => {
        const decoded = decodeBase64url(text)
        if (decoded) assert.equal(decoded.toString('base64url'), text)
      }),
    )
  })

  const refused = ['YQ==', 'YQ=', 'YR', 'Y', 'Y Q', 'YQ\n', ' YQ', '+w', '/w', 'YQ.', 'é', 'Y\0Q']
  for (const text of refused) {
    test(`${JSON.stringify(text)} is refused`, () => assert.equal(decodeBase64url(text), undefined))
  }
})

test('two texts are equal in constant time exactly when they are equal', () => {
  const texts = fc.string({ unit: 'binary' })
  fc.assert(fc.property(texts, texts, (a, b) => assert.equal(constantTimeEqual(a, b), a === b)))
  fc.assert(fc.property(texts, (a) => assert.ok(constantTimeEqual(a, `${a}`))))
})

test('texts of different length, and unpaired surrogates, are compared and not confused', () => {
  assert.equal(constantTimeEqual('secret', 'secret '), false)
  assert.equal(constantTimeEqual('\ud800', '\ud801'), false)
})
