import assert from 'node:assert/strict'
import { test } from 'node:test'
import { memoryCounters } from '../cache/memory.ts'
import { createPressure } from './pressure.ts'

const calm = { mode: 'auto', bits: 14, failures: 3, failures_overall: 1_000_000 } as const

test('each of three signs counts, and each passes', async () => {
  let now = 1000
  const pressure = createPressure(memoryCounters(), { ...calm, failures_overall: 5 }, () => now)
  for (let i = 1; i <= 3; i++) await pressure.failed('192.0.2.1', 'ada', i)
  assert.equal(pressure.signs('192.0.2.1', 'ada'), 1)
  for (let i = 8; i <= 9; i++) await pressure.failed('192.0.2.9', 'ada', i)
  assert.equal(pressure.signs('192.0.2.1', 'ada'), 3)
  assert.deepEqual([pressure.signs('192.0.2.2', 'bob'), pressure.signs('192.0.2.2')], [1, 1])
  now += 300
  assert.equal(pressure.signs('192.0.2.1', 'ada'), 2)
  now += 300
  assert.equal(pressure.signs('192.0.2.1', 'ada'), 1)
  now += 3000
  assert.equal(pressure.signs('192.0.2.1', 'ada'), 0)
})

test('DS-14 what is remembered is bounded: the oldest goes first, and comes back at its next failure', async () => {
  const pressure = createPressure(memoryCounters(), calm, () => 1000)
  const fail = (index: number) =>
    pressure.failed(`10.${index >> 16}.${(index >> 8) & 255}.${index & 255}`, 'x', 1)
  for (let i = 0; i < 20_001; i++) for (let time = 0; time < 3; time++) await fail(i)
  assert.deepEqual(
    [pressure.signs('10.0.0.0'), pressure.signs('10.0.0.1'), pressure.signs('10.0.78.32')],
    [0, 1, 1],
  )
  await fail(0)
  assert.equal(pressure.signs('10.0.0.0'), 1)
})
