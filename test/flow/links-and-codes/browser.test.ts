import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { readInbox } from '../../../packages/warder/src/mail/inbox.ts'
import { createUser } from '../../../packages/warder/src/users/manage.ts'
import { inspect, listen, openBrowser, views, type TestBrowser } from '../../support/browser.ts'
import { startLive, type LiveWarder } from '../../support/live.ts'
import { goodPassword } from '../../support/warder.ts'

describe('links and codes in Chromium', () => {
  let browser: TestBrowser
  let warder: LiveWarder
  const clock = { ahead: 0 }
  before(async () => {
    const now = () => Math.floor(Date.now() / 1000) + clock.ahead
    ;[browser, warder] = await Promise.all([openBrowser(), startLive({}, now)])
  })
  after(async () => {
    await browser.close()
    await warder.stop()
  })

  const newest = async (to: string) => (await readInbox(warder.app)).find((message) => message.to === to)

  for (const [at, view] of views.entries()) {
    test(`${view.name}: a link asked for in one browser and opened in another, a phone number, and codes`, async () => {
      const email = `ada-${view.name}@example.com`
      await createUser(warder.operator, { email, full_name: 'Ada Lovelace', password: goodPassword })
      const [asking, opening] = [await browser.newPage(view), await browser.newPage(view)]
      const complaints = [listen(asking), listen(opening)]
      const look = (page: typeof asking, name: string) =>
        inspect(page, `${view.name}-${name}`, view.javaScript)
      const press = (page: typeof asking, name: string) =>
        page.getByRole('button', { name, exact: true }).click()

      await asking.goto(`${warder.origin}/login`)
      await look(asking, 'login-with-other-ways')
      await asking.getByRole('link', { name: 'Email me a sign-in link' }).click()
      await asking.getByLabel('Email address').fill(email)
      await look(asking, 'magic-ask')
      await press(asking, 'Send the link')
      await asking.getByRole('heading', { level: 1, name: 'Check your inbox' }).waitFor()
      await look(asking, 'magic-sent')
      const number = await asking.locator('.number').innerText()

      await opening.goto((await newest(email))?.links[0] ?? '')
      await look(opening, 'magic-open')
      await opening.getByLabel('Number').fill(number === '0000' ? '0001' : '0000')
      await press(opening, 'Sign in')
      await opening.getByText('This is not the number').waitFor()
      await look(opening, 'magic-open-wrong')
      await opening.getByLabel('Number').fill(number)
      await press(opening, 'Sign in')
      await opening.waitForURL(`${warder.origin}/account`)

      const phone = `+4179123450${at}`
      await opening.goto(`${warder.origin}/account/security`)
      await look(opening, 'security-without-phone')
      await opening.getByRole('link', { name: 'Add a phone number' }).click()
      await opening.getByLabel('Phone number').fill(phone)
      await look(opening, 'phone-none')
      await press(opening, 'Send the code')
      await opening.getByLabel('Code', { exact: true }).fill((await newest(phone))?.codes[0] ?? '')
      await look(opening, 'phone-pending')
      await press(opening, 'Confirm this number')
      await opening.getByText('That number is yours now.').waitFor()
      await look(opening, 'phone')
      await opening.goto(`${warder.origin}/account/security`)
      await look(opening, 'security-with-phone')

      clock.ahead += 120
      await asking.goto(`${warder.origin}/login`)
      await asking.getByRole('link', { name: 'Text me a code' }).click()
      await asking.getByLabel('Phone number').fill(phone)
      await look(asking, 'otp-ask')
      await press(asking, 'Send the code')
      await look(asking, 'otp-enter')
      await asking.getByLabel('Code', { exact: true }).fill((await newest(phone))?.codes[0] ?? '')
      await press(asking, 'Sign in')
      await asking.waitForURL(`${warder.origin}/account`)
      assert.deepEqual(complaints, [[], []])
      await asking.close()
      await opening.close()
    })
  }
})
