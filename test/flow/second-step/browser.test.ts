import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { createUser } from '../../../packages/warder/src/users/manage.ts'
import { inspect, listen, openBrowser, views, type TestBrowser } from '../../support/browser.ts'
import { startLive, type LiveWarder } from '../../support/live.ts'
import { codeAt } from '../../support/people/authenticator.ts'
import { goodPassword } from '../../support/warder.ts'

describe('the second step in Chromium', () => {
  let browser: TestBrowser
  let warder: LiveWarder
  before(async () => ([browser, warder] = await Promise.all([openBrowser(), startLive()])))
  after(async () => {
    await browser.close()
    await warder.stop()
  })

  for (const view of views) {
    test(`${view.name}: an authenticator app is added, its codes are kept, and it is renamed and removed`, async () => {
      const email = `ada-${view.name}@example.com`
      await createUser(warder.operator, { email, full_name: 'Ada Lovelace', password: goodPassword })
      const page = await browser.newPage(view)
      const complaints = listen(page)
      const look = (name: string) => inspect(page, `${view.name}-${name}`, view.javaScript)
      const heading = (name: string) => page.getByRole('heading', { level: 1, name, exact: true }).waitFor()
      const press = (name: string) => page.getByRole('button', { name, exact: true }).click()
      await page.goto(`${warder.origin}/login`)
      await page.getByLabel('Email address').fill(email)
      await page.getByLabel('Password').fill(goodPassword)
      await press('Sign in')
      await page.waitForURL(`${warder.origin}/account`)

      await page.goto(`${warder.origin}/account/security`)
      await look('security-without-second-step')
      await press('Add an authenticator app')
      await heading('Add an authenticator app')
      const picture = page.getByRole('img', { name: 'QR code for your authenticator app' })
      const box = await picture.boundingBox()
      assert.ok(box && box.width >= 200 && box.width === box.height, JSON.stringify(box))
      if (view.javaScript) {
        const natural = await picture.evaluate(
          (img) => (img as unknown as { naturalWidth: number }).naturalWidth,
        )
        assert.ok(natural > 0, 'the policy lets the picture be seen')
      }
      await page.getByText('I cannot scan it').click()
      const key = (await page.locator('.key').innerText()).replaceAll(' ', '')
      await look('add-authenticator')
      await page.getByLabel('Code from the app').fill('12345')
      await press('Turn it on')
      await page.getByText('This code is not right').waitFor()
      await look('add-authenticator-wrong')
      await page.getByLabel('Code from the app').fill(codeAt(key, Date.now() / 1000))
      await page.getByLabel('What do you call it?').fill('Blue phone')
      await press('Turn it on')

      await heading('Your recovery codes')
      assert.equal(await page.locator('.recovery li').count(), 10)
      await look('recovery-codes')
      if (view.javaScript) {
        const [saved] = await Promise.all([
          page.waitForEvent('download'),
          page.getByRole('link', { name: 'Save as a file' }).click(),
        ])
        assert.equal(saved.suggestedFilename(), 'recovery-codes.txt')
      }
      await page.getByRole('link', { name: 'I have kept them' }).click()
      await heading('Security')
      await look('security-with-second-step')
      await page.getByRole('link', { name: 'Change Blue phone' }).click()
      await heading('Blue phone')
      await look('change-authenticator')
      await page.getByLabel('What you call it').fill('Red phone')
      await press('Rename')
      await page.getByText('Red phone').waitFor()
      await press('New codes in place of the old ones')
      await heading('Your recovery codes')
      await page.goto(`${warder.origin}/account/security`)
      await page.getByRole('link', { name: 'Change Red phone' }).click()
      await press('Remove this app')
      await page.getByText('That authenticator app is removed.').waitFor()
      assert.deepEqual(complaints, [])
      await page.close()
    })
  }
})
