import assert from 'node:assert/strict'
import { existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { after, describe, test } from 'node:test'
import { onDatabase } from '../../packages/warder/src/cli/storage-failure.ts'
import { StorageError, type StorageErrorKind } from '../../packages/warder/src/store/errors.ts'
import { key } from '../config/support.ts'
import { postgresUrl, stores, tempDir } from '../support/services.ts'
import { bin, warder } from './child.ts'

const other = 'x1cUvG7hXn2sJ4qLr9tWzB1dYk6mEa8iHo3fQxRVCMw'

const caused = (code: string) => Object.assign(new Error(code), { code })

const sentences: [kind: StorageErrorKind, cause: Error | undefined, url: string, sentence: string][] = [
  ['readonly', caused('EROFS'), 'sqlite:/nowhere/w.db', '/ is on a read-only file system. Repair it'],
  ['unavailable', caused('EACCES'), `sqlite:${bin}`, `${bin} may not be used by this user. Repair it`],
  ['full', caused('ENOSPC'), 'sqlite:/nowhere/w.db', '/nowhere/w.db is on a full disk. Repair it'],
  [
    'unavailable',
    caused('28P01'),
    'postgres://ada:hunter2@db/w',
    'PostgreSQL at db refused the user or the pass',
  ],
  ['unavailable', caused('ENOTFOUND'), 'postgres://db/w', 'The host db of DATABASE_URL is not known.'],
  ['unavailable', new Error('late'), 'postgres:///w', 'PostgreSQL on this machine cannot be reached (late).'],
  ['busy', caused('55P03'), 'postgres://db/w', 'The database is busy. Another program holds it.'],
  ['busy', undefined, 'postgres://db/w', 'It waits. Another program holds it.'],
]
for (const [kind, cause, url, sentence] of sentences) {
  test(`${kind} because of ${cause?.message ?? 'nothing else'} on ${url} is told so`, async () => {
    const work = onDatabase(url, async () => {
      throw new StorageError(kind, 'it waits', cause)
    })
    await assert.rejects(
      work,
      ({ message }: Error) => message.startsWith(sentence) && !message.includes('hunter2'),
    )
  })
}

describe('a database that cannot be used', () => {
  const folder = tempDir()
  after(() => folder.drop())
  const env = (DATABASE_URL: string, WARDER_SECRET = key) => ({
    DATABASE_URL,
    WARDER_SECRET,
    WARDER_DATABASE_WAIT: '0',
  })

  /** What a command, doctor and serve say: the same sentence. */
  async function everywhere(variables: Record<string, string>, sentence: RegExp, data = 'none') {
    const at = ['--data', join(folder.path, data)]
    const list = await warder(['user', 'list', ...at], { env: variables })
    const doctor = await warder(['doctor', ...at], { env: variables })
    const serve = await warder(['serve', '--port', '0', ...at], { env: variables })
    for (const { code, stderr } of [list, serve]) {
      assert.equal(code, 1)
      assert.match(stderr, sentence)
      assert.equal(stderr.trim().split('\n').length, 1, stderr)
    }
    assert.equal(doctor.code, 1)
    assert.match(doctor.stdout, sentence)
  }

  test('a file that is no database', async () => {
    const file = join(folder.path, 'garbage.db')
    writeFileSync(file, 'These are not the bytes that begin a database. '.repeat(100))
    await everywhere(env(`sqlite:${file}`), /garbage\.db is not a SQLite database\. Restore it from a backup/)
  })

  test('ST-06 a symbolic link', async () => {
    const link = join(folder.path, 'link.db')
    symlinkSync(join(folder.path, 'target.db'), link)
    writeFileSync(join(folder.path, 'target.db'), '')
    await everywhere(env(`sqlite:${link}`), /link\.db is a symbolic link\. Put the file itself there/)
  })

  test('a PostgreSQL that does not listen', async () => {
    const port = await freePort()
    await everywhere(
      env(`postgres://ada:hunter2@127.0.0.1:${port}/warder`),
      new RegExp(
        `PostgreSQL at 127\\.0\\.0\\.1:${port} refused the connection\\. Start it, or correct DATABASE_URL\\.`,
      ),
    )
  })

  test('a PostgreSQL without this database', async () => {
    const url = new URL(postgresUrl())
    url.pathname = '/nowhere'
    await everywhere(env(url.href), /PostgreSQL at \S+ has no database of this name\. Create it/)
  })

  for (const [name, fresh] of stores()) {
    test(`ST-05 a database on ${name} that another secret has sealed, which a refused start leaves as it is`, async () => {
      const { url, drop } = await fresh()
      try {
        const made = await warder(['user', 'list', '--data', join(folder.path, 'none')], { env: env(url) })
        assert.equal(made.code, 0, made.stderr)
        await everywhere(
          env(url, other),
          /This database was sealed with another WARDER_SECRET \(fingerprint \S{8}\)/,
        )
        const doctor = await warder(['doctor'], { env: env(url) })
        assert.deepEqual([doctor.code, doctor.stderr], [0, ''])
        assert.match(doctor.stdout, /reachable, opened by the secret, schema up to date/)
        const bare = ['doctor', '--data', join(folder.path, 'none')]
        assert.match(
          (await warder(bare, { env: { DATABASE_URL: url } })).stdout,
          / reachable, schema up to date/,
        )

        const data = join(folder.path, `dev-${name}`)
        const dev = await warder(['serve', '--dev', '--port', '0', '--data', data], {
          env: { DATABASE_URL: url },
        })
        assert.equal(dev.code, 1)
        assert.match(dev.stderr, /sealed with another WARDER_SECRET/)
        assert.ok(!existsSync(data))
      } finally {
        await drop()
      }
    })
  }

  test('a data directory that is there keeps what it has', async () => {
    const data = join(folder.path, 'kept')
    mkdirSync(data, { mode: 0o700 })
    writeFileSync(join(data, 'warder.db'), 'no database '.repeat(100))
    const { stderr } = await warder(['serve', '--dev', '--port', '0', '--data', data])
    assert.match(stderr, /warder\.db is not a SQLite database/)
    assert.ok(!existsSync(join(data, 'secret')))
  })
})

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}
