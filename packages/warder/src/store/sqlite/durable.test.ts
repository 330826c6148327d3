import assert from 'node:assert/strict'
import { DatabaseSync } from 'node:sqlite'
import { test } from 'node:test'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { StorageError } from '../errors.ts'
import { durableLog } from './durable.ts'
import { statementsOf } from './statements.ts'
import { createWriter } from './writer.ts'

/** A writer whose disk is in the test's hand. */
function writerOn(disk: { datasync: () => Promise<void> }) {
  const db = new DatabaseSync(':memory:')
  db.exec('create table t (name text)')
  const writer = createWriter(db, statementsOf(db), durableLog({ ...disk, close: async () => {} }))
  const add = (name: string, until?: 'disk' | 'commit') =>
    writer.run('insert into t values (?)', [name], until)
  const names = () =>
    db
      .prepare('select name from t order by name')
      .all()
      .map((row) => row['name'])
  return { writer, add, names }
}

test('F-01 nobody is answered before the disk has the group, but for who asked for the commit alone', async () => {
  const disk = Promise.withResolvers<void>()
  const begun = Promise.withResolvers<void>()
  const { writer, add, names } = writerOn({
    datasync: () => {
      begun.resolve()
      return disk.promise
    },
  })
  let told = false
  const safe = add('safe').then(() => (told = true))
  await add('quick', 'commit')
  await begun.promise
  await nextTurn()
  assert.deepEqual([names(), told], [['quick', 'safe'], false])
  disk.resolve()
  await safe
  await writer.close()
})

test('a disk that fails is told to everybody of the group, and nothing is written behind it', async () => {
  const { writer, add, names } = writerOn({
    datasync: async () => {
      throw new Error('EIO')
    },
  })
  const isUnavailable = (error: unknown) => error instanceof StorageError && error.kind === 'unavailable'
  await assert.rejects(add('nobody knows'), isUnavailable)
  await assert.rejects(add('refused'), isUnavailable)
  await assert.rejects(add('refused too', 'commit'), isUnavailable)
  await assert.rejects(writer.begin(), isUnavailable)
  assert.deepEqual(names(), ['nobody knows'])
  await writer.close()
})
