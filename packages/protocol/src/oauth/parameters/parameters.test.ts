import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { parameter, requiredParameter } from './parameters.ts'

const form = (text: string) => new URLSearchParams(text)
const invalid = { name: 'OAuthError', code: 'invalid_request' }

describe('RFC 6749 §3.1 and §3.2: parameters', () => {
  test('one with a value is read', () => assert.equal(parameter(form('a=1&b=2'), 'a'), '1'))
  test('one without a value is absent', () => assert.equal(parameter(form('a='), 'a'), undefined))
  test('one that is not sent is absent', () => assert.equal(parameter(form('b=1'), 'a'), undefined))
  test('one sent twice is refused, also when the two agree or one is empty', () => {
    for (const text of ['a=1&a=2', 'a=1&a=1', 'a=1&a=', 'a=&a=']) {
      assert.throws(() => parameter(form(text), 'a'), { ...invalid, message: 'a must not be repeated' })
    }
  })
  test('one that must be there and is not, or is empty, is named', () => {
    for (const text of ['', 'a=']) {
      assert.throws(() => requiredParameter(form(text), 'a'), { ...invalid, message: 'a is required' })
    }
  })
  for (const hex of ['00', '0a', '0d', '1f', '7f']) {
    test(`RFC 6749 §A the control character %${hex} is refused`, () => {
      assert.throws(() => parameter(form(`a=x%${hex}y`), 'a'), { ...invalid, message: /control characters/ })
    })
  }
})
