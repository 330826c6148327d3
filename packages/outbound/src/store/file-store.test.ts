import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { fileStore } from './file-store.ts'
import { memoryStore } from './memory.ts'
import type { CredentialStore } from './store.ts'

const key = Buffer.alloc(32, 1)
const record = (text: string) => ({ kind: 'test', data: { text } })

const root = mkdtempSync(join(tmpdir(), 'outbound-'))
after(() => rmSync(root, { recursive: true, force: true }))

const stores: [name: string, store: CredentialStore][] = [
  ['memory', memoryStore()],
  ['files', fileStore({ folder: join(root, 'contract'), key })],
]
for (const [name, store] of stores) {
  test(`a store in ${name} keeps, replaces, lists and forgets`, async () => {
    assert.equal(await store.get('ada'), undefined)
    await store.set('ada', record('one'))
    await store.set('../bob/ü', record('two'))
    await store.set('ada', record('three'))
    assert.deepEqual(await store.get('ada'), record('three'))
    assert.deepEqual(await store.get('../bob/ü'), record('two'))
    assert.deepEqual((await store.list()).sort(), ['../bob/ü', 'ada'])
    await store.delete('ada')
    await store.delete('ada')
    assert.equal(await store.get('ada'), undefined)
  })

  test(`OC-15 a store in ${name} lets one at a time work on a record`, async () => {
    await store.set('count', { kind: 'test', data: { n: 0 } })
    const add = () =>
      store.withLock('count', async () => {
        const n = Number((await store.get('count'))?.data['n'])
        await store.set('count', { kind: 'test', data: { n: n + 1 } })
      })
    await Promise.all(Array.from({ length: 100 }, add))
    assert.equal((await store.get('count'))?.data['n'], 100)
  })

  test(`a store in ${name} gives the lock on when the work under it fails`, async () => {
    await assert.rejects(
      store.withLock('x', () => Promise.reject(new Error('no'))),
      /no/,
    )
    assert.equal(await store.withLock('x', () => Promise.resolve('next')), 'next')
  })
}

describe('records in files', () => {
  const folder = join(root, 'files')
  const store = fileStore({ folder, key })
  before(() => store.set('ada', record('canary-4711')))
  const path = () => join(folder, readdirSync(folder).find((name) => name.endsWith('.json')) ?? '')

  test('say nothing to who reads the file', () => {
    assert.ok(!readFileSync(path(), 'utf8').includes('canary'))
  })

  // oxfmt-ignore
  const damaged: [what: string, change: (text: string) => string][] = [
    ['empty',                   () => ''],
    ['cut off',                 (text) => text.slice(0, 60)],
    ['no JSON',                 () => 'PK\u0003\u0004'],
    ['of another shape',        () => '[]'],
    ['of a newer form',         (text) => text.replace('"version":1', '"version":2')],
    ['of another kind',         (text) => text.replace('"kind":"test"', '"kind":"oauth-grant"')],
    ['changed in one letter',   (text) => text.replace(/"sealed":"(.)/, (_, letter: string) => `"sealed":"${letter === 'A' ? 'B' : 'A'}`)],
    ['somebody else\'s',        (text) => text.replace('"id":"ada"', '"id":"bob"')],
  ]
  for (const [what, change] of damaged) {
    test(`a record that is ${what} is refused, and stays`, async () => {
      const good = readFileSync(path(), 'utf8')
      writeFileSync(path(), change(good))
      await assert.rejects(store.get('ada'), { name: 'OutboundError', code: 'STORE_CORRUPT' })
      assert.equal(readFileSync(path(), 'utf8'), change(good))
      writeFileSync(path(), good)
      assert.deepEqual(await store.get('ada'), record('canary-4711'))
    })
  }

  test('a record sealed under another key is refused', () =>
    assert.rejects(fileStore({ folder, key: Buffer.alloc(32, 2) }).get('ada'), { code: 'STORE_CORRUPT' }))

  test('a key of another length is refused', () =>
    assert.rejects(fileStore({ folder, key: Buffer.alloc(16) }).get('ada'), { code: 'CONFIG_INVALID' }))

  test('a folder that cannot be made is said to be that', async () => {
    const file = join(root, 'a-file')
    writeFileSync(file, '')
    await assert.rejects(fileStore({ folder: join(file, 'x'), key }).set('ada', record('x')), {
      code: 'STORE_UNAVAILABLE',
    })
  })
})
