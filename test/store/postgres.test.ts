import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { setImmediate } from 'node:timers/promises'
import { sql } from 'kysely'
import { StorageError, type StorageErrorKind } from '../../packages/warder/src/store/errors.ts'
import { migrate } from '../../packages/warder/src/store/migrate.ts'
import { closeStore, openStore, type Db } from '../../packages/warder/src/store/open.ts'
import { freshPostgres, postgresUrl } from '../support/services.ts'

const failsAs = (kind: StorageErrorKind) => (error: unknown) =>
  error instanceof StorageError && error.kind === kind

describe('a store on PostgreSQL', () => {
  let fresh: Awaited<ReturnType<typeof freshPostgres>>
  let other: Db
  /** One connection, so that each query meets what the one before has prepared. */
  let db: Db
  let reported: Error[]

  before(async () => {
    fresh = await freshPostgres()
    other = openStore(fresh.url)
    reported = []
    db = openStore(fresh.url, { connections: 1, report: (error) => reported.push(error) })
    await migrate(db, { now: 1 })
  })
  after(async () => {
    await Promise.all([closeStore(db), closeStore(other)])
    await fresh.drop()
  })

  const tenants = (on: Db) => on.selectFrom('tenant').selectAll().where('id', '=', 'ten_default').execute()
  const addColumn = (name: string) => sql`alter table tenant add column ${sql.ref(name)} text`.execute(other)

  const cut = async (victim: Db) => {
    const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(victim)
    await sql`select pg_terminate_backend(${rows[0]?.pid}::int, 5000)`.execute(other)
  }

  test('F-35 goes on when a migration of a newer program changed a prepared table', async () => {
    assert.equal((await tenants(db)).length, 1)
    await addColumn('new_in_a_query')
    assert.ok('new_in_a_query' in (await tenants(db))[0]!)
  })

  test('F-35 a transaction that meets the change can be repeated', async () => {
    const inTransaction = () => db.transaction().execute((tx) => tenants(tx))
    await inTransaction()
    await addColumn('new_in_a_transaction')
    await assert.rejects(inTransaction(), failsAs('busy'))
    assert.ok('new_in_a_transaction' in (await inTransaction())[0]!)
  })

  test('F-02 replaces a connection that the server cut while it was idle', async () => {
    await cut(db)
    const outcomes = await Promise.allSettled([tenants(db), tenants(db)])
    assert.equal(outcomes[1].status, 'fulfilled')
    if (outcomes[0].status === 'rejected') assert.ok(failsAs('unavailable')(outcomes[0].reason))
  })

  test('F-02 a transaction whose connection is cut fails, and the next one works', async () => {
    const work = db.transaction().execute(async (tx) => {
      await cut(tx)
      await tenants(tx)
    })
    await assert.rejects(work, failsAs('unavailable'))
    assert.equal((await tenants(db)).length, 1)
  })

  test('F-13 waits for a free connection only two seconds', async () => {
    const began = performance.now()
    const holding = Promise.withResolvers<void>()
    const holder = db.transaction().execute(() => holding.promise)
    await assert.rejects(tenants(db), failsAs('busy')).finally(holding.resolve)
    assert.ok(performance.now() - began < 4000)
    await holder
    assert.equal((await tenants(db)).length, 1)
  })

  test('F-10 refuses at once what would wait behind a thousand others', async () => {
    const [held, holding] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
    const holder = db.transaction().execute(() => {
      held.resolve()
      return holding.promise
    })
    await held.promise
    const refused: unknown[] = []
    const asked = Array.from({ length: 1100 }, () => tenants(db).catch((error) => void refused.push(error)))
    await setImmediate()
    const atOnce = refused.length
    holding.resolve()
    await Promise.all([holder, ...asked])
    assert.equal(atOnce, 100)
    assert.ok(refused.every(failsAs('busy')))
  })

  /** Two transactions that change two rows in opposite order, so that each waits for the other. */
  async function crossing(isolate: (tx: Db) => Promise<unknown>): Promise<number> {
    let runs = 0
    const met = [Promise.withResolvers<void>(), Promise.withResolvers<void>()] as const
    const increment = (tx: Db, key: string) =>
      tx
        .updateTable('counter')
        .set((eb) => ({ count: eb('count', '+', 1) }))
        .where('key', '=', key)
        .execute()
    const run = (mine: 0 | 1, keys: readonly [string, string]) =>
      other.transaction().execute(async (tx) => {
        runs++
        await isolate(tx)
        await increment(tx, keys[0])
        met[mine].resolve()
        await met[1 - mine]?.promise
        await increment(tx, keys[1])
      })
    await other.deleteFrom('counter').execute()
    await other
      .insertInto('counter')
      .values(['a', 'b'].map((key) => ({ key, count: 0, expires_at: 1 })))
      .execute()
    await Promise.all([run(0, ['a', 'b']), run(1, ['b', 'a'])])
    const rows = await other.selectFrom('counter').select('count').execute()
    assert.deepEqual(rows, [{ count: 2 }, { count: 2 }], 'each happened once')
    return runs
  }

  test('F-14 a transaction that lost a deadlock is run again', async () => {
    assert.ok((await crossing(async () => undefined)) >= 3)
  })

  test('F-14 a transaction that could not be put in order is run again', async () => {
    const runs = await crossing((tx) => sql`set transaction isolation level serializable`.execute(tx))
    assert.ok(runs >= 3)
  })

  test('F-14 it is run four times at most, and another failure once', async () => {
    for (const [code, runs] of [
      ['40001', 4],
      ['40P01', 4],
      ['22012', 1],
    ] as const) {
      let ran = 0
      const work = other.transaction().execute(async (tx) => {
        ran++
        await sql`do ${sql.raw(`$$ begin raise exception using errcode = '${code}'; end $$`)}`.execute(tx)
      })
      await assert.rejects(work)
      assert.equal(ran, runs, code)
    }
  })

  test('a reader of a bigint gets a number', async () => {
    const row = await db
      .selectFrom('tenant')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .executeTakeFirst()
    assert.equal(row?.count, 1)
  })
})

test('ST-12 a server that offers no TLS is refused when the URL asks for it', async () => {
  for (const mode of ['allow', 'prefer', 'require', 'verify-ca', 'verify-full']) {
    const url = new URL(postgresUrl())
    url.searchParams.set('sslmode', mode)
    const db = openStore(url.href)
    await assert.rejects(sql`select 1`.execute(db), failsAs('unavailable'))
    await closeStore(db)
  }
})

test('F-08 a server that is not there is unavailable', async () => {
  const db = openStore('postgres://127.0.0.1:1/nothing')
  await assert.rejects(sql`select 1`.execute(db), failsAs('unavailable'))
  await closeStore(db)
})
