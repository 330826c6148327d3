import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { StorageError } from '../../../packages/warder/src/store/errors.ts'
import { migrate } from '../../../packages/warder/src/store/migrate.ts'
import { closeStore, openStore } from '../../../packages/warder/src/store/open.ts'

const mode = (path: string) => statSync(path).mode & 0o777

async function openAt(path: string, look: () => void): Promise<void> {
  const db = openStore(`sqlite:${path}`)
  await migrate(db, { now: 1 })
  look()
  await closeStore(db)
}

function temporary(t: { after: (work: () => void) => void }): string {
  const folder = mkdtempSync(join(tmpdir(), 'warder-file-'))
  t.after(() => rmSync(folder, { recursive: true }))
  return folder
}

test('ST-06 a new database and its side files are for their owner alone', async (t) => {
  const folder = join(temporary(t), 'data')
  const path = join(folder, 'warder.db')
  await openAt(path, () => {
    assert.equal(mode(folder), 0o700)
    for (const file of [path, `${path}-wal`, `${path}-shm`]) assert.equal(mode(file), 0o600, file)
  })
})

test('ST-06 a database that others could read is closed to them', async (t) => {
  const path = join(temporary(t), 'warder.db')
  writeFileSync(path, '')
  chmodSync(path, 0o644)
  await openAt(path, () => assert.equal(mode(path), 0o600))
})

for (const suffix of ['', '-wal', '-shm']) {
  test(`ST-06 a symbolic link in the place of warder.db${suffix} is refused`, async (t) => {
    const folder = temporary(t)
    const target = join(folder, 'elsewhere')
    writeFileSync(target, '')
    symlinkSync(target, join(folder, `warder.db${suffix}`))
    const opened = openAt(join(folder, 'warder.db'), () => assert.fail('it was opened'))
    await assert.rejects(
      opened,
      (error) => error instanceof StorageError && /symbolic link/.test(error.message),
    )
    assert.equal(statSync(target).size, 0)
  })
}

test('a second store in the same process leaves the locks of the first alone', async (t) => {
  const path = join(temporary(t), 'warder.db')
  await openAt(path, () => undefined)
  const opened = [openStore(`sqlite:${path}`), openStore(`sqlite:${path}`)]
  for (const db of opened) await migrate(db, { now: 1 })
  // Whoever gets the file alone may take the write-ahead log away under us.
  const alone = `
    const db = new (require('node:sqlite').DatabaseSync)(process.argv[1], { timeout: 0 })
    db.exec('pragma locking_mode = exclusive')
    try { db.exec('begin immediate'); console.log('alone') } catch (error) { console.log(error.message) }`
  assert.equal(String(execFileSync(process.execPath, ['-e', alone, path])), 'database is locked\n')
  for (const db of opened) await closeStore(db)
})

const unusable: [what: string, make: (path: string) => void][] = [
  ['a folder', (path) => mkdirSync(path)],
  ['a file of something else', (path) => writeFileSync(path, 'not a database '.repeat(100))],
]
for (const [what, make] of unusable) {
  test(`${what} in the place of the database is refused`, async (t) => {
    const path = join(temporary(t), 'warder.db')
    make(path)
    await assert.rejects(
      openAt(path, () => assert.fail('it was opened')),
      (error) => error instanceof StorageError && error.kind === 'unavailable',
    )
  })
}

test('a URL of another kind is refused at once', () => {
  for (const url of ['mysql://localhost', '/tmp/warder.db', '']) assert.throws(() => openStore(url))
})
