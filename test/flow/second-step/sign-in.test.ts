import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { setSecondFactorRequired } from '../../../packages/warder/src/users/lifecycle/require-second-factor.ts'
import { createUser } from '../../../packages/warder/src/users/manage.ts'
import { issueRecovery } from '../../../packages/warder/src/users/recovery/link.ts'
import { readInbox } from '../../../packages/warder/src/mail/inbox.ts'
import { inspect, listen, openBrowser, views, type TestBrowser } from '../../support/browser.ts'
import { startLive, type LiveWarder } from '../../support/live.ts'
import { codeAt } from '../../support/people/authenticator.ts'
import { goodPassword } from '../../support/warder.ts'

describe('signing in with a second step in Chromium', () => {
  let browser: TestBrowser
  let warder: LiveWarder
  let now = 1_900_000_000
  before(
    async () =>
      ([browser, warder] = await Promise.all([
        openBrowser(),
        startLive({ 'limits.costly': '100000', 'limits.mailing': '100000' }, () => now),
      ])),
  )
  after(async () => {
    await browser.close()
    await warder.stop()
  })

  for (const view of views) {
    test(`${view.name}: set up on the way in, asked for, trusted, forgotten, confirmed and recovered`, async () => {
      const email = `bob-${view.name}@example.com`
      const { id } = await createUser(warder.operator, {
        email,
        full_name: 'Bob Babbage',
        password: goodPassword,
      })
      await setSecondFactorRequired(warder.operator, id, true)
      const page = await browser.newPage(view)
      const complaints = listen(page)
      const look = (name: string) => inspect(page, `${view.name}-${name}`, view.javaScript)
      const heading = (name: string) => page.getByRole('heading', { level: 1, name, exact: true }).waitFor()
      const press = (name: string) => page.getByRole('button', { name, exact: true }).click()
      const signIn = async () => {
        await page.goto(`${warder.origin}/login`)
        await page.getByLabel('Email address').fill(email)
        await page.getByLabel('Password').fill(goodPassword)
        await press('Sign in')
      }
      await signIn()
      await heading('Set up a second step')
      await look('set-up')
      await press('Use an authenticator app')
      await heading('Add an authenticator app')
      await page.getByText('I cannot scan it').click()
      const key = (await page.locator('.key').innerText()).replaceAll(' ', '')
      const code = () => codeAt(key, (now += 30))
      await look('set-up-app')
      await page.getByLabel('Code from the app').fill(code())
      await press('Turn it on')
      await heading('Keep your recovery codes')
      await look('set-up-done')
      await page.getByRole('link', { name: 'I have kept them: continue' }).click()
      await page.waitForURL(`${warder.origin}/account`)
      await press('Sign out')

      await signIn()
      await heading('Enter your code')
      await look('mfa-app')
      await page.getByLabel('Code').fill('000000')
      await press('Continue')
      await page.getByText('This code is not right').waitFor()
      await press('Use a recovery code')
      await heading('Enter a recovery code')
      await look('mfa-recovery')
      await press('Use your authenticator app')
      await page.getByLabel('Code').fill(code())
      await page.getByLabel('Don’t ask again on this device for 30 days').check()
      await press('Continue')
      await page.waitForURL(`${warder.origin}/account`)
      await press('Sign out')

      await signIn()
      await page.waitForURL(`${warder.origin}/account`)
      await page.goto(`${warder.origin}/account/sessions`)
      await look('sessions-trusted')
      await page.getByRole('button', { name: /^Forget / }).click()
      await page.getByText('is asked for the second step').waitFor()

      now += 600
      await page.goto(`${warder.origin}/account/emails`)
      await page.goto(`${warder.origin}/reauthenticate?return_to=/account/emails`)
      await heading('Confirm it’s you')
      await look('reauthenticate-several')
      await press('Use your authenticator app')
      await page.getByLabel('Code').fill(code())
      await press('Continue')
      await page.waitForURL(`${warder.origin}/account/emails?done=confirmed`)
      await press('Sign out')

      await issueRecovery(warder.operator, id, 60)
      const mail = (await readInbox(warder.app)).find(({ to, links }) => to === email && links.length > 0)
      const link = mail?.links.find((url) => url.includes('/recover')) ?? ''
      await page.goto(link)
      await look('recover-early')
      now += 60
      await page.goto(link)
      await heading('Get back into your account')
      await look('recover')
      await page.getByLabel('Password').fill(goodPassword)
      await press('Set up a new second step')
      await heading('Set up a second step')
      assert.deepEqual(complaints, [])
      await page.close()
    })
  }
})
