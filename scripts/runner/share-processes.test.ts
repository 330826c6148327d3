import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative, resolve } from 'node:path'
import { after, describe, test } from 'node:test'
import { pathToFileURL } from 'node:url'
import { shareProcesses } from './share-processes.ts'

describe('files of tests share processes', () => {
  const folder = mkdtempSync(join(tmpdir(), 'warder-test-'))
  after(() => rmSync(folder, { recursive: true }))
  const file = (name: string, text = '') => {
    writeFileSync(join(folder, name), text)
    return relative(process.cwd(), join(folder, name))
  }

  test('a dozen at most, each once and in their order', () => {
    const files = Array.from({ length: 25 }, (_, n) => file(`${n}.test.ts`))
    const parts = shareProcesses(files, folder)
    assert.deepEqual(
      parts.map((part) => part.files.length),
      [12, 12, 1],
    )
    assert.deepEqual(
      parts.flatMap((part) => part.files),
      files,
    )
    const [first] = parts
    assert.equal(
      readFileSync(first?.entry ?? '', 'utf8'),
      files
        .slice(0, 12)
        .map((path) => `import "${pathToFileURL(resolve(path)).href}"\n`)
        .join(''),
    )
  })

  test('but for those that start programs or a browser, which come first', () => {
    const browser = file('browser.test.ts', "import { openBrowser } from '../support/browser.ts'\n")
    const [a, b] = [file('a.test.ts'), file('b.test.ts')]
    const parts = shareProcesses([a, browser, b, 'test/cli/c.test.ts'], folder)
    assert.deepEqual(
      parts.map((part) => part.files),
      [[browser], ['test/cli/c.test.ts'], [a, b]],
    )
    assert.equal(parts[0]?.entry, browser)
  })
})
