import assert from 'node:assert/strict'
import { test } from 'node:test'
import { median, ratios, showRatio } from './statistics.ts'

for (const [values, middle] of [
  [[3], 3],
  [[9, 1, 5], 5],
  [[4, 1, 3, 2], 2.5],
] as const) {
  test(`the median of ${values.join(', ')} is ${middle}`, () => assert.equal(median(values), middle))
}

test('a median of nothing is refused', () => assert.throws(() => median([]), /no value/))

test('ratios are taken round by round and not between two medians', () => {
  assert.deepEqual(ratios([10, 30, 20], [5, 10, 20]), { median: 2, min: 1, max: 3 })
})

test('rounds that are missing on one side are refused', () =>
  assert.throws(() => ratios([1, 2], [1]), /as many rounds/))

test('large ratios are shown with fewer digits', () => {
  assert.equal(showRatio({ median: 2.614, min: 2.5, max: 3 }), '2.61 × (2.50–3.00)')
  assert.equal(showRatio({ median: 21.44, min: 20, max: 22 }), '21.4 × (20.0–22.0)')
})
