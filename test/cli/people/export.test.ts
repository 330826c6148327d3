import assert from 'node:assert/strict'
import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { tempDir } from '../../support/services.ts'
import { only, warder } from '../child.ts'

describe('a copy of what is known of somebody, for an operator', () => {
  const folder = tempDir()
  const data = join(folder.path, 'data')
  const env = { WARDER_SECRET: 'dGVzdHMtb25seS1zZWNyZXQtMDEyMzQ1Njc4OWFiY2RlZmdoaWprbG1ub3A' }
  const run = (...words: string[]) => warder(['user', 'export', ...words, '--data', data], { env })
  before(async () => {
    const email = ['--email', 'ada@example.com', '--name', 'Ada', '--data', data]
    only(await warder(['user', 'create', ...email, '--json'], { env }))
  })
  after(() => folder.drop())

  test('LP-07 goes to standard output, as one JSON document and nothing else', async () => {
    const { code, stdout, stderr } = await run('ada@example.com', '--json')
    assert.deepEqual([code, stderr], [0, ''])
    const { format, person, events } = JSON.parse(stdout) as {
      format: string
      person: { email: string }
      events: { type: string }[]
    }
    assert.deepEqual([format, person.email], ['warder-export-1', 'ada@example.com'])
    assert.deepEqual(
      events.map(({ type }) => type),
      ['user.created', 'privacy.exported'],
    )
  })

  test('LP-07 goes to a new file that nobody else may read', async () => {
    const file = join(folder.path, 'ada.json')
    const { code, stdout } = await run('ada@example.com', '--file', file)
    assert.deepEqual([code, stdout], [0, `Written to ${file}.\n`])
    assert.equal(statSync(file).mode & 0o777, 0o600)
    assert.ok(JSON.parse(readFileSync(file, 'utf8')))
  })

  test('a file that is there is not written over', async () => {
    const file = join(folder.path, 'there.txt')
    writeFileSync(file, 'something else')
    const { code, stderr } = await run('ada@example.com', '--file', file)
    assert.equal(code, 1)
    assert.match(stderr, /there\.txt cannot be made.*already/)
    assert.equal(readFileSync(file, 'utf8'), 'something else')
  })

  test('of somebody who is not there there is none', async () => {
    const { code, stdout, stderr } = await run('bob@example.com')
    assert.deepEqual([code, stdout], [1, ''])
    assert.match(stderr, /There is no user bob@example\.com/)
  })
})
