import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import { boundedQueue } from './bounded-queue.ts'

/** Time in milliseconds, which passes when a test says so: this machine may stop for longer than a result is kept. */
function stillTime(t: TestContext): { pass: (milliseconds: number) => void } {
  let now = 0
  t.mock.timers.enable({ apis: ['setTimeout'] })
  t.mock.method(performance, 'now', () => now)
  return {
    pass(milliseconds) {
      now += milliseconds
      t.mock.timers.tick(milliseconds)
    },
  }
}

/** As many computations, one at a time, which end when they are told to. */
function computations(count: number) {
  const queue = boundedQueue(1, 10)
  const told: number[] = []
  const all = Array.from({ length: count }, (_, i) => {
    const ends = Promise.withResolvers<number>()
    const began = Promise.withResolvers<void>()
    const run = () => {
      began.resolve()
      return ends.promise
    }
    const answer = queue.run(run).then(
      (number) => told.push(number),
      () => told.push(-i),
    )
    return { ...ends, began: began.promise, answer, number: i }
  })
  return { all, told }
}

test('of computations that wait for each other four are told together, in their order', async (t) => {
  stillTime(t)
  const { all, told } = computations(6)
  for (const { resolve, number, began } of all.slice(0, 3)) {
    await began
    resolve(number)
  }
  await all[3]?.began
  assert.deepEqual(told, [])
  all[3]?.resolve(3)
  await all[4]?.began
  await all[3]?.answer
  assert.deepEqual(told, [0, 1, 2, 3])
})

test('a failure is told with the others, and the last computation keeps none of them', async (t) => {
  stillTime(t)
  const { all, told } = computations(3)
  await all[0]?.began
  all[0]?.resolve(0)
  await all[1]?.began
  all[1]?.reject(new Error('no hash'))
  await all[2]?.began
  assert.deepEqual(told, [])
  all[2]?.resolve(2)
  await Promise.all(all.map(({ answer }) => answer))
  assert.deepEqual(told, [0, -1, 2])
})

test('where computations take long a result is told at once', async (t) => {
  const time = stillTime(t)
  const queue = boundedQueue(1, 10)
  const never = Promise.withResolvers<string>()
  const first = queue.run(async () => {
    time.pass(30)
    return 'slow'
  })
  const second = queue.run(() => never.promise)
  assert.equal(await first, 'slow')
  never.resolve('told as well')
  await second
})

test('a result waits 30 ms for others and no longer, however long one of them takes', async (t) => {
  const time = stillTime(t)
  const { all, told } = computations(2)
  await all[0]?.began
  all[0]?.resolve(0)
  await all[1]?.began
  time.pass(29)
  await Promise.resolve()
  assert.deepEqual(told, [])
  time.pass(1)
  await all[0]?.answer
  assert.deepEqual(told, [0])
  all[1]?.resolve(1)
  await all[1]?.answer
})
