import assert from 'node:assert/strict'
import { test } from 'node:test'
import { databaseReplay, type Replay } from '../../packages/warder/src/cache/replay.ts'
import { fifty, onEveryStore } from '../store/open-stores.ts'

onEveryStore('replay markers', (store) => {
  const markers = (): Replay => databaseReplay(store.db)

  test('F-33 of fifty at once one is the first', async () => {
    const first = await fifty(async () => markers().once('statement', 100, 10))
    assert.equal(first.filter(Boolean).length, 1)
  })

  test('a key stays spent until its end, and no other key with it', async () => {
    const { once } = markers()
    assert.equal(await once('a', 100, 10), true)
    assert.equal(await once('a', 100, 99), false)
    assert.equal(await once('a', 900, 99), false)
    assert.equal(await once('b', 100, 99), true)
  })

  test('what is over cannot be spent', async () => {
    const { once } = markers()
    assert.equal(await once('late', 10, 10), false)
    assert.equal(await once('late', 100, 11), true)
  })
})
