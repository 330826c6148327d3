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

describe('what somebody agreed to elsewhere, by the word of an operator', () => {
  const folder = tempDir()
  const data = join(folder.path, 'data')
  const env = {
    WARDER_SECRET: 'dGVzdHMtb25seS1zZWNyZXQtMDEyMzQ1Njc4OWFiY2RlZmdoaWprbG1ub3A',
    WARDER_CONSENTS: 'terms@2 news@1',
  }
  const run = (...words: string[]) =>
    warder(['user', 'consents', 'ada@example.com', ...words, '--data', data, '--json'], { env })
  const states = async (...words: string[]) => {
    const { stdout } = await run(...words)
    const { items } = JSON.parse(stdout) as {
      items: { document: string; state: string; version: string | null }[]
    }
    return items.map(({ document, state, version }) => `${document} ${state} ${version}`)
  }
  before(async () =>
    only(await warder(['user', 'create', '--email', 'ada@example.com', '--data', data, '--json'], { env })),
  )
  after(() => folder.drop())

  test('is written down with its version, once, and shown', async () => {
    assert.deepEqual(await states(), ['terms never null', 'news never null'])
    assert.deepEqual(await states('--given', 'terms@1', '--given', 'news@1'), [
      'terms outdated 1',
      'news given 1',
    ])
    assert.deepEqual(await states('--given', 'terms@2'), ['terms given 2', 'news given 1'])
    const copy = await warder(['user', 'export', 'ada@example.com', '--data', data], { env })
    const { consents, events } = JSON.parse(copy.stdout) as {
      consents: { source: string }[]
      events: { type: string; by: string }[]
    }
    assert.deepEqual(
      consents.map(({ source }) => source),
      ['operator', 'operator', 'operator'],
    )
    const told = events.filter(({ type }) => type === 'privacy.agreed').map(({ by }) => by)
    assert.deepEqual(told, ['another', 'another'])
  })

  for (const [what, word, exit] of [
    ['no version', 'terms', 2],
    ['a document that there is not', 'cookies@1', 1],
  ] as const) {
    test(`is not ${what}`, async () => assert.equal((await run('--given', word)).code, exit))
  }
})
