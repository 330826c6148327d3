import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { isInnerList, parseDictionary, serializeMember, serializeParameters } from './structured-fields.ts'

/** What a dictionary says, written out again in its one spelling. */
function rewritten(text: string): string | undefined {
  const members = parseDictionary(text)
  return members && [...members].map(([name, member]) => `${name}=${serializeMember(member)}`).join(', ')
}

describe('RFC 9651 §4.2.2 dictionaries', () => {
  // oxfmt-ignore
  const table: [text: string, says: string][] = [
    ['',                                   ''],
    ['a=1',                                'a=1'],
    ['a=1,b=2 ,\tc=3',                     'a=1, b=2, c=3'],
    ['a=1, a=2',                           'a=2'],
    ['a, b;x, c',                          'a=?1, b=?1;x, c=?1'],
    ['a=?0;x=?1;y',                        'a=?0;x;y'],
    ['a="x, y";q="\\"\\\\"',               'a="x, y";q="\\"\\\\"'],
    ['a=tok/en:*;b=1.5;c=-7',              'a=tok/en:*;b=1.5;c=-7'],
    ['a=:aGVsbG8=:',                       'a=:aGVsbG8=:'],
    ['sig=( "a"  "b";sf );created=1',      'sig=("a" "b";sf);created=1'],
    ['sig=();x',                           'sig=();x'],
    ['a=1;x=1;x=2',                        'a=1;x=2'],
  ]
  for (const [text, says] of table) {
    test(`RFC 9651 §4.1.1, §4.1.1.2 and §4.1.3 ${JSON.stringify(text)} is read and written`, () =>
      assert.equal(rewritten(text), says))
  }

  // oxfmt-ignore
  const wrong: [what: string, text: string][] = [
    ['a comma at the end',              'a=1,'],
    ['no comma',                        'a=1 b=2'],
    ['a name in capitals',              'A=1'],
    ['no value',                        'a='],
    ['an open text',                    'a="x'],
    ['a text with another escape',      'a="\\x"'],
    ['a text that is not ASCII',        'a="é"'],
    ['an open byte sequence',           'a=:aGk'],
    ['bytes in base64url',              'a=:a-b_:'],
    ['RFC 9651 §4.2.1.2 an open list',  'a=("b"'],
    ['a list without spaces',           'a=("b""c")'],
    ['a list in a list',                'a=(("b"))'],
    ['a boolean of another kind',       'a=?2'],
    ['a number of sixteen digits',      'a=1234567890123456'],
    ['four decimals',                   'a=1.2345'],
    ['RFC 9651 §4.2.3.1 a date',        'a=@1659578233'],
    ['RFC 9651 §4.2.3.2 no parameter',  'a=1;'],
    ['a line break',                    'a=1\n, b=2\r'],
  ]
  for (const [what, text] of wrong)
    test(`${what} is none`, () => assert.equal(parseDictionary(text), undefined))

  test('whatever stands there, it is read or it is none; what is read is read again as the same', () => {
    const pieces = ['a', 'b', '=', '(', ')', '"', ';', ':', ' ', ',', '1', '?1', '\\', '*', '.', 'é', '\t']
    const texts = fc.array(fc.constantFrom(...pieces), { maxLength: 20 }).map((parts) => parts.join(''))
    fc.assert(
      fc.property(fc.oneof(texts, fc.string({ unit: 'binary' })), (text) => {
        const once = rewritten(text)
        if (once !== undefined) assert.equal(rewritten(once), once)
      }),
    )
  })

  test('parameters alone are written in their order', () => {
    const member = parseDictionary('a=();b=1;a="x"')?.get('a')
    assert.ok(member && isInnerList(member))
    assert.equal(serializeParameters(member.parameters), ';b=1;a="x"')
  })
})
