import assert from 'node:assert/strict'
import { test } from 'node:test'
import { pageScript, pageScriptPath } from '../../scripts/build/browser.ts'
import { read } from './sources.ts'

test('the script of the pages is made of its sources', async () => {
  assert.equal(read(pageScriptPath), await pageScript(process.cwd()), 'run npm run pages')
})

test('the script of the pages keeps nothing, makes no markup of text and talks to this server alone', () => {
  assert.doesNotMatch(read(pageScriptPath), /localStorage|sessionStorage|indexedDB|document\.cookie/)
  assert.doesNotMatch(read(pageScriptPath), /innerHTML|outerHTML|insertAdjacent|document\.write|\beval\b/)
  assert.doesNotMatch(read(pageScriptPath), /https?:/)
})
