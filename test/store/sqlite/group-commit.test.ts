import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { sql } from 'kysely'
import { asStorageError, isUniqueViolation } from '../../../packages/warder/src/store/errors.ts'
import { migrate } from '../../../packages/warder/src/store/migrate.ts'
import { closeStore, openStore, type Db } from '../../../packages/warder/src/store/open.ts'
import { fifty, onSqlite } from '../open-stores.ts'

const add = (db: Db, key: string) =>
  db.insertInto('counter').values({ key, count: 1, expires_at: 100 }).execute()

const has = async (db: Db, key: string) =>
  (await db.selectFrom('counter').select('key').where('key', '=', key).executeTakeFirst()) !== undefined

/** What became of each promise, as short words. */
const outcomes = async (work: Promise<unknown>[]) =>
  (await Promise.allSettled(work)).map((each) => each.status)

onSqlite('a group commit', (store) => {
  test('takes the jobs that are ready into one transaction of the database', async (t) => {
    t.mock.method(performance, 'now', () => 0) // or a slow machine might end the group before its time
    const before = await changesOfFile(store.db)
    await fifty((index) => add(store.db, `together ${index}`))
    assert.equal((await changesOfFile(store.db)) - before, 1)
  })

  test('loses only the job that fails', async () => {
    await add(store.db, 'taken')
    const work = [
      add(store.db, 'before'),
      add(store.db, 'taken'),
      store.db.transaction().execute(async (tx) => {
        await add(tx, 'half')
        throw new Error('changed my mind')
      }),
      store.db.transaction().execute((tx) => add(tx, 'after')),
    ]
    assert.deepEqual(await outcomes(work), ['fulfilled', 'rejected', 'rejected', 'fulfilled'])
    await assert.rejects(work[1]!, isUniqueViolation)
    await assert.rejects(work[2]!, /changed my mind/)
    assert.deepEqual(await Promise.all(['before', 'half', 'after'].map((key) => has(store.db, key))), [
      true,
      false,
      true,
    ])
  })

  test('whose commit fails reports every job as not done, and is undone', async (t) => {
    t.mock.method(performance, 'now', () => 0)
    const work = [
      add(store.db, 'in the group'),
      store.db.transaction().execute(async (tx) => {
        // A deferred foreign key is checked at the COMMIT of the whole group and fails it.
        await sql`pragma defer_foreign_keys = on`.execute(tx)
        await tx
          .insertInto('user_role')
          .values({ user_id: 'usr_nobody', tenant_id: 'ten_default', role: 'ghost', granted_at: 1 })
          .execute()
      }),
      store.db.transaction().execute(async (tx) => {
        if (await has(tx, 'in the group')) throw new Error('there already')
      }),
    ]
    for (const { status, reason } of (await Promise.allSettled(work)) as PromiseRejectedResult[]) {
      assert.equal(status, 'rejected')
      assert.ok(asStorageError(reason))
    }
    assert.equal(await has(store.db, 'in the group'), false)
    await add(store.db, 'in the group')
    assert.equal(await has(store.db, 'in the group'), true)
  })

  test('that finds the disk full reports nothing as done, reads go on, and it recovers', async () => {
    const limit = (pages: number) =>
      store.db.transaction().execute((tx) => sql.raw(`pragma max_page_count = ${pages}`).execute(tx))
    await limit(1) // SQLite takes the size it has
    const work = Array.from({ length: 20 }, (_, index) => add(store.db, `${'full '.repeat(2000)}${index}`))
    const done = await outcomes(work)
    for (const [index, outcome] of done.entries()) {
      assert.equal(await has(store.db, `${'full '.repeat(2000)}${index}`), outcome === 'fulfilled')
    }
    const refused = work[done.lastIndexOf('rejected')]
    assert.ok(refused, 'the disk was not full')
    await assert.rejects(refused, (error) => asStorageError(error)?.kind === 'full')
    await limit(100_000)
    await add(store.db, 'space again')
    assert.equal(await has(store.db, 'space again'), true)
  })

  test('shows nobody what is not committed', async () => {
    let seen: boolean | undefined
    await store.db.transaction().execute(async (tx) => {
      await add(tx, 'secret')
      assert.equal(await has(tx, 'secret'), true)
      seen = await has(store.db, 'secret')
    })
    assert.equal(seen, false)
    assert.equal(await has(store.db, 'secret'), true)
  })

  test('does not wait for ever for a transaction that waits for itself', async (t) => {
    t.mock.timers.enable({ apis: ['setTimeout'] })
    const stuck = store.db.transaction().execute(async (tx) => {
      const behindMyself = add(store.db, 'behind myself')
      await has(tx, 'anything')
      t.mock.timers.tick(5_000)
      await behindMyself
    })
    await assert.rejects(stuck, (error) => asStorageError(error)?.kind === 'busy')
    await add(store.db, 'others go on')
  })

  test('refuses a parameter that SQLite would take for something else', async () => {
    const date = sql`insert into counter (key, count, expires_at) values (${new Date(0)}, 1, 1)`
    await assert.rejects(date.execute(store.db), TypeError)
    await assert.rejects(add(store.db, undefined as unknown as string))
  })
})

test('in memory a read waits for the open transaction', async () => {
  const db = openStore('sqlite::memory:')
  await migrate(db, { now: 1 })
  let reading: Promise<boolean> | undefined
  const rolledBack = db.transaction().execute(async (tx) => {
    await add(tx, 'dirty')
    reading = has(db, 'dirty')
    await nextTurn() // time enough to read what is not committed
    throw new Error('changed my mind')
  })
  await assert.rejects(rolledBack, /changed my mind/)
  assert.equal(await reading, false)
  await closeStore(db)
})

test('closing lets what waits finish', async () => {
  const db = openStore('sqlite::memory:')
  await migrate(db, { now: 1 })
  const waiting = fifty((index) => add(db, `last ${index}`))
  await closeStore(db)
  assert.equal((await waiting).length, 50)
  await assert.rejects(add(db, 'too late'))
})

/** SQLite counts the transactions that changed the file, as another connection sees them. */
async function changesOfFile(db: Db): Promise<number> {
  const { rows } = await sql<{ data_version: number }>`pragma data_version`.execute(db)
  return rows[0]?.data_version ?? Number.NaN
}
