import assert from 'node:assert/strict'
import { chmodSync, existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, describe, test } from 'node:test'
import { tempDir } from '../support/services.ts'
import { only, warder } from './child.ts'

describe('settings that cannot work', () => {
  const folder = tempDir()
  after(() => folder.drop())

  test('every wrong one is a line, and the exit is 1', async () => {
    const env = { PORT: 'x', WARDER_ISUER: 'https://id.example.com', NODE_ENV: 'production' }
    const { code, stdout, stderr } = await warder(['serve', '--data', join(folder.path, 'a')], { env })
    assert.deepEqual([code, stdout], [1, ''])
    for (const name of ['PORT', 'WARDER_ISUER', 'WARDER_ISSUER', 'WARDER_SECRET', 'SMTP_URL'])
      assert.match(stderr, new RegExp(`^error: ${name} (is|names) `, 'm'))
    assert.equal(stderr.trim().split('\n').length, 5)
  })

  test('--dev in production is refused with everything else that is wrong', async () => {
    const { code, stderr } = await warder(['serve', '--dev', '--data', join(folder.path, 'a')], {
      env: { NODE_ENV: 'production' },
    })
    assert.equal(code, 1)
    assert.match(stderr, /--dev is for development/)
    assert.match(stderr, /WARDER_SECRET is not set/)
    assert.match(stderr, /SMTP_URL is not set/)
    assert.throws(() => statSync(join(folder.path, 'a')), /ENOENT/)
  })

  test('doctor prints the same lines and exits 1, with one document under --json', async () => {
    const { code, stdout, stderr } = await warder(['doctor', '--json', '--data', join(folder.path, 'a')], {
      env: { NODE_ENV: 'production' },
    })
    const { ok, checks } = JSON.parse(stdout) as { ok: boolean; checks: { name: string; ok: boolean }[] }
    assert.deepEqual([code, stderr, ok], [1, '', false])
    assert.equal(checks.filter((check) => check.name === 'settings' && !check.ok).length, 3)
    assert.throws(() => statSync(join(folder.path, 'a')), /ENOENT/)
  })

  test('F-05 a data directory that cannot be written is one line', async () => {
    const parent = join(folder.path, 'readonly')
    mkdirSync(parent)
    writeFileSync(join(parent, 'file'), '')
    chmodSync(parent, 0o500)
    // Root may write anywhere, but not below a file.
    const { code, stdout, stderr } = await warder([
      'serve',
      '--dev',
      '--port',
      '0',
      '--data',
      join(parent, 'file', 'data'),
    ])
    assert.deepEqual([code, stdout], [1, ''])
    assert.match(
      stderr,
      /^error: \S+ is inside something that is not a directory\. Repair it, or choose another directory with --data DIR\.\n$/,
    )
  })

  test('F-05 a data directory that nobody can make is one line', async () => {
    const ended = await warder(['serve', '--dev', '--port', '0', '--data', '/proc/warder'])
    const line =
      'error: /proc/warder cannot be made. Repair it, or choose another directory with --data DIR.\n'
    assert.deepEqual([ended.code, ended.stdout, ended.stderr], [1, '', line])
  })

  test('a password of the first administrator that would be refused is named, by serve and by doctor', async () => {
    const env = { WARDER_ADMIN_EMAIL: 'ada@example.com', WARDER_ADMIN_PASSWORD: 'short', PORT: 'x' }
    const data = join(folder.path, 'a')
    const line = /WARDER_ADMIN_PASSWORD is refused: Use at least 15 characters\..* Change it, or remove both/
    const serve = await warder(['serve', '--dev', '--data', data], { env })
    assert.equal(serve.code, 1)
    assert.match(serve.stderr, line)
    assert.match(serve.stderr, /PORT is not a whole number/)
    assert.match((await warder(['doctor', '--dev', '--data', data], { env })).stdout, line)
    assert.ok(!existsSync(data))
  })

  test('doctor --dev finds nothing wrong where a first start would make everything', async () => {
    const data = join(folder.path, 'fresh')
    const { code, stdout } = await warder(['doctor', '--dev', '--data', data])
    assert.equal(code, 0, stdout)
    assert.ok(!existsSync(data))
  })

  test('a command where nothing was started yet says what to do', async () => {
    const { code, stderr } = await warder(['user', 'list', '--data', join(folder.path, 'none')])
    assert.equal(code, 1)
    assert.match(
      stderr,
      /^error: WARDER_SECRET is not set, and \S+ holds no development key\. Give the secret of the server, or .* --data\.\n$/,
    )
  })
})

test('migrate --plan prints what would run and makes nothing', async () => {
  const folder = tempDir()
  try {
    const data = join(folder.path, 'data')
    const { pending } = only<{ pending: { name: string; sql: string }[] }>(
      await warder(['migrate', '--plan', '--data', data, '--json']),
    )
    assert.match(pending[0]?.sql ?? '', /create table/)
    assert.throws(() => statSync(data), /ENOENT/)
  } finally {
    folder.drop()
  }
})

test('F-36 a database of a newer Warder is refused and left alone', async () => {
  const folder = tempDir()
  try {
    const data = join(folder.path, 'data')
    const first = await warder(['migrate', '--data', data, '--json'])
    assert.equal(first.code, 0, first.stderr)
    const { DatabaseSync } = await import('node:sqlite')
    const db = new DatabaseSync(join(data, 'warder.db'))
    db.prepare('insert into schema_migration (version, name, applied_at) values (?, ?, ?)').run(
      9999,
      'tomorrow',
      1,
    )
    db.close()
    for (const args of [['serve', '--dev', '--port', '0'], ['migrate'], ['user', 'list']]) {
      if (args[0] === 'user')
        writeFileSync(join(data, 'secret'), `${'p0cUvG7hXn2sJ4qLr9tWzB1dYk6mEa8iHo3fQxRVCMw'}\n`, {
          flag: 'a',
        })
      const { code, stdout, stderr } = await warder([...args, '--data', data])
      assert.deepEqual([code, stdout], [1, ''], args.join(' '))
      assert.match(stderr, /^error: .*schema 9999.*\n$/)
    }
  } finally {
    folder.drop()
  }
})
