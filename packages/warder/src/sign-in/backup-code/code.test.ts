import assert from 'node:assert/strict'
import { test } from 'node:test'
import { grouped, newRecoveryCode, readRecoveryCode } from './code.ts'

test('a code has sixteen characters of a base32 without I, L, O and U: 80 bits', () => {
  const codes = Array.from({ length: 2000 }, newRecoveryCode)
  for (const code of codes) assert.match(code, /^[0-9a-hjkmnp-tv-z]{16}$/)
  assert.equal(new Set(codes).size, codes.length)
  // Every character turns up in every place, so none of the bits is lost.
  for (let at = 0; at < 16; at++) assert.equal(new Set(codes.map((code) => code[at])).size, 32, `place ${at}`)
})

test('what is shown is read back, in any case, with or without dashes', () => {
  for (let round = 0; round < 50; round++) {
    const code = newRecoveryCode()
    for (const typed of [code, grouped(code), grouped(code).toUpperCase(), ` ${grouped(code)} `])
      assert.equal(readRecoveryCode(typed), code)
  }
})

// oxfmt-ignore
const typed: [what: string, typed: string, read: string | undefined][] = [
  ['letters for digits',    'OI1l-0000-0000-000o',          '0111000000000000'],
  ['long dashes, spaces',   'abcd–efgh — jkmn pqrs',        'abcdefghjkmnpqrs'],
  ['one too few',           'abcd-efgh-jkmn-pqr',           undefined],
  ['one too many',          'abcd-efgh-jkmn-pqrst',         undefined],
  ['a letter that is none', 'abcd-efgh-jkmn-pqru',          undefined],
  ['digits of an app',      '123456',                       undefined],
  ['nothing',               '',                             undefined],
  ['other digits',          '١٢٣٤-١٢٣٤-١٢٣٤-١٢٣٤',          undefined],
]
for (const [what, text, read] of typed) {
  test(`a code with ${what} is read as ${read ?? 'none'}`, () => assert.equal(readRecoveryCode(text), read))
}
