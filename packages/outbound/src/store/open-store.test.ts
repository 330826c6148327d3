import assert from 'node:assert/strict'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, test } from 'node:test'
import { openStore, type OpenStoreOptions } from './open-store.ts'

const root = mkdtempSync(join(tmpdir(), 'outbound-'))
after(() => rmSync(root, { recursive: true, force: true }))

let stores = 0
const newFolder = () => join(root, `store-${++stores}`)
/** Nothing of this machine: no keyring, and only the variables that a test gives. */
const open = (options: Partial<OpenStoreOptions> & { folder: string }) =>
  openStore({ service: 'test', env: {}, platform: 'linux', ...options })

const passphrase = 'four words are enough'
const key = Buffer.alloc(32, 9).toString('base64')
const record = { kind: 'test', data: { text: 'canary-4711' } }
const everything = (folder: string) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))

describe('a store that is opened', () => {
  const ways: [name: string, by: string, options: Partial<OpenStoreOptions>][] = [
    ['a passphrase that was allowed', 'passphrase', { fallback: 'passphrase', passphrase }],
    ['a passphrase, without the keyring', 'passphrase', { backend: 'file', passphrase }],
    ['a key in a variable', 'key', { env: { WARDER_OUTBOUND_KEY: key } }],
    [
      'a key in a variable, which a passphrase does not take the place of',
      'key',
      { env: { WARDER_OUTBOUND_KEY: key }, backend: 'file', passphrase },
    ],
  ]
  for (const [name, by, options] of ways) {
    test(`by ${name} keeps what is told it, for its owner alone, and says nothing to who reads the files`, async () => {
      const folder = newFolder()
      const first = await open({ folder, ...options })
      await first.set('ada', record)
      const again = await open({ folder, ...options })
      assert.deepEqual(await again.get('ada'), record)
      assert.deepEqual(again.about, { backend: 'sealed', key: by, folder })
      const files = everything(folder)
      assert.ok(files.length >= 2)
      for (const file of files) {
        assert.ok(!readFileSync(file, 'utf8').includes('canary'), file)
        if (file.endsWith('.json')) assert.equal(statSync(file).mode & 0o777, 0o600, file)
      }
      assert.equal(statSync(folder).mode & 0o777, 0o700)
    })
  }

  test('by a file with the key is the same store as by the variable', async () => {
    const folder = newFolder()
    const file = join(root, 'key')
    writeFileSync(file, `${key}\n`)
    await (await open({ folder, env: { WARDER_OUTBOUND_KEY: key } })).set('ada', record)
    const again = await open({ folder, env: { WARDER_OUTBOUND_KEY_FILE: file } })
    assert.deepEqual(await again.get('ada'), record)
  })

  test('for the first time by many at once has one key', async () => {
    const folder = newFolder()
    const options = { folder, env: { WARDER_OUTBOUND_KEY: key } }
    const all = await Promise.all(Array.from({ length: 12 }, () => open(options)))
    await Promise.all(all.map((store, at) => store.set(String(at), record)))
    const again = await open(options)
    for (const at of all.keys()) assert.deepEqual(await again.get(String(at)), record)
  })

  test('in memory leaves nothing behind', async () => {
    const folder = newFolder()
    const store = await open({ folder, backend: 'memory' })
    await store.set('ada', record)
    assert.deepEqual(await store.get('ada'), record)
    assert.throws(() => readdirSync(folder), { code: 'ENOENT' })
  })

  test('in plain text says so every time, and seals nothing', async () => {
    const folder = newFolder()
    const said: string[] = []
    const options = { folder, backend: 'plaintext', warn: (text: string) => said.push(text) } as const
    await (await open(options)).set('ada', record)
    const again = await open(options)
    assert.deepEqual(await again.get('ada'), record)
    assert.equal(said.length, 2)
    assert.match(said[0] ?? '', /plain text/)
    assert.match(again.about.warning ?? '', /plain text/)
    assert.ok(everything(folder).some((file) => readFileSync(file, 'utf8').includes('canary')))
  })
})

