import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { compose } from '../../../packages/warder/src/mail/messages.ts'
import { inspect, openBrowser, type TestBrowser } from '../../support/browser.ts'

const app = {
  config: { brand: { name: 'Acme <img src=x onerror=document.title=1>', locale: 'en' as const } },
}
const link = `https://id.example/reset-password?token=${'a'.repeat(43)}`
const tenant = { brand: { name: null, colour: null, logo: null } }
const seen = { device: '<img src=https://evil.example>', address: '192.0.2.1', at: 1_800_000_000 }

describe('a mail in a browser', () => {
  let browser: TestBrowser
  before(async () => (browser = await openBrowser()))
  after(() => browser.close())

  for (const colorScheme of ['light', 'dark'] as const) {
    for (const locale of ['en', 'de'] as const) {
      test(`SE-20 is readable on a ${colorScheme} telephone in ${locale}, and loads and runs nothing`, async () => {
        const reader = { address: 'ada@example.com', full_name: '<b>Ada', locale }
        const mail = compose({ app, tenant }, 'signInCode', reader, { ...seen, link, code: '012345' })
        const page = await browser.newPage({ width: 360, colorScheme })
        const asked: string[] = []
        page.on('request', (request) => asked.push(request.url()))
        await page.setContent(mail.html)
        await inspect(page, `mail-${colorScheme}-${locale}`, true)
        assert.deepEqual(asked, [])
        assert.equal(await page.title(), mail.subject)
        assert.equal(await page.getByRole('link').getAttribute('href'), link)
        assert.equal(await page.locator('img').count(), 0)
      })
    }
  }
})
