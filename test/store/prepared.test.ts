import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Db } from '../../packages/warder/src/store/open.ts'
import { prepared, preparedInsert, preparedList } from '../../packages/warder/src/store/prepared.ts'
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

  test('is over with the transaction that it was given', async () => {
    let over: Db | undefined
    await store.db.transaction().execute(async (tx) => {
      over = tx
      await insert.all(tx, 'kept', 60)
    })
    assert.ok(await between.first(store.db, 60, 60))
    const late = async () => insert.all(over ?? assert.fail(), 'late', 61)
    await assert.rejects(late(), /transaction/i)
    assert.equal(await between.first(store.db, 61, 61), undefined)
  })

  test('about a list takes as many as there are, few or many', async () => {
    let built = 0
    const among = preparedList((db: Db, counts: readonly number[], expires_at: number) => {
      built++
      return db
        .selectFrom('counter')
        .select('count')
        .where('count', 'in', counts)
        .where('expires_at', '=', expires_at)
        .orderBy('count')
    })
    const listed = async (counts: readonly number[]) => {
      const rows = await among.all(store.db, counts, 7)
      return rows.map(({ count }) => Number(count))
    }
    assert.deepEqual(await listed([2, 77]), [2])
    assert.deepEqual(await listed([3, 1]), [1, 3])
    assert.deepEqual(await listed([1]), [1])
    assert.equal(built, 2, 'once for each length')
    const many = Array.from({ length: 40 }, (_, i) => i)
    assert.deepEqual(await listed(many), [1, 2, 3])
    assert.deepEqual(await among.first(store.db, [2, 3], 7), { count: 2 })
  })

  test('adds rows of different columns', async () => {
    const add = preparedInsert('revocation')
    const row = { kind: 'jti', until: 99, created_at: 1 }
    await add(store.db, { ...row, hash: 'one', not_before: 5 })
    await add(store.db, { hash: 'two', ...row })
    const rows = await store.db
      .selectFrom('revocation')
      .select(['hash', 'not_before'])
      .orderBy('seq')
      .execute()
    assert.deepEqual(
      rows.map(({ hash, not_before }) => [hash, not_before]),
      [
        ['one', 5],
        ['two', null],
      ],
    )
  })

  test('has the limit in its text, since SQLite would plan it anew each time, and one that is an argument as it is given', async () => {
    const texts: string[] = []
    const kept = <Q extends { compile: () => { sql: string } }>(query: Q): Q => {
      texts.push(query.compile().sql)
      return query
    }
    const two = prepared((db: Db, least: number) =>
      kept(db.selectFrom('counter').select('count').where('count', '>=', least).orderBy('count').limit(2)),
    )
    const some = prepared((db: Db, most: number) =>
      kept(db.selectFrom('counter').select('count').orderBy('count').limit(most)),
    )
    const counts = (rows: { count: number }[]) => rows.map(({ count }) => Number(count))
    assert.deepEqual(counts(await two.all(store.db, 2)), [2, 3])
    assert.deepEqual(counts(await some.all(store.db, 1)), [1])
    assert.match(texts[0] ?? '', / limit 2$/)
    assert.match(texts[1] ?? '', / limit [?$]1?$/)
  })

  test('that leaves an argument out is refused', () => {
    const query = prepared((db: Db, _forgotten: string) => db.selectFrom('counter').select('key'))
    assert.throws(() => query.all(store.db, 'x'), /argument 1 is not part of/)
  })
})
