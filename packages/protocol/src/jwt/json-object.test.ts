import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { parseJsonObject } from './json-object.ts'

const parse = (text: string) => parseJsonObject(Buffer.from(text))

describe('RFC 7515 §4 and RFC 7519 §4: a JSON object that names each member once', () => {
  const objects = fc.dictionary(fc.string(), fc.jsonValue())
  test('is read however it is spaced', () => {
    fc.assert(
      fc.property(objects, fc.integer({ min: 0, max: 3 }), (object, spaces) => {
        const text = JSON.stringify(object, null, spaces)
        assert.deepEqual(parse(text), JSON.parse(text))
      }),
    )
  })
  test('is refused with any one of its members repeated', () => {
    fc.assert(
      fc.property(objects, fc.string(), fc.jsonValue(), fc.jsonValue(), (object, name, one, two) => {
        const members = Object.entries({ ...object, [name]: one }).concat([[name, two]])
        const text = members
          .map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`)
          .join(',')
        assert.equal(parse(`{${text}}`), undefined)
        assert.equal(parse(`{ "outer" : [ 1, { ${text} } ] }`), undefined)
      }),
    )
  })
  const refused = [
    '{"a":1,"a":1}',
    '{"a":1,"\\u0061":2}',
    '{"b":{"a":1,"a":2}}',
    '{"b":[{"a":[],"a":{}}]}',
    '[]',
    '1',
    '',
    '{',
    '{}x',
  ]
  for (const text of refused) test(`${text} is refused`, () => assert.equal(parse(text), undefined))

  const accepted = [
    '{"a":"a","b":"a"}',
    '{"a":{"a":{"a":1}}}',
    '{"a":["a","a"],"b":","}',
    '{"a":"\\",\\"a\\":", "b":1}',
    '{ }',
    '{"__proto__":1}',
  ]
  for (const text of accepted) test(`${text} is read`, () => assert.deepEqual(parse(text), JSON.parse(text)))

  test('JW-30 is looked through to any length and depth, without recursion', () => {
    const nested = (inside: string) => '{"a":'.repeat(20_000) + inside + '}'.repeat(20_000)
    assert.ok(parse(nested('1')))
    assert.equal(parse(nested('{"b":1,"b":2}')), undefined)
    assert.equal(parse(`{"long":"${'a'.repeat(5000)}","b":1,"b":2}`), undefined)
  })
  test('what is not UTF-8, or begins with a byte order mark, is refused', () => {
    assert.equal(parseJsonObject(Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d])), undefined)
    assert.equal(parse('\ufeff{}'), undefined)
  })
})
