import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { canonicalQuery } from './canonical-query.ts'
import { hmacSignature, hmacText, isHmacSignature, type HmacRequest } from './warder-hmac.ts'

const secret = Buffer.from('a shared secret of thirty-two bytes')
const request: HmacRequest = {
  method: 'post',
  host: 'api.example:8443',
  path: '/v1/orders',
  query: 'b=2&a=1',
  timestamp: '1700000000',
  nonce: 'AAAAAAAAAAAAAAAAAAAAAA',
  body: Buffer.from('{"a":1}'),
}

describe('warder-hmac', () => {
  test('signs eight lines', () => {
    assert.equal(
      hmacText('hmac-sha256', request),
      [
        'hmac-sha256',
        'POST',
        'api.example:8443',
        '/v1/orders',
        'a=1&b=2',
        '1700000000',
        'AAAAAAAAAAAAAAAAAAAAAA',
        '015abd7f5cc57a2dd94b7590f04ad8084273905ee33ec5cebeae62276a97f862',
      ].join('\n'),
    )
  })

  for (const algorithm of ['hmac-sha256', 'hmac-sha384', 'hmac-sha512'] as const) {
    test(`${algorithm} verifies what it signed, and nothing else`, () => {
      const signature = hmacSignature(algorithm, secret, request)
      assert.match(signature, /^[0-9a-f]{64,128}$/)
      const verifies = (change: Partial<HmacRequest>, one = signature) =>
        isHmacSignature(algorithm, secret, { ...request, ...change }, one)
      assert.equal(verifies({}), true)
      for (const one of ['', signature.toUpperCase(), signature.slice(1), `${signature}0`, 'é'.repeat(32)])
        assert.equal(verifies({}, one), false)
      const changes = {
        host: 'x',
        path: '/',
        query: '',
        timestamp: '1',
        nonce: 'x',
        body: Buffer.alloc(0),
        method: 'PUT',
      }
      for (const [name, value] of Object.entries(changes))
        assert.equal(verifies({ [name]: value }), false, name)
    })
  }
})

describe('RFC 3986 §2.3 a query in its one spelling', () => {
  // oxfmt-ignore
  const table: [query: string, canonical: string][] = [
    ['',                      ''],
    ['b=2&a=1',               'a=1&b=2'],
    ['a=2&a=1&a',             'a=&a=1&a=2'],
    ['a=x y&b=x+y&c=x%20y',   'a=x%20y&b=x%20y&c=x%20y'],
    ["q=!'()*~-._",           'q=%21%27%28%29%2A~-._'],
    ['a-b=1&a=1&a.b=1&A=1',   'A=1&a=1&a-b=1&a.b=1'],
    ['é=ü',                   '%C3%A9=%C3%BC'],
    ['a=1%262&b=3',           'a=1%262&b=3'],
  ]
  for (const [query, canonical] of table)
    test(`${query || 'nothing'} is ${canonical || 'nothing'}`, () =>
      assert.equal(canonicalQuery(query), canonical))
})
