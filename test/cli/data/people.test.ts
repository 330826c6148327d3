import assert from 'node:assert/strict'
import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { tempDir } from '../../support/services.ts'
import { only, server, warder, type Child } from '../child.ts'
import { foreignHash } from '../../flow/transfer/support.ts'

type Report = { people: number; existing: number; refused: number; refusals: { line: number }[] }

describe('import and export beside a server that runs', () => {
  const folder = tempDir()
  const data = join(folder.path, 'data')
  const at = (name: string) => join(folder.path, name)
  const run = (words: string[], stdin?: string) =>
    warder([...words, '--data', data], stdin === undefined ? {} : { stdin })
  let running: Child & { url: string }
  before(async () => {
    running = await server(data)
  })
  after(async () => {
    running.process.kill('SIGTERM')
    await running.ended
    folder.drop()
  })

  test('people come in from a file, and sign in at once', async () => {
    const hash = foreignHash
    const people = [
      { email: 'ada@example.com', email_verified: true, roles: ['admin'], password_hash: hash },
      { email: 'bob@example.com' },
    ]
    writeFileSync(at('people.ndjson'), people.map((person) => JSON.stringify(person)).join('\n'))
    const report = only<Report>(await run(['import', at('people.ndjson'), '--json']))
    assert.deepEqual([report.people, report.refused], [2, 0])
    const answer = await fetch(`${running.url}/auth/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email: 'ada@example.com', password: 'correct horse battery staple' }),
    })
    assert.equal(answer.status, 200)
  })

  test('records that are refused make the exit code 1, and stand in a file of their own', async () => {
    const lines = '{"email":"carol@example.com"}\n{"email":"carol"}\nnot json\n'
    const words = ['import', '-', '--refused', at('refused.ndjson'), '--json']
    const { code, stdout, stderr } = await run(words, lines)
    const report = JSON.parse(stdout) as Report
    assert.deepEqual([code, stderr, report.people, report.refused], [1, '', 1, 2])
    assert.deepEqual(
      report.refusals.map(({ line }) => line),
      [2, 3],
    )
    assert.equal(readFileSync(at('refused.ndjson'), 'utf8').trim().split('\n').length, 2)
    assert.equal(statSync(at('refused.ndjson')).mode & 0o777, 0o600)
    const shown = await run(['import', '-'], lines)
    assert.match(shown.stdout, /in already +1\n/)
    assert.match(shown.stdout, /\n3 +it is not JSON\n/)
  })

  test('what was exported is a line for each, for its owner alone, and nothing is written over', async () => {
    const file = at('export.ndjson')
    assert.deepEqual(only(await run(['export', '--file', file, '--json'])), { file })
    assert.equal(statSync(file).mode & 0o777, 0o600)
    const lines = readFileSync(file, 'utf8').trim().split('\n')
    const kinds = lines.map((line) => (JSON.parse(line) as { kind: string }).kind)
    assert.deepEqual(kinds, ['export', 'user', 'user', 'user'])
    const again = await run(['export', '--file', file])
    assert.equal(again.code, 1)
    assert.match(again.stderr, /already/)
    assert.equal((await run(['export'])).stdout.split('\n').length, 5)
  })

  for (const [words, exit, said] of [
    [['import', '/nowhere/people'], 1, /cannot be read/],
    [['import', '-', '--from', 'okta'], 2, /Allowed choices/],
    [['import', '-', '--firebase-hash', 'x'], 2, /goes with --from firebase/],
    [['import', '-', '--from', 'csv'], 1, /names a column name/],
  ] as [string[], number, RegExp][]) {
    test(`${words.join(' ')} is refused`, async () => {
      const { code, stdout, stderr } = await run(words, 'name,email\n')
      assert.deepEqual([code, stdout], [exit, ''])
      assert.match(stderr, said)
    })
  }
})
