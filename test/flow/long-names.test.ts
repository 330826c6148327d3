import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { stylesheet } from '../../packages/warder/src/pages/stylesheet.ts'
import { openBrowser, reachingOut, type TestBrowser } from '../support/browser.ts'
import { samplePages } from '../support/pages/samples.ts'

const word = 'Wolfeschlegelsteinhausenbergerdorff'.repeat(3)
const pages = Object.entries(samplePages((text) => (text.includes('@') ? word + text : `${text} ${word}`)))

describe('WCAG 1.4.10 names and addresses of any length stay in their card', () => {
  let browser: TestBrowser
  before(async () => (browser = await openBrowser()))
  after(() => browser.close())

  for (const width of [1280, 320])
    test(`on every page, ${width} pixels wide`, async () => {
      const page = await browser.newPage({ width })
      await page.setContent(`<style>${stylesheet.css}</style>`)
      const wrong: string[] = []
      for (const [name, html] of pages) {
        const body = /<body>(.*)<\/body>/s.exec(html)?.[1] ?? ''
        await page.locator('body').evaluate((element, content) => {
          ;(element as unknown as { innerHTML: string }).innerHTML = content
        }, body)
        const found = await page.evaluate<string[]>(reachingOut)
        wrong.push(...found.map((element) => `${name}: ${element}`))
      }
      assert.deepEqual(wrong, [])
      await page.close()
    })
})
