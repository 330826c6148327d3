import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseNumber } from './number.ts'
import { quickest } from '../../../../test/support/timing/quickest.ts'

const numbers: [written: string, e164: string | undefined][] = [
  ['+41 79 123 45 67', '+41791234567'],
  ['+49 (0)170 1234567', '+491701234567'],
  ['0049 170 1234567', '+491701234567'],
  ['+٤٩١٧٠١٢٣٤٥٦٧', '+491701234567'],
  [' +1 213-373-4253 ', '+12133734253'],
  ['+1.213.373.4253', '+12133734253'],
  ['+1 213 373 4253;ext=5', undefined],
  ['+1 213 373 4253 x5', undefined],
  ['+1;ext=5', undefined],
  ['079 123 45 67', undefined],
  ['tel:+41791234567', undefined],
  ['call +41791234567', undefined],
  ['+41791234567,+41791234568', undefined],
  ['+41791234567\n+41791234568', undefined],
  ['+1 900 555 1234', undefined],
  ['+1 (213) FLOWERS', undefined],
  ['+999 123 456', undefined],
  ['+4179123456789012345', undefined],
  [`+${'1'.repeat(50_000)}`, undefined],
  ['', undefined],
]
for (const [written, e164] of numbers) {
  test(`ML-13 ${JSON.stringify(written.slice(0, 40))} is ${e164 ?? 'refused'}`, async () => {
    assert.equal((await parseNumber(written))?.e164, e164)
  })
}

test('DS-06 a long row of separators is refused at once', async () => {
  const long = `+${'( '.repeat(50_000)}x`
  const took = await quickest(async () => assert.equal(await parseNumber(long), undefined))
  assert.ok(took < 50, `${took} ms`)
})
