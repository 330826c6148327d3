import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { bundleBrowser } from '../../scripts/build/browser.ts'

const folder = join(import.meta.dirname, '../../packages/browser')

describe('the module as it is published', () => {
  let made: string
  let module: string
  before(async () => {
    made = mkdtempSync(join(tmpdir(), 'warder-browser-'))
    await bundleBrowser(folder, made)
    module = readFileSync(join(made, 'index.js'), 'utf8')
  })
  after(() => rmSync(made, { recursive: true }))

  test('is one file under 5 KB, compressed, that imports nothing', () => {
    assert.ok(gzipSync(module).length < 5_000, `${gzipSync(module).length} bytes`)
    assert.doesNotMatch(module, /\bimport\b/)
  })

  test('keeps nothing in the page or its storage, and reads no cookie', () => {
    assert.doesNotMatch(module, /localStorage|sessionStorage|indexedDB|cookie|\bcaches\b|postMessage/)
  })

  test('makes no markup of text, and runs none', () => {
    assert.doesNotMatch(module, /innerHTML|outerHTML|insertAdjacent|document\.write|\beval\b|Function\(/)
  })

  test('is what a page imports', async () => {
    const { createWarderBrowser } = (await import(join(made, 'index.js'))) as {
      createWarderBrowser: () => { can: { passkeys: () => Promise<boolean> } }
    }
    assert.equal(await createWarderBrowser().can.passkeys(), false)
  })

  test('has no dependency', () => {
    const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as object
    assert.ok(!('dependencies' in manifest) && !('peerDependencies' in manifest))
  })
})
