import assert from 'node:assert/strict'
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, test } from 'node:test'
import { makeKey } from '../../packages/warder/src/config/kinds/secret.ts'
import { loadConfig } from '../../packages/warder/src/config/load.ts'
import { lines } from './support.ts'

describe('the development key', () => {
  const root = mkdtempSync(join(tmpdir(), 'warder-secret-'))
  after(() => rmSync(root, { recursive: true }))

  const dev = (data_dir: string) => loadConfig({ flags: { dev: true, data_dir }, env: {} })
  const mode = (path: string) => (statSync(path).mode & 0o777).toString(8)

  test('ST-06 is made once, readable by its owner alone, and used again', async () => {
    const data = join(root, 'a', 'b')
    const [first, second] = [await dev(data), await dev(data)]
    assert.ok(first.ok && second.ok)
    assert.equal(first.config.secrets[0]?.length, 32)
    assert.deepEqual(first.config.secrets, second.config.secrets)
    assert.deepEqual([mode(data), mode(join(data, 'secret'))], ['700', '600'])
  })

  test('of many first starts at once all have the same key', async () => {
    const data = join(root, 'race')
    const loaded = await Promise.all(Array.from({ length: 20 }, () => dev(data)))
    const keys = loaded.map((one) => (one.ok ? one.config.secrets[0]?.toString('hex') : lines(one).join()))
    assert.equal(new Set(keys).size, 1)
  })

  test('is used by commands, but not in production and not by a server without --dev', async () => {
    const data_dir = join(root, 'a', 'b')
    const flags = { data_dir }
    assert.equal((await loadConfig({ flags, env: {}, purpose: 'command' })).ok, true)
    assert.equal((await loadConfig({ flags, env: { NODE_ENV: 'production' }, purpose: 'command' })).ok, false)
    assert.equal((await loadConfig({ flags, env: {}, purpose: 'serve' })).ok, false)
  })

  test('is made by a server only when it has its port, and missed by nobody before', async () => {
    const data_dir = join(root, 'not-yet')
    for (const purpose of ['serve', 'doctor'] as const) {
      const loaded = await loadConfig({ flags: { dev: true, data_dir }, env: {}, purpose })
      assert.ok(loaded.ok)
      assert.deepEqual(loaded.config.secrets, [])
    }
    assert.throws(() => statSync(data_dir), /ENOENT/)
  })

  test('who has none is told what this command takes', async () => {
    const data_dir = join(root, 'none')
    const told = async (purpose: 'command' | 'serve', env = {}) =>
      lines(await loadConfig({ flags: { data_dir }, env, purpose }))
    assert.deepEqual(await told('command'), [
      `WARDER_SECRET is not set, and ${data_dir} holds no development key. Give the secret of the server, or the directory of its data with --data.`,
    ])
    assert.deepEqual(await told('command', { NODE_ENV: 'production' }), [
      'WARDER_SECRET is not set. Give the secret of the server.',
    ])
    assert.deepEqual(await told('serve'), [`WARDER_SECRET is not set. ${makeKey}, or use --dev.`])
  })

  test('is not made when anything else is wrong: nothing is half done', async () => {
    const data_dir = join(root, 'never')
    assert.equal((await loadConfig({ flags: { dev: true, data_dir, port: 'x' }, env: {} })).ok, false)
    assert.throws(() => statSync(data_dir), /ENOENT/)
  })

  test('ST-06 a symbolic link in its place is not followed, neither to read nor to write', async () => {
    const data = join(root, 'linked')
    const target = join(root, 'target')
    mkdirSync(data, { mode: 0o700 })
    symlinkSync(target, join(data, 'secret'))
    assert.deepEqual(lines(await dev(data)), [
      `${data}/secret is a symbolic link. Repair it, or choose another directory with --data DIR.`,
    ])
    assert.throws(() => statSync(target), /ENOENT/)
    writeFileSync(target, 'x')
    assert.equal((await dev(data)).ok, false)
    assert.equal(readFileSync(target, 'utf8'), 'x')
  })

  test('a spoilt one is refused and left as it is', async () => {
    const data = join(root, 'spoilt')
    mkdirSync(data, { mode: 0o700 })
    writeFileSync(join(data, 'secret'), 'changeme\n')
    assert.deepEqual(lines(await dev(data)), [
      `${data}/secret is shorter than 32 bytes. Restore it, or start with another --data directory.`,
    ])
    assert.equal(readFileSync(join(data, 'secret'), 'utf8'), 'changeme\n')
  })

  test('a file where the directory should be is one clear line', async () => {
    const file = join(root, 'file')
    writeFileSync(file, '')
    chmodSync(file, 0o600)
    const [line] = lines(await dev(join(file, 'below')))
    assert.match(line ?? '', /^.*file\/below.* is inside something that is not a directory\. Repair it/)
  })
})
