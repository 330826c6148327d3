import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { makeFolder } from './folder.ts'

const root = mkdtempSync(join(tmpdir(), 'warder-folder-'))
after(() => rmSync(root, { recursive: true }))
writeFileSync(join(root, 'file'), '')
symlinkSync(join(root, 'nowhere'), join(root, 'link'))

const refused: [place: string, code: string][] = [
  ['/proc/warder', 'ENOENT'],
  ['/proc/self/fd/warder/data', 'ENOENT'],
  [join(root, 'file'), 'EEXIST'],
  [join(root, 'file/data'), 'ENOTDIR'],
  [join(root, 'link/data'), 'EEXIST'],
  [join(root, 'x'.repeat(300)), 'ENAMETOOLONG'],
]
for (const [place, code] of refused) {
  test(`${place.slice(0, 60)} ends with ${code} at once`, () => {
    assert.throws(() => makeFolder(place), { code })
  })
}

test('what is missing is made for its owner alone, and what is there stays', () => {
  const folder = join(root, 'a/b/c')
  makeFolder(folder)
  makeFolder(folder)
  for (const made of ['a', 'a/b', 'a/b/c']) assert.equal(statSync(join(root, made)).mode & 0o777, 0o700)
})
