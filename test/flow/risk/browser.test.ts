import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Page } from 'playwright-core'
import { readInbox } from '../../../packages/warder/src/mail/inbox.ts'
import { createUser } from '../../../packages/warder/src/users/manage.ts'
import { inspect, listen, openBrowser, views, type TestBrowser } from '../../support/browser.ts'
import { startLive, type LiveWarder } from '../../support/live.ts'
import { goodPassword } from '../../support/warder.ts'

describe('an unusual sign-in in Chromium', () => {
  let browser: TestBrowser
  let asking: LiveWarder
  let blocking: LiveWarder
  before(async () => {
    browser = await openBrowser()
    asking = await startLive({ 'risk.new_device': 'step-up' })
    blocking = await startLive({ 'risk.new_device': 'block' })
  })
  after(async () => {
    await browser.close()
    await asking.stop()
    await blocking.stop()
  })

  async function signIn(page: Page, { origin }: LiveWarder, email: string): Promise<void> {
    await page.goto(`${origin}/login`)
    await page.getByLabel('Email address').fill(email)
    await page.getByLabel('Password').fill(goodPassword)
    await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  }

  /** Somebody who signed in before, elsewhere. */
  async function usual(warder: LiveWarder, name: string): Promise<string> {
    const email = `ada-${name}@example.com`
    await createUser(warder.operator, { email, full_name: 'Ada', password: goodPassword })
    const body = JSON.stringify({ email, password: goodPassword })
    const headers = { 'content-type': 'application/json', 'user-agent': 'notes/1' }
    const answer = await fetch(`${warder.origin}/auth/login`, { method: 'POST', body, headers })
    assert.equal(answer.status, 200)
    return email
  }

  async function newestMail(warder: LiveWarder, to: string) {
    const mail = (await readInbox(warder.app)).find((one) => one.to === to)
    assert.ok(mail, `no mail to ${to}`)
    return mail
  }

  for (const view of views) {
    test(`${view.name}: asks for the code of a mail, and once only`, async () => {
      const email = await usual(asking, view.name)
      const page = await browser.newPage(view)
      const complaints = listen(page)
      const look = (name: string) => inspect(page, `${view.name}-${name}`, view.javaScript)
      await signIn(page, asking, email)
      await page.getByRole('heading', { name: 'Enter your code' }).waitFor()
      assert.equal(await page.locator('h1').count(), 1)
      await look('mfa')

      await page.getByLabel('Code').fill('not it')
      await page.getByRole('button', { name: 'Continue' }).click()
      await page.getByText('This code is not right').waitFor()
      assert.equal(await page.getByLabel('Code').getAttribute('aria-invalid'), 'true')
      await look('mfa-wrong')
      await page.getByRole('button', { name: 'Send a new code' }).click()
      await page.getByText('A new code is on its way').waitFor()
      await look('mfa-sent')
      await page.getByLabel('Code').fill((await newestMail(asking, email)).codes[0] ?? '')
      await page.getByRole('button', { name: 'Continue' }).click()
      await page.waitForURL(`${asking.origin}/account`)

      await page.getByRole('button', { name: 'Sign out', exact: true }).click()
      await signIn(page, asking, email)
      await page.waitForURL(`${asking.origin}/account`)

      await page.goto((await newestMail(asking, email)).links[0] ?? '')
      await look('not-me')
      await page.getByRole('button', { name: 'Lock my account' }).click()
      await page.getByRole('heading', { name: 'Your account is locked' }).waitFor()
      await look('not-me-done')
      await page.goto(`${asking.origin}/account`)
      assert.match(page.url(), /\/login/)
      assert.deepEqual(complaints, [])
      await page.close()
    })

    test(`${view.name}: a sign-in that was stopped is let in by its person`, async () => {
      const email = await usual(blocking, view.name)
      const page = await browser.newPage(view)
      const complaints = listen(page)
      await signIn(page, blocking, email)
      await page.getByText('The address or the password is not right').waitFor()
      await page.goto((await newestMail(blocking, email)).links[0] ?? '')
      await inspect(page, `${view.name}-was-it-me`, view.javaScript)
      await page.getByRole('button', { name: 'Yes, it was me' }).click()
      await page.getByRole('link', { name: 'Sign in' }).click()
      await signIn(page, blocking, email)
      await page.waitForURL(`${blocking.origin}/account`)
      assert.deepEqual(complaints, [])
      await page.close()
    })
  }
})
