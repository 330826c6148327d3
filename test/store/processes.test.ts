import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { test } from 'node:test'
import { asStorageError } from '../../packages/warder/src/store/errors.ts'
import * as counters from '../../packages/warder/src/store/operations/counters.ts'
import * as tokens from '../../packages/warder/src/store/one-time-tokens.ts'
import { allLines, startChild } from './child.ts'
import { onEveryStore, onSqlite } from './open-stores.ts'

onEveryStore('two processes', (store) => {
  test('F-33 spend each of 2,000 tokens exactly once, and count a shared limit exactly', async (t) => {
    const folder = mkdtempSync(join(tmpdir(), 'warder-spend-'))
    t.after(() => rmSync(folder, { recursive: true }))
    const made = await store.db.transaction().execute(async (tx) => {
      const all: string[] = []
      while (all.length < 2000) {
        all.push(await tokens.create(tx, 'registration', { data: {}, expires_at: 100, now: 1 }))
      }
      return all
    })
    const file = join(folder, 'tokens')
    writeFileSync(file, made.join('\n'))

    const children = [startChild('spend', store.url, file), startChild('spend', store.url, file)]
    const printed = await Promise.all(children.map(allLines))
    const got = printed.map(([line]) => JSON.parse(line ?? '') as { spent: string[]; counted: number })
    assert.deepEqual(got.flatMap(({ spent }) => spent).toSorted(), made.toSorted())
    assert.equal(
      got.reduce((sum, { counted }) => sum + counted, 0),
      500,
    )
  })
})

onSqlite('while another process holds the lock', (store) => {
  const path = () => store.url.slice('sqlite:'.length)

  test('F-15 reads go on, the event loop does not wait, and the write follows', async () => {
    const holder = startChild('hold-lock', path())
    assert.equal(await holder.line(), 'held')
    const delay = monitorEventLoopDelay({ resolution: 1 })
    delay.enable()

    let written = false
    const write = counters.tryIncrement(store.db, 'waits', 1, 100, 10).then(() => (written = true))
    let reads = 0
    for (const until = performance.now() + 1000; performance.now() < until; reads++) {
      await store.db.selectFrom('tenant').select('id').executeTakeFirstOrThrow()
      await nextTurn()
    }
    delay.disable()
    assert.equal(written, false)
    holder.process.stdin.write('enough')
    await write
    assert.equal(await holder.ended, 0)

    assert.ok(reads > 100, `${reads} reads in a second`)
    // A wait for the lock would have been as long as it was held; the rest is what else the machine does.
    assert.ok(delay.max < 500e6, `the event loop stood still for ${delay.max / 1e6} ms`)
  })

  test('F-15 a write gives up after five seconds and is not done later', async () => {
    const holder = startChild('hold-lock', path())
    assert.equal(await holder.line(), 'held')
    const write = counters.tryIncrement(store.db, 'gives up', 1, 100, 10)
    await assert.rejects(write, (error) => asStorageError(error)?.kind === 'busy')
    holder.process.stdin.write('enough')
    assert.equal(await holder.ended, 0)
    assert.deepEqual(await counters.tryIncrement(store.db, 'gives up', 1, 100, 10), { ok: true, count: 1 })
  })
})
