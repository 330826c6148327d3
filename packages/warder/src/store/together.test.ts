import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Db } from './open.ts'
import { together } from './together.ts'

const [one, other] = [{} as Db, {} as Db] // nothing is asked of them here

/** What was asked for, question by question. */
function asking() {
  const questions: { db: Db; keys: readonly string[]; now: number }[] = []
  const find = together(async (db, keys, now) => {
    questions.push({ db, keys, now })
    return keys.filter((key) => key !== 'unknown').map((key) => ({ key, db, found: `row of ${key}` }))
  })
  return { find, questions }
}

test('what is looked up at one moment is one question, and everybody gets their own row', async () => {
  const { find, questions } = asking()
  const rows = await Promise.all(['a', 'b', 'unknown', 'a'].map((key) => find(one, key, 10)))
  assert.deepEqual(
    rows.map((row) => row?.found),
    ['row of a', 'row of b', undefined, 'row of a'],
  )
  assert.deepEqual(
    questions.map(({ keys }) => keys),
    [['a', 'b', 'unknown']],
  )
})

test('a later moment asks again, and another database apart', async () => {
  const { find, questions } = asking()
  const [mine, theirs] = await Promise.all([find(one, 'a', 10), find(other, 'a', 10)])
  assert.equal(mine?.db, one)
  assert.equal(theirs?.db, other)
  await find(one, 'a', 10)
  assert.equal(questions.length, 3)
})

test('SE-12 the latest time counts for all of them', async () => {
  const { find, questions } = asking()
  await Promise.all([11, 12, 10].map((now) => find(one, 'a', now)))
  assert.deepEqual(
    questions.map(({ now }) => now),
    [12],
  )
})

test('a question has at most two hundred keys', async () => {
  const { find, questions } = asking()
  await Promise.all(Array.from({ length: 500 }, (_, i) => find(one, `key ${i}`, 10)))
  assert.deepEqual(
    questions.map(({ keys }) => keys.length),
    [200, 200, 100],
  )
})

test('a failure reaches everybody who asked, and nobody who asks later', async () => {
  let broken = true
  const find = together(async (_db, keys) => {
    if (broken) throw new Error('away')
    return keys.map((key) => ({ key, found: key }))
  })
  const outcomes = await Promise.allSettled(['a', 'b'].map((key) => find(one, key, 10)))
  assert.deepEqual(
    outcomes.map(({ status }) => status),
    ['rejected', 'rejected'],
  )
  broken = false
  assert.deepEqual(await find(one, 'a', 10), { found: 'a' })
})
