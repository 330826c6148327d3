import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { sql } from 'kysely'
import {
  migrate,
  NewerSchema,
  pendingMigrations,
  planMigrations,
} from '../../packages/warder/src/store/migrate.ts'
import { describedClients } from '../../packages/warder/src/store/migrations/0002-described-clients.ts'
import { firstTables } from '../../packages/warder/src/store/migrations/first/tables.ts'
import { metadataReadAgain } from '../../packages/warder/src/store/migrations/0003-metadata-read-again.ts'
import type { Migration } from '../../packages/warder/src/store/migrations/migration.ts'
import { closeStore, openStore, type Db } from '../../packages/warder/src/store/open.ts'
import { stores } from '../support/services.ts'
import { allLines, startChild } from './child.ts'

const first: Migration = { version: 1, name: 'one', statements: ['create table one (id text primary key)'] }
const second: Migration = {
  version: 2,
  name: 'two',
  statements: [
    'create table two (seq identity primary key, at bigint not null)',
    'create table one (id text)',
  ],
}

for (const [kind, fresh] of stores()) {
  describe(`migrations on ${kind}`, () => {
    let store: Awaited<ReturnType<typeof fresh>>
    let db: Db
    before(async () => {
      store = await fresh()
      db = openStore(store.url)
    })
    after(async () => {
      await closeStore(db)
      await store.drop()
    })

    test('are planned without being run', async () => {
      const plan = await planMigrations(db)
      assert.deepEqual(
        plan.map(({ name }) => name),
        await pendingMigrations(db),
      )
      assert.match(plan[0]?.sql ?? '', /create table session/)
      assert.equal((await planMigrations(db)).length, plan.length)
    })

    test('F-34 of five processes one runs each and the others wait', async () => {
      const children = Array.from({ length: 5 }, () => startChild('migrate', store.url))
      const applied = (await Promise.all(children.map(allLines))).map(([line]) => line ?? '')
      const names = applied.flatMap((line) => JSON.parse(line) as string[])
      assert.deepEqual(names.toSorted(), [
        '0001-first-tables',
        '0002-described-clients',
        '0003-metadata-read-again',
        '0004-tenant-brands',
        '0005-hints-of-retired-keys',
        '0006-open-sessions',
      ])
      assert.deepEqual(await pendingMigrations(db), [])
    })

    test('leave the first directory and tenant, once', async () => {
      assert.deepEqual(await migrate(db, { now: 2 }), { applied: [] })
      const tenants = await db.selectFrom('tenant').selectAll().execute()
      assert.deepEqual(
        tenants.map(({ id, directory_id, slug, issuer, created_at }) => ({
          id,
          directory_id,
          slug,
          issuer,
          created_at,
        })),
        [{ id: 'ten_default', directory_id: 'dir_common', slug: 'default', issuer: null, created_at: 1 }],
      )
    })

    test('ST-10 F-36 a schema from a newer program is refused and left alone', async () => {
      await migrate(db, { now: 1 })
      await sql`insert into schema_migration (version, name, applied_at) values (9999, 'future', 1)`.execute(
        db,
      )
      for (const call of [
        () => migrate(db, { now: 2 }),
        () => pendingMigrations(db),
        () => planMigrations(db),
      ]) {
        await assert.rejects(call, (error) => error instanceof NewerSchema && error.found === 9999)
      }
      await sql`delete from schema_migration where version = 9999`.execute(db)
    })
  })

  test(`a provider that was there before its metadata was read again on ${kind} is as it was last written`, async () => {
    const store = await fresh()
    const db = openStore(store.url)
    await migrate(db, { now: 1, migrations: [firstTables, describedClients] })
    const add = (id: string) => sql`
      insert into connection (id, tenant_id, name, title, type, data, certificate, private_key, version, created_at, updated_at)
      values (${id}, 'ten_default', ${id}, 'Acme', 'saml', '{}', '', '', 1, 5, 7)`
    await add('con_old').execute(db)
    const upTo = [firstTables, describedClients, metadataReadAgain]
    assert.deepEqual(await migrate(db, { now: 9, migrations: upTo }), {
      applied: ['0003-metadata-read-again'],
    })
    await add('con_by_the_program_before').execute(db)
    const rows = await db
      .selectFrom('connection')
      .select(['id', 'refresh_at', 'refreshed_at'])
      .orderBy('id')
      .execute()
    assert.deepEqual(rows, [
      { id: 'con_by_the_program_before', refresh_at: null, refreshed_at: 0 },
      { id: 'con_old', refresh_at: null, refreshed_at: 7 },
    ])
    await closeStore(db)
    await store.drop()
  })

  test(`F-34 a migration that fails on ${kind} leaves nothing of itself`, async () => {
    const store = await fresh()
    const db = openStore(store.url)
    const reported: string[] = []
    const run = migrate(db, { now: 1, migrations: [first, second], report: (name) => reported.push(name) })
    await assert.rejects(run, /already exists/)
    assert.deepEqual(reported, ['0001-one', '0002-two'])
    assert.deepEqual(await pendingMigrations(db, [first, second]), ['0002-two'])
    await assert.rejects(sql`select * from two`.execute(db))
    assert.deepEqual((await sql`select * from one`.execute(db)).rows, [])
    await closeStore(db)
    await store.drop()
  })
  test(`F-34 a migration on ${kind} whose process is killed leaves nothing of itself`, async () => {
    const store = await fresh()
    const db = openStore(store.url)
    const child = startChild('migrate-slowly', store.url)
    assert.equal(await child.line(), '0001-slow')
    child.process.kill('SIGKILL')
    assert.equal(await child.ended, null)
    assert.deepEqual(await pendingMigrations(db, [first]), ['0001-one'])
    assert.deepEqual(await migrate(db, { now: 1, migrations: [first] }), { applied: ['0001-one'] })
    await assert.rejects(sql`select * from half`.execute(db))
    await closeStore(db)
    await store.drop()
  })
}
