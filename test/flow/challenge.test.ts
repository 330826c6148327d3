import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Page } from 'playwright-core'
import { createUser } from '../../packages/warder/src/users/manage.ts'
import { axe, openBrowser, screenshot, type TestBrowser } from '../support/browser.ts'
import { startLive, type LiveWarder } from '../support/live.ts'
import { goodPassword } from '../support/warder.ts'

describe('the challenge in Chromium', () => {
  let browser: TestBrowser
  let warder: LiveWarder
  let ahead = 0
  before(async () => {
    const settings = { 'challenge.mode': 'always' }
    const now = () => Math.floor(Date.now() / 1000) + ahead
    ;[browser, warder] = await Promise.all([openBrowser(), startLive(settings, now)])
    await createUser(warder.operator, { email: 'ada@example.com', full_name: 'Ada', password: goodPassword })
  })
  after(async () => {
    await browser.close()
    await warder.stop()
  })

  const fill = async (page: Page, password = goodPassword) => {
    await page.getByLabel('Email address').fill('ada@example.com')
    await page.getByLabel('Password').fill(password)
    await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  }

  test('it is solved while the form is filled in, and nobody notices', async (t) => {
    const page = await browser.newPage()
    const complaints = listen(page)
    const began = performance.now()
    await page.goto(`${warder.origin}/login`)
    assert.deepEqual(await axe(page), [])
    await page.waitForFunction('document.querySelector("input[data-puzzle]").value.includes(":")')
    t.diagnostic(`solved ${(performance.now() - began).toFixed(0)} ms after the page was asked for`)
    await fill(page)
    await page.waitForURL(`${warder.origin}/account`)
    assert.deepEqual(complaints, [])
    await page.close()
  })

  test('whoever is quicker than the work is told, and goes on by themselves', async () => {
    const page = await browser.newPage({ width: 360 })
    // The worker gets its file late, as over a slow line.
    let release: () => void = () => undefined
    const gate = new Promise<void>((resolve) => (release = resolve))
    let asked = 0
    await page.route('**/assets/challenge.*.js', async (route) => {
      if (asked++ > 0) await gate
      await route.continue()
    })
    await page.goto(`${warder.origin}/login`)
    await fill(page)
    await page.getByText('your device is finishing a small task').waitFor()
    await screenshot(page, 'challenge-busy')
    assert.deepEqual(await axe(page), [])
    release()
    await page.waitForURL(`${warder.origin}/account`)
    await page.close()
  })

  test('where there are no workers the page computes itself', async () => {
    const page = await browser.newPage()
    await page.addInitScript('delete globalThis.Worker')
    await page.goto(`${warder.origin}/login`)
    await fill(page)
    await page.waitForURL(`${warder.origin}/account`)
    await page.close()
  })

  test('a second try after a wrong password brings work of its own', async () => {
    const page = await browser.newPage()
    await page.goto(`${warder.origin}/login`)
    await fill(page, 'not the right one at all')
    await page.getByText('The address or the password is not right').waitFor()
    await page.getByLabel('Password').fill(goodPassword)
    await page.getByRole('button', { name: 'Sign in', exact: true }).click()
    await page.waitForURL(`${warder.origin}/account`)
    await page.close()
  })

  test('without scripts the page says how long to wait, and waiting lets in', async () => {
    const page = await browser.newPage({ javaScript: false, width: 360, colorScheme: 'dark' })
    await page.goto(`${warder.origin}/login`)
    assert.match((await page.locator('noscript').textContent()) ?? '', /please wait\s+30 seconds/)
    await screenshot(page, 'challenge-no-script')
    await fill(page)
    await page.getByText(/Please wait \d+ more seconds/).waitFor()
    await screenshot(page, 'challenge-early')
    ahead += 30
    await fill(page)
    await page.waitForURL(`${warder.origin}/account`)
    await page.close()
  })

  for (const [path, label] of [
    ['/register', 'Create account'],
    ['/forgot-password', 'Send the link'],
  ] as const) {
    test(`${path} asks for work as well`, async () => {
      const page = await browser.newPage()
      const complaints = listen(page)
      await page.goto(`${warder.origin}${path}`)
      assert.deepEqual(await axe(page), [])
      await page.getByLabel('Email address').fill('bob@example.com')
      if (path === '/register') {
        await page.getByLabel('Your name').fill('Bob')
        await page.getByLabel('Password').fill('a wholly fresh pass phrase')
      }
      await page.getByRole('button', { name: label }).click()
      await page.getByRole('heading', { name: 'Check your inbox' }).waitFor()
      await page.getByRole('button', { name: 'Send it again' }).click()
      await page.getByRole('heading', { name: 'Check your inbox' }).waitFor()
      assert.deepEqual(complaints, [])
      await page.close()
    })
  }
})

/** What the browser complains of, such as a script that the policy of the page forbids. */
function listen(page: Page): string[] {
  const complaints: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(error.message))
  return complaints
}
