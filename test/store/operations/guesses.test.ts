import assert from 'node:assert/strict'
import { test } from 'node:test'
import { removeExpired } from '../../../packages/warder/src/store/expired.ts'
import * as guesses from '../../../packages/warder/src/store/operations/guesses.ts'
import { fifty, onEveryStore } from '../open-stores.ts'

const paced = { user_id: null, free: 5, most: 1000, keep: 3600 }

onEveryStore('guesses', (store) => {
  test('PW-14 of fifty at once as many are counted as come without a wait', async () => {
    const answers = await fifty(() => guesses.take(store.db, { ...paced, key: 'race' }, 100))
    assert.equal(answers.filter(({ ok }) => ok).length, 5)
    assert.ok(answers.every((answer) => answer.ok || (answer.ready_at === 101 && !answer.spent)))
  })

  test('each further one waits twice as long, up to a quarter of an hour', async () => {
    const waits: number[] = []
    let now = 1000
    for (let i = 0; i < 18; i++) {
      assert.equal((await guesses.take(store.db, { ...paced, key: 'slower' }, now)).ok, true)
      const early = await guesses.take(store.db, { ...paced, key: 'slower', most: 0 }, now)
      assert.ok(!early.ok)
      waits.push(early.ready_at - now)
      if (early.ready_at > now) {
        const tooSoon = await guesses.take(store.db, { ...paced, key: 'slower' }, early.ready_at - 1)
        assert.deepEqual(tooSoon, { ok: false, spent: false, ready_at: early.ready_at })
      }
      now = early.ready_at
    }
    assert.deepEqual(waits, [0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900, 900])
  })

  test('a row of them ends at its limit, however long anybody waits', async () => {
    const counted = { ...paced, key: 'limited', free: 1000, most: 3, keep: 1e9 }
    const answers = await fifty((index) => guesses.take(store.db, counted, 100 + index))
    assert.equal(answers.filter(({ ok }) => ok).length, 3)
    const late = await guesses.take(store.db, counted, 1e8)
    assert.ok(!late.ok && late.spent)
  })

  test('a row is forgotten after its time, and cleared by the right one', async () => {
    const counted = { ...paced, key: 'forgotten', free: 1 }
    assert.deepEqual(await guesses.take(store.db, counted, 100), { ok: true, failures: 1 })
    assert.deepEqual(await guesses.take(store.db, counted, 101), { ok: true, failures: 2 })
    assert.deepEqual(await guesses.take(store.db, counted, 103 + 3600), { ok: true, failures: 1 })
    await guesses.clear(store.db, 'forgotten', 'nothing')
    assert.deepEqual(await guesses.take(store.db, counted, 103 + 3600), { ok: true, failures: 1 })
  })

  test('what was given back counts no more and waits less', async () => {
    const counted = { ...paced, key: 'returned' }
    for (let i = 0; i < 5; i++) await guesses.take(store.db, counted, 100)
    await guesses.giveBack(store.db, ['returned', 'absent'], 100)
    assert.deepEqual(await guesses.take(store.db, counted, 100), { ok: true, failures: 5 })
  })

  test('everything about a person goes at once, and about nobody else', async () => {
    for (const [key, user_id] of [
      ['one', 'usr_1'],
      ['two', 'usr_1'],
      ['three', 'usr_2'],
    ])
      await guesses.take(store.db, { ...paced, key: key!, user_id: user_id! }, 100)
    await guesses.clearAllOf(store.db, 'usr_1')
    const left = await store.db.selectFrom('guess').select('key').where('user_id', 'is not', null).execute()
    assert.deepEqual(left, [{ key: 'three' }])
  })

  test('clean-up removes what no longer counts, in batches', async () => {
    await store.db.deleteFrom('guess').execute()
    for (const key of ['a', 'b', 'c']) await guesses.take(store.db, { ...paced, key }, 100)
    await guesses.take(store.db, { ...paced, key: 'later' }, 101)
    assert.equal(await removeExpired(store.db, 'guess', 3700, 2), 2)
    assert.equal(await removeExpired(store.db, 'guess', 3700, 2), 1)
    assert.equal(await removeExpired(store.db, 'guess', 3700, 2), 0)
  })
})
