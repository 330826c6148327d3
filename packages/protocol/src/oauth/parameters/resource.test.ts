import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { narrowResource, parseResource } from './resource.ts'

const invalid = { name: 'OAuthError', code: 'invalid_target' }
const form = (...resources: string[]) =>
  new URLSearchParams(resources.map((uri): [string, string] => ['resource', uri]))

describe('RFC 8707 §2: resource', () => {
  test('may be absent, empty, or sent several times', () => {
    assert.deepEqual(parseResource(new URLSearchParams()), [])
    assert.deepEqual(parseResource(form('')), [])
    assert.deepEqual(parseResource(form('https://a.example', 'urn:b:c', 'https://a.example')), [
      'https://a.example',
      'urn:b:c',
    ])
  })
  test('RFC 3986 §4.3 is an absolute URI, and without a fragment', () => {
    // oxfmt-ignore
    const refused = [
      'api', '/api', '//api.example', 'https://a.example/#x', 'https://a.example#', 'https://a.example/ b',
      ' https://a.example', 'https:\\\\a.example', 'https://a.example\n', 'https://[', 'https:',
    ]
    for (const uri of refused) assert.throws(() => parseResource(form(uri)), invalid, uri)
  })
  test('has limits in number and length', () => {
    const many = Array.from({ length: 11 }, (_, i) => `https://a${i}.example`)
    assert.equal(parseResource(form(...many.slice(1))).length, 10)
    assert.throws(() => parseResource(form(...many)), invalid)
    assert.throws(() => parseResource(form(`https://a.example/${'a'.repeat(2048)}`)), invalid)
  })
})

describe('RFC 8707 §2.2: resource of a token request', () => {
  test('is what was granted when none is named, and may name fewer', () => {
    assert.deepEqual(narrowResource([], ['urn:a', 'urn:b']), ['urn:a', 'urn:b'])
    assert.deepEqual(narrowResource(['urn:b'], ['urn:a', 'urn:b']), ['urn:b'])
  })
  test('TK-21 never names another', () => {
    assert.throws(() => narrowResource(['urn:b'], ['urn:a']), invalid)
    assert.throws(() => narrowResource(['urn:a'], []), invalid)
    assert.throws(() => narrowResource(['urn:a', 'urn:b'], ['urn:a']), invalid)
  })
})
