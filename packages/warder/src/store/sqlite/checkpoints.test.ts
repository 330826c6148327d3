import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { openDatabase } from './store.ts'

describe('the write-ahead log of a database that is written all the time', () => {
  let folder: string
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'warder-checkpoints-'))
  })
  after(() => rmSync(folder, { recursive: true, force: true }))

  test('is copied into the database and begins anew, and nothing is lost', async () => {
    const path = join(folder, 'w.sqlite')
    const store = await openDatabase(path)
    await store.write('create table note (id integer primary key, text text not null)', [])
    const text = 'a'.repeat(3_000)
    const beside = new DatabaseSync(path)
    const inLog = () => Number(beside.prepare('pragma wal_checkpoint(noop)').get()?.['log'])
    let [written, longest] = [0, 0]
    while (inLog() >= longest) {
      longest = inLog()
      await Promise.all(
        Array.from({ length: 50 }, () => store.write('insert into note (text) values (?)', [text])),
      )
      written += 50
    }
    beside.close()
    assert.ok(longest < 32_768, 'SQLite itself, on the thread of the event loop, would have been first')
    await store.close()

    const again = new DatabaseSync(path)
    assert.equal(again.prepare('select count(*) as n from note').get()?.['n'], written)
    assert.equal(again.prepare('pragma integrity_check').get()?.['integrity_check'], 'ok')
    again.close()
  })
})
