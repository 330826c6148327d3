import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { apiKeyPattern, apiKeyPrefix, parseApiKey, writeApiKey } from './api-key.ts'
import { quickest } from '../../../../test/support/timing/quickest.ts'

// Worked out by another program: base62 of the bytes, CRC-32 as in zlib.
// oxfmt-ignore
const written: [what: string, secret: number[], rest: string][] = [
  ['nothing but zeros', Array<number>(32).fill(0),   '00000000000000000000000000000000000000000002CZclj'],
  ['nothing but ones',  Array<number>(32).fill(255), 'yhjskwdA6OZ1AL1YmHWZWm8LLG7HjnuCA2j5rOw8Xp13sRzl1'],
  ['one to thirty-two', Array.from({ length: 32 }, (_, at) => at + 1), '0Eoh211G4c8wtVWM00my5rsNSFlKgaWqQ4mb8gdEqno3l9REG'],
]

describe('an API key', () => {
  for (const [what, secret, rest] of written) {
    // In two parts, or scanners would take it for one that leaked.
    const key = `wdr_live_${rest}`
    test(`of ${what} is ${key}`, () => {
      assert.equal(writeApiKey('live', Uint8Array.from(secret)), key)
      assert.deepEqual(parseApiKey(key), { environment: 'live', prefix: key.slice(0, 17) })
    })
  }

  test('is read as what it was written as, and scanners find it', () => {
    const secrets = fc.uint8Array({ minLength: 32, maxLength: 32 })
    fc.assert(
      fc.property(secrets, fc.constantFrom('live', 'test'), (secret, environment) => {
        const key = writeApiKey(environment, secret)
        assert.deepEqual(parseApiKey(key), { environment, prefix: apiKeyPrefix(key) })
        assert.equal(new RegExp(apiKeyPattern).exec(`KEY="${key}"`)?.[0], key)
      }),
    )
  })

  test('with one other character is none, wherever it is', () => {
    const key = writeApiKey(
      'live',
      Uint8Array.from({ length: 32 }, (_, at) => at * 7),
    )
    for (let at = 0; at < key.length; at++) {
      for (const other of 'aZ0_') {
        if (key[at] === other) continue
        const changed = key.slice(0, at) + other + key.slice(at + 1)
        assert.equal(parseApiKey(changed), undefined, changed)
      }
    }
  })

  test('with two neighbours changed places is none', () => {
    const key = writeApiKey(
      'test',
      Uint8Array.from({ length: 32 }, (_, at) => 255 - at * 5),
    )
    for (let at = 9; at + 1 < key.length; at++) {
      if (key[at] === key[at + 1]) continue
      const changed = key.slice(0, at) + (key[at + 1] ?? '') + (key[at] ?? '') + key.slice(at + 2)
      assert.equal(parseApiKey(changed), undefined, changed)
    }
  })

  const good = writeApiKey('live', new Uint8Array(32).fill(9))
  // oxfmt-ignore
  const refused: [what: string, text: string][] = [
    ['nothing',                '' ],
    ['a longer one',           `${good}0`],
    ['a shorter one',          good.slice(0, -1)],
    ['a line break behind it', `${good}\n`],
    ['a space before it',      ` ${good}`],
    ['a NUL in it',            good.slice(0, 20) + '\0' + good.slice(21)],
    ['digits of other scripts', good.slice(0, 20) + '٣' + good.slice(21)],
    ['lower case',             good.toLowerCase()],
    ['upper case',             good.toUpperCase()],
    ['another environment',    good.replace('live', 'prod')],
    ['another prefix',         good.replace('wdr', 'sk')],
    ['two of them',            `${good}, ${good}`],
    ['100 KB',                 `wdr_live_${'A'.repeat(100_000)}`],
  ]
  for (const [what, text] of refused) {
    test(`AK-17 ${what} is none`, () => assert.equal(parseApiKey(text), undefined))
  }

  test('AK-17 what is none costs nothing, however long it is', async () => {
    const long = `wdr_live_${'A'.repeat(100_000)}`
    const took = await quickest(() => {
      for (let i = 0; i < 1000; i++) parseApiKey(long)
    })
    assert.ok(took < 50, `${took} ms for a thousand`)
  })

  test('is made of 32 bytes and of no other number', () => {
    for (const length of [0, 16, 31, 33]) {
      assert.throws(() => writeApiKey('live', new Uint8Array(length)), RangeError)
    }
  })
})
