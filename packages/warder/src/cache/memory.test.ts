import assert from 'node:assert/strict'
import { test } from 'node:test'
import { memoryCounters } from './memory.ts'

test('a window allows its limit, says what is left, and starts again', () => {
  const counters = memoryCounters()
  const answers = [0, 1, 2, 59, 60].map((now) => counters.take('login', 2, 60, now))
  assert.deepEqual(answers, [
    { ok: true, remaining: 1, reset: 60 },
    { ok: true, remaining: 0, reset: 60 },
    { ok: false, remaining: 0, reset: 60 },
    { ok: false, remaining: 0, reset: 60 },
    { ok: true, remaining: 1, reset: 120 },
  ])
})

test('DS-14 a million keys stay within the capacity', () => {
  const counters = memoryCounters(10_000)
  let most = 0
  for (let i = 0; i < 1_000_000; i++) {
    counters.take(`address ${i}`, 10, 60, 1)
    most = Math.max(most, counters.size())
  }
  assert.equal(most, 10_000)
})

test('DS-14 a flood of new keys pushes out no key that is near its limit', () => {
  const counters = memoryCounters(1_000)
  for (let i = 0; i < 5; i++) counters.take('victim', 5, 60, 1)
  for (let i = 0; i < 50_000; i++) counters.take(`flood ${i}`, 5, 60, 1)
  assert.equal(counters.take('victim', 5, 60, 1).ok, false)
})

test('room is made of what has expired before anything else', () => {
  const counters = memoryCounters(4)
  counters.take('short', 9, 10, 0)
  for (const key of ['a', 'b', 'c']) counters.take(key, 9, 100, 0)
  counters.take('new', 9, 100, 50)
  const left = ['a', 'b', 'c'].map((key) => counters.take(key, 9, 100, 50).remaining)
  assert.deepEqual(left, [7, 7, 7])
})
