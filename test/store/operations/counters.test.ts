import assert from 'node:assert/strict'
import { test } from 'node:test'
import { removeExpired } from '../../../packages/warder/src/store/expired.ts'
import * as counters from '../../../packages/warder/src/store/operations/counters.ts'
import { ascending, fifty, onEveryStore } from '../open-stores.ts'

onEveryStore('guarded counters', (store) => {
  test('of fifty concurrent callers exactly the limit is counted', async () => {
    const answers = await fifty(() => counters.tryIncrement(store.db, 'race', 7, 100, 10))
    const counts = answers.flatMap((answer) => (answer.ok ? [answer.count] : []))
    assert.deepEqual(counts.toSorted(ascending), [1, 2, 3, 4, 5, 6, 7])
  })

  test('a full counter says when it starts again, and does', async () => {
    assert.deepEqual(await counters.tryIncrement(store.db, 'full', 1, 100, 10), { ok: true, count: 1 })
    assert.deepEqual(await counters.tryIncrement(store.db, 'full', 1, 150, 99), {
      ok: false,
      expires_at: 100,
    })
    assert.deepEqual(await counters.tryIncrement(store.db, 'full', 1, 200, 100), { ok: true, count: 1 })
    assert.deepEqual(await counters.tryIncrement(store.db, 'full', 1, 300, 100), {
      ok: false,
      expires_at: 200,
    })
  })

  test('a window keeps the end that its first call gave it', async () => {
    await counters.tryIncrement(store.db, 'window', 2, 100, 10)
    await counters.tryIncrement(store.db, 'window', 2, 900, 20)
    assert.deepEqual(await counters.tryIncrement(store.db, 'window', 2, 900, 30), {
      ok: false,
      expires_at: 100,
    })
  })

  test('a limit of nothing allows nothing', async () => {
    assert.deepEqual(await counters.tryIncrement(store.db, 'none', 0, 100, 10), {
      ok: false,
      expires_at: 100,
    })
  })

  test('a counter that is reset starts again', async () => {
    await counters.tryIncrement(store.db, 'again', 1, 100, 10)
    await counters.reset(store.db, 'again')
    assert.equal((await counters.tryIncrement(store.db, 'again', 1, 100, 10)).ok, true)
  })

  test('clean-up removes what has expired, in batches', async () => {
    await store.db.deleteFrom('counter').execute()
    for (const key of ['a', 'b', 'c']) await counters.tryIncrement(store.db, key, 1, 100, 10)
    await counters.tryIncrement(store.db, 'later', 1, 101, 10)
    assert.equal(await removeExpired(store.db, 'counter', 100, 2), 2)
    assert.equal(await removeExpired(store.db, 'counter', 100, 2), 1)
    assert.equal((await counters.tryIncrement(store.db, 'later', 1, 200, 100)).ok, false)
  })
})
