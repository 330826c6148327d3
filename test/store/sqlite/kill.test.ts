import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { closeStore, openStore } from '../../../packages/warder/src/store/open.ts'
import { startChild } from '../child.ts'
import { onSqlite } from '../open-stores.ts'

const rounds = 30

onSqlite('a writer that is killed', (store) => {
  test(`F-01 loses no acknowledged write and leaves none half done, in ${rounds} rounds`, async () => {
    const acknowledged: string[] = []
    for (let round = 0; round < rounds; round++) {
      const writer = startChild('write-for-ever', store.url, String(round))
      for (let seen = 0; seen < 20 + ((round * 37) % 200); seen++)
        acknowledged.push((await writer.line()) ?? '')
      writer.process.kill('SIGKILL')
      for (let line = await writer.line(); line !== undefined; line = await writer.line()) {
        acknowledged.push(line)
      }
      assert.equal(await writer.ended, null)
    }

    const db = openStore(store.url)
    const rows = await db.selectFrom('counter').select('key').execute()
    const { rows: check } = await sql<{ integrity_check: string }>`pragma integrity_check`.execute(db)
    await closeStore(db)

    assert.ok(acknowledged.length > 20 * rounds)
    assert.deepEqual(check, [{ integrity_check: 'ok' }])
    const kept = new Set(rows.map(({ key }) => key))
    const lost = acknowledged.filter((key) => !kept.has(`${key} whole`) && !kept.has(`${key} second`))
    assert.deepEqual(lost, [])
    const firsts = rows.filter(({ key }) => key.endsWith(' first'))
    const half = firsts.filter(({ key }) => !kept.has(key.replace(' first', ' second')))
    assert.deepEqual(half, [])
  })
})
