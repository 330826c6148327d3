import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { createUser } from '../../packages/warder/src/users/manage.ts'
import { inspect, openBrowser } from '../support/browser.ts'
import { startLive, type LiveWarder } from '../support/live.ts'
import { goodPassword } from '../support/warder.ts'

describe('WCAG 1.4.4 whoever has their browser write larger', () => {
  let warder: LiveWarder
  before(async () => {
    warder = await startLive()
    await createUser(warder.operator, {
      email: 'ada@example.com',
      full_name: 'Ada Lovelace',
      password: goodPassword,
    })
  })
  after(() => warder.stop())

  for (const [letters, width] of [
    [32, 1280],
    [32, 360],
    [64, 1280],
  ] as const) {
    test(`letters of ${letters} pixels, ${width} wide: every text is as large, and nothing is cut off`, async () => {
      const browser = await openBrowser(letters)
      const page = await browser.newPage({ width })
      const look = async (name: string) => {
        const size = (what: string) =>
          page
            .locator(what)
            .first()
            .evaluate((element) => {
              const { getComputedStyle } = globalThis as unknown as {
                getComputedStyle: (of: unknown) => { fontSize: string }
              }
              return parseFloat(getComputedStyle(element).fontSize)
            })
        assert.equal(await size('body'), letters)
        assert.equal(await size('h1'), letters * 1.5)
        assert.ok((await size('label')) > letters * 0.9)
        await inspect(page, `letters-${letters}-${width}-${name}`, true)
      }
      await page.goto(`${warder.origin}/login`)
      await look('login')
      await page.getByLabel('Email address').fill('ada@example.com')
      await page.getByLabel('Password').fill(goodPassword)
      await page.getByRole('button', { name: 'Sign in', exact: true }).click()
      await page.waitForURL(/\/account/)
      for (const section of ['', '/security', '/emails', '/api-keys/new']) {
        await page.goto(`${warder.origin}/account${section}`)
        await look(`account${section.replaceAll('/', '-')}`)
      }
      await browser.close()
    })
  }
})
