import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { databaseReplay, type Replay } from '../../packages/warder/src/cache/replay.ts'
import { quickReplay } from '../../packages/warder/src/cache/valkey/replay.ts'
import { openValkey, type Valkey } from '../../packages/warder/src/cache/valkey/valkey.ts'
import { silent } from '../../packages/warder/src/log.ts'
import { fifty, onEveryStore } from '../store/open-stores.ts'
import { redisUrl } from '../support/services.ts'

onEveryStore('replay markers', (store) => {
  let valkey: Valkey
  before(async () => {
    // Its own name space for each database: the markers of the other are not true here.
    valkey = await openValkey({ url: redisUrl(), issuer: `${store.url} ${process.pid}`, log: silent })
  })
  after(() => valkey.close())

  for (const [name, markers] of [
    ['in the database', () => databaseReplay(store.db)],
    ['in the database, with Valkey before it', () => quickReplay(valkey, databaseReplay(store.db))],
  ] as const) {
    describe(name, () => {
      // The keys of one are not those of the other.
      const { once } = {
        once: (key, until, now) => markers().once(`${name} ${key}`, until, now),
      } satisfies Replay

      test('F-33 of fifty at once one is the first', async () => {
        const first = await fifty(async () => once('statement', 100, 10))
        assert.equal(first.filter(Boolean).length, 1)
      })

      test('a key stays spent until its end, and no other key with it', async () => {
        assert.equal(await once('a', 100, 10), true)
        assert.equal(await once('a', 100, 99), false)
        assert.equal(await once('a', 900, 99), false)
        assert.equal(await once('b', 100, 99), true)
      })

      test('what is over cannot be spent', async () => {
        assert.equal(await once('late', 10, 10), false)
        assert.equal(await once('late', 100, 11), true)
      })
    })
  }

  test('F-18 what Valkey was made to forget is refused by the database, and remembered again', async () => {
    const { once } = quickReplay(valkey, databaseReplay(store.db))
    const marker = valkey.key('spent', 'flushed')
    assert.equal(await once('flushed', 100, 10), true)
    for (let i = 0; i < 2; i++) {
      assert.deepEqual(await valkey.ask(['EXISTS', marker]), { ok: true, reply: 1 })
      await valkey.ask(['DEL', marker])
      assert.equal(await once('flushed', 100, 10), false)
    }
  })

  test('a repeat is refused without asking the database', async () => {
    const source = databaseReplay(store.db)
    let asked = 0
    const counting: Replay = { once: (...call) => (asked++, source.once(...call)) }
    const { once } = quickReplay(valkey, counting)
    const first = await once('quick', 100, 10)
    const again = []
    for (let i = 0; i < 20; i++) again.push(await once('quick', 100, 10))
    assert.deepEqual([first, again.includes(true), asked], [true, false, 1])
  })

  test('F-17 F-20 an instance that is cut off from Valkey spends nothing a second time', async () => {
    const cut = await openValkey({ url: 'redis://127.0.0.1:1', issuer: 'https://cut.example', log: silent })
    const here = quickReplay(valkey, databaseReplay(store.db))
    const there = quickReplay(cut, databaseReplay(store.db))
    const first = await fifty(async (i) => (i % 2 ? here : there).once('partition', 100, 10))
    assert.equal(first.filter(Boolean).length, 1)
    await cut.close()
  })
})