describe('a store that cannot be opened', () => {
  // oxfmt-ignore
  const refused: [name: string, options: Partial<OpenStoreOptions>, code: string, says: RegExp][] = [
    ['without anybody who keeps its key',    {},                                                      'STORE_UNAVAILABLE', /keyring.*KEY_FILE.*passphrase/],
    ['with a passphrase nobody allowed',     { passphrase },                                          'STORE_UNAVAILABLE', /passphrase/],
    ['with the keyring alone',               { backend: 'keyring', env: { WARDER_OUTBOUND_KEY: key } }, 'STORE_UNAVAILABLE', /keyring/],
    ['with a short passphrase',              { backend: 'file', passphrase: 'short' },                'CONFIG_INVALID',    /several words/],
    ['with half a key',                      { env: { WARDER_OUTBOUND_KEY: 'aGFsZg==' } },            'CONFIG_INVALID',    /openssl rand/],
    ['with a key file that is not there',    { env: { WARDER_OUTBOUND_KEY_FILE: join(root, 'no') } }, 'STORE_UNAVAILABLE', /^$/],
    ['for a service with a path in it',      { service: '../x' },                                     'CONFIG_INVALID',    /^$/],
  ]
  for (const [name, options, code, says] of refused) {
    test(`${name} says ${code}, and makes nothing`, async () => {
      const folder = newFolder()
      await assert.rejects(open({ folder, ...options }), (error: { code: string; hint?: string }) => {
        assert.equal(error.code, code)
        assert.match(error.hint ?? '', says)
        return true
      })
      assert.ok(!existsSync(join(folder, 'key.json')))
      assert.ok(!existsSync(join(folder, 'records')))
    })
  }

  test('with another passphrase is refused, and stays as it was', async () => {
    const folder = newFolder()
    await (await open({ folder, backend: 'file', passphrase })).set('ada', record)
    await assert.rejects(open({ folder, backend: 'file', passphrase: 'another passphrase' }), {
      code: 'STORE_CORRUPT',
    })
    assert.deepEqual(await (await open({ folder, backend: 'file', passphrase })).get('ada'), record)
  })

  test('without its passphrase is locked, and no second key is made for it', async () => {
    const folder = newFolder()
    await open({ folder, backend: 'file', passphrase })
    const before = readFileSync(join(folder, 'key.json'), 'utf8')
    await assert.rejects(open({ folder }), { code: 'STORE_LOCKED' })
    await assert.rejects(open({ folder, env: { WARDER_OUTBOUND_KEY: key } }), { code: 'STORE_LOCKED' })
    assert.equal(readFileSync(join(folder, 'key.json'), 'utf8'), before)
  })

  // oxfmt-ignore
  const damaged: [what: string, change: (text: string) => string][] = [
    ['empty',                       () => ''],
    ['cut off',                     (text) => text.slice(0, 50)],
    ['of something else',           () => '[1,2]'],
    ['of a newer form',             (text) => text.replace('"version":1', '"version":2')],
    ['kept by nobody we know',      (text) => text.replace('"by":"passphrase"', '"by":"toString"')],
    ['kept by another',             (text) => text.replace('"by":"passphrase"', '"by":"key"')],
    ['changed in one letter',       (text) => text.replace(/"sealed":"(.)/, (_, letter: string) => `"sealed":"${letter === 'A' ? 'B' : 'A'}`)],
    ['without its salt',            (text) => text.replace('"salt"', '"pepper"')],
    ['that asks for all the memory', (text) => text.replace('"memory":65536', '"memory":4000000000')],
  ]
  const folder = newFolder()
  for (const [what, change] of damaged) {
    test(`a key file that is ${what} is refused, and stays`, async () => {
      const options = { folder, backend: 'file', passphrase, env: { WARDER_OUTBOUND_KEY: key } } as const
      const path = join(folder, 'key.json')
      if (!everything(root).includes(path)) await open({ folder, backend: 'file', passphrase })
      const good = readFileSync(path, 'utf8')
      writeFileSync(path, change(good))
      await assert.rejects(open(options), { name: 'OutboundError', code: 'STORE_CORRUPT' })
      assert.equal(readFileSync(path, 'utf8'), change(good))
      writeFileSync(path, good)
    })
  }

  test('records whose key file is gone are not covered by a new key', async () => {
    const place = newFolder()
    const options = { folder: place, env: { WARDER_OUTBOUND_KEY: key } }
    await (await open(options)).set('ada', record)
    rmSync(join(place, 'key.json'))
    await assert.rejects(open(options), { code: 'STORE_CORRUPT' })
  })

  test('a sealed store does not take a record that was written in plain text', async () => {
    const place = newFolder()
    const plain = await open({ folder: place, backend: 'plaintext', warn: () => undefined })
    await plain.set('ada', record)
    const sealed = await open({ folder: place, env: { WARDER_OUTBOUND_KEY: key } })
    const [name = ''] = readdirSync(join(place, 'plain')).filter((file) => file.endsWith('.json'))
    await sealed.set('bob', record)
    writeFileSync(join(place, 'records', name), readFileSync(join(place, 'plain', name)))
    await assert.rejects(sealed.get('ada'), { code: 'STORE_CORRUPT' })
  })
})
