import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseEmail } from './email.ts'

const accepted: [text: string, address: string, key: string][] = [
  ['ada@example.com', 'ada@example.com', 'ada@example.com'],
  [' Ada.Lovelace+x@Example.COM ', 'Ada.Lovelace+x@example.com', 'ada.lovelace+x@example.com'],
  ['alice@bücher.example', 'alice@xn--bcher-kva.example', 'alice@xn--bcher-kva.example'],
]
for (const [text, address, key] of accepted) {
  test(`${JSON.stringify(text)} is ${address}`, () => assert.deepEqual(parseEmail(text), { address, key }))
}

const refused = [
  '',
  'ada',
  '@example.com',
  'ada@',
  'ada@localhost',
  '"a@evil"@victim.com',
  'a@v.com,b@e.com',
  'a@v.com\r\nBcc:x@e',
  'a@v.com%0d%0aBcc:x@e',
  'a@e@v.com',
  '<a@v.com>',
  'a@[127.0.0.1]',
  'a@v.com.',
  'a b@v.com',
  'a@v..com',
  '.a@v.com',
  'a.@v.com',
  'a..b@v.com',
  'аdmin@v.com',
  'a\u200b@v.com',
  `${'a'.repeat(65)}@v.com`,
  `a@${'a'.repeat(250)}.com`,
  'a@-v.com',
  'a@e.com/@v.com',
  'a@e.com#v',
  'a@e.com?v',
  'a@e.com\\v',
  'a@e%2ecom',
  'a@e.com:80',
  'a@e。com.',
]
for (const text of refused) {
  test(`PW-20 PW-22 ${JSON.stringify(text).slice(0, 60)} is not an address`, () =>
    assert.equal(parseEmail(text), undefined))
}
