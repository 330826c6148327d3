import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Db } from '../../packages/warder/src/store/open.ts'
import { prepared } from '../../packages/warder/src/store/prepared.ts'
import { onEveryStore } from './open-stores.ts'

onEveryStore('a prepared query', (store) => {
  const insert = prepared((db: Db, key: string, count: number) =>
    db.insertInto('counter').values({ count, expires_at: 7, key }).returning('key'),
  )
  const between = prepared((db: Db, low: number, high: number) =>
    db
      .selectFrom('counter')
      .select(['key', 'count'])
      .where('expires_at', '=', 7)
      .where('count', '<=', high)
      .where('count', '>=', low)
      .orderBy('count'),
  )

  test('puts each argument where the builder put it, and keeps constants', async () => {
    for (const [key, count] of [
      ['one', 1],
      ['two', 2],
      ['three', 3],
    ] as const) {
      assert.deepEqual(await insert.all(store.db, key, count), [{ key }])
    }
    assert.deepEqual(await between.all(store.db, 2, 3), [
      { key: 'two', count: 2 },
      { key: 'three', count: 3 },
    ])
    assert.deepEqual(await between.first(store.db, 1, 3), { key: 'one', count: 1 })
    assert.equal(await between.first(store.db, 4, 9), undefined)
  })

  test('is built once', async () => {
    let built = 0
    const query = prepared((db: Db, key: string) => {
      built++
      return db.selectFrom('counter').select('count').where('key', '=', key)
    })
    for (const key of ['one', 'two', 'one']) await query.all(store.db, key)
    assert.equal(built, 1)
  })

  test('belongs to the transaction it is given', async () => {
    const rolledBack = store.db.transaction().execute(async (tx) => {
      await insert.all(tx, 'inside', 50)
      assert.ok(await between.first(tx, 50, 50))
      assert.equal(await between.first(store.db, 50, 50), undefined)
      throw new Error('changed my mind')
    })
    await assert.rejects(rolledBack, /changed my mind/)
    assert.equal(await between.first(store.db, 50, 50), undefined)
  })

  test('that leaves an argument out is refused', () => {
    const query = prepared((db: Db, _forgotten: string) => db.selectFrom('counter').select('key'))
    assert.throws(() => query.all(store.db, 'x'), /argument 1 is not part of/)
  })
})
