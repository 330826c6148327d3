import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { componentValue, type SignedRequest } from './components.ts'
import { isInnerList, parseDictionary } from './structured-fields.ts'

const headers: Record<string, string> = {
  'x-plain': '  a value\t',
  'x-folded': 'one\r\n  two',
  'x-dictionary': 'a=1, b=("x"  "y");z, c',
  'x-empty': '',
}

const request: SignedRequest = {
  method: 'POST',
  scheme: 'https',
  authority: 'example.com:8443',
  path: '/a/../b%20c',
  query: 'a=1&b=x%20y&b=z&%C3%A9=%2B*~&empty=',
  header: (name) => headers[name] ?? null,
}

/** The value of a component as it is written in Signature-Input. */
function valueOf(component: string, of = request): string | undefined {
  const member = parseDictionary(`s=(${component})`)?.get('s')
  assert.ok(member && isInnerList(member) && member.items[0])
  return componentValue(of, member.items[0])
}

describe('RFC 9421 §2.2 derived components', () => {
  // oxfmt-ignore
  const table: [section: string, component: string, value: string | undefined][] = [
    ['RFC 9421 §2.2.1', '"@method"',                    'POST'],
    ['RFC 9421 §2.2.2', '"@target-uri"',                'https://example.com:8443/a/../b%20c?a=1&b=x%20y&b=z&%C3%A9=%2B*~&empty='],
    ['RFC 9421 §2.2.3', '"@authority"',                 'example.com:8443'],
    ['RFC 9421 §2.2.4', '"@scheme"',                    'https'],
    ['RFC 9421 §2.2.5', '"@request-target"',            '/a/../b%20c?a=1&b=x%20y&b=z&%C3%A9=%2B*~&empty='],
    ['RFC 9421 §2.2.6', '"@path"',                      '/a/../b%20c'],
    ['RFC 9421 §2.2.7', '"@query"',                     '?a=1&b=x%20y&b=z&%C3%A9=%2B*~&empty='],
    ['RFC 9421 §2.2.8', '"@query-param";name="a"',      '1'],
    ['RFC 9421 §2.2.8', '"@query-param";name="%C3%A9"', '%2B*%7E'],
    ['RFC 9421 §2.2.8', '"@query-param";name="empty"',  ''],
    ['RFC 9421 §2.2.8', '"@query-param";name="b"',      undefined],
    ['RFC 9421 §2.2.8', '"@query-param";name="none"',   undefined],
    ['RFC 9421 §2.2.8', '"@query-param"',               undefined],
    ['RFC 9421 §2.2.9', '"@status"',                    undefined],
    ['RFC 9421 §2.2',   '"@unknown"',                   undefined],
    ['RFC 9421 §2.2',   '"@method";req',                undefined],
  ]
  for (const [section, component, value] of table)
    test(`${section} ${component}`, () => assert.equal(valueOf(component), value))

  test('RFC 9421 §2.2.7 an absent query is a question mark alone', () => {
    const bare = { ...request, query: undefined }
    assert.equal(valueOf('"@query"', bare), '?')
    assert.equal(valueOf('"@request-target"', bare), '/a/../b%20c')
  })
})

describe('RFC 9421 §2.1 fields', () => {
  // oxfmt-ignore
  const table: [component: string, value: string | undefined][] = [
    ['"x-plain"',                 'a value'],
    ['"x-folded"',                'one two'],
    ['"x-empty"',                 ''],
    ['"x-none"',                  undefined],
    ['"X-Plain"',                 undefined],
    ['"x-dictionary";key="a"',    '1'],
    ['"x-dictionary";key="b"',    '("x" "y");z'],
    ['"x-dictionary";key="c"',    '?1'],
    ['"x-dictionary";key="none"', undefined],
    ['"x-plain";key="a"',         undefined],
    ['"x-plain";sf',              undefined],
    ['"x-plain";bs',              undefined],
    ['token',                     undefined],
  ]
  for (const [component, value] of table)
    test(`RFC 9421 §2.1.2 ${component} is ${JSON.stringify(value)}`, () =>
      assert.equal(valueOf(component), value))
})
