import assert from 'node:assert/strict'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { closeStore, openStore } from '../../../packages/warder/src/store/open.ts'
import { tempDir } from '../../support/services.ts'
import { only, warder } from '../child.ts'

const first = 'dGVzdHMtb25seS1zZWNyZXQtMDEyMzQ1Njc4OWFiY2RlZmdoaWprbG1ub3A'
const second = 'YW5vdGhlci1zZWNyZXQtb2YtdGVzdHMtMDEyMzQ1Njc4OWFiY2RlZmdoaWo'

describe('F-47 WARDER_SECRET is changed', () => {
  const folder = tempDir()
  const data = join(folder.path, 'data')
  const run = (WARDER_SECRET: string, ...words: string[]) =>
    warder([...words, '--data', data, '--json'], { env: { WARDER_SECRET } })
  before(async () => {
    only(await run(first, 'user', 'create', '--email', 'ada@example.com'))
  })
  after(() => folder.drop())

  test('by both, then by the new one alone, which then opens everything', async () => {
    assert.equal((await run(second, 'user', 'list')).code, 1)
    const { resealed } = only<{ resealed: number }>(await run(`${second} ${first}`, 'key', 'reseal'))
    assert.equal(resealed, 1)
    assert.equal((await run(second, 'user', 'list')).code, 0)
    assert.equal((await run(second, 'key', 'list')).code, 0)
    assert.equal((await run(first, 'user', 'list')).code, 1)
    // Whoever still names the old one first goes on.
    assert.equal((await run(`${first} ${second}`, 'user', 'list')).code, 0)
    assert.deepEqual(only<{ resealed: number }>(await run(second, 'key', 'reseal')).resealed, 0)
  })

  test('LP-04 and that stands in the audit once', async () => {
    const db = openStore(`sqlite:${join(data, 'warder.db')}`)
    const rows = await db
      .selectFrom('audit_event')
      .select('type')
      .where('type', '=', 'secret.changed')
      .execute()
    await closeStore(db)
    assert.equal(rows.length, 1)
  })
})
