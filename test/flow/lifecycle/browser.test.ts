import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { invite } from '../../../packages/warder/src/users/invite/invite.ts'
import { requirePasswordChange } from '../../../packages/warder/src/users/lifecycle/forced-change.ts'
import { goToSection, inspect, listen, openBrowser, views, type TestBrowser } from '../../support/browser.ts'
import { startLive, type LiveWarder } from '../../support/live.ts'
import { goodPassword } from '../../support/warder.ts'

describe('the life of an account in Chromium', () => {
  let browser: TestBrowser
  let warder: LiveWarder
  before(async () => ([browser, warder] = await Promise.all([openBrowser(), startLive()])))
  after(async () => {
    await browser.close()
    await warder.stop()
  })

  for (const view of views) {
    test(`${view.name}: invited, at home, given another password, and erased`, async () => {
      const email = `ada-${view.name}@example.com`
      const page = await browser.newPage(view)
      const complaints = listen(page)
      const look = (name: string) => inspect(page, `${view.name}-${name}`, view.javaScript)
      const heading = (name: string) => page.getByRole('heading', { level: 1, name }).waitFor()
      const signIn = async (password: string) => {
        await page.goto(`${warder.origin}/login`)
        await page.getByLabel('Email address').fill(email)
        await page.getByLabel('Password').fill(password)
        await page.getByRole('button', { name: 'Sign in', exact: true }).click()
      }

      const { link } = await invite(warder.operator, { email })
      await page.goto(link)
      await look('invite')
      await page.getByLabel('Your name').fill('Ada Hopper')
      await page.getByLabel('Password').fill(goodPassword)
      await page.getByRole('button', { name: 'Create my account' }).click()
      await page.waitForURL(`${warder.origin}/account`)

      await requirePasswordChange(warder.operator, email)
      await signIn(goodPassword)
      await heading('Choose a new password')
      await look('forced-change')
      await page.getByLabel('New password').fill('an entirely new pass phrase')
      await page.getByRole('button', { name: 'Save new password' }).click()
      await heading('Your password is changed')
      await signIn('an entirely new pass phrase')
      await page.waitForURL(`${warder.origin}/account`)

      await goToSection(page, 'Activity')
      await heading('Activity')
      await look('account-activity')
      await page.goto(`${warder.origin}/reauthenticate?return_to=/account/privacy`)
      await look('reauthenticate')
      await page.getByLabel('Password').fill('an entirely new pass phrase')
      await page.getByRole('button', { name: 'Continue' }).click()
      await heading('Privacy')
      await look('account-privacy')
      await page.getByLabel('I understand').check()
      await page.getByRole('button', { name: 'Erase my account' }).click()
      await heading('Your account is erased')
      await look('account-erased')
      assert.deepEqual(complaints, [])
      await page.close()
    })
  }
})
