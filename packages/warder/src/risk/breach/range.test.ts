import assert from 'node:assert/strict'
import { test } from 'node:test'
import { countIn } from './range.ts'

const suffix = '1E4C9B93F3F0682250B6CF8331B7EE68FD8'
const other = '003D68EB55068C33ACE09247EE4C639306B'

// oxfmt-ignore
const ranges: [range: string, count: number][] = [
  [`${other}:3\r\n${suffix}:9659365\r\n`, 9_659_365],
  [`${other}:3\n${suffix}:1`,             1],
  [`${suffix.toLowerCase()}:2\r\n`,       2],
  [`${other}:3\r\n${suffix}:0\r\n`,       0],
  [`${other}:3\r\n`,                      0],
]
for (const [range, count] of ranges) {
  test(`${JSON.stringify(range)} counts ${count}`, () => assert.equal(countIn(range, suffix), count))
}

const unusable = [
  '',
  '\r\n',
  '<html><body>Please sign in to the network</body></html>',
  `${suffix}`,
  `${suffix}:`,
  `${suffix}:-1`,
  `${suffix}:1:2`,
  `${suffix.slice(1)}:1`,
  `0${suffix}:1`,
  `${other}:3\r\n\r\n${suffix}:1`,
  `${other}:3\r\n{"error":"rate limited"}`,
]
for (const range of unusable) {
  test(`PW-03 ${JSON.stringify(range.slice(0, 50))} is no range, and nothing is concluded from it`, () => {
    assert.throws(() => countIn(range, suffix), { name: 'UnusableAnswer' })
  })
}
