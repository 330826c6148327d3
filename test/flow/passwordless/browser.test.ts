import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Page } from 'playwright-core'
import { inspect, listen, openBrowser, views, type TestBrowser } from '../../support/browser.ts'
import { startLive, type LiveWarder } from '../../support/live.ts'
import {
  addOnPage,
  byPassword,
  laptop,
  notNow,
  placeOf,
  signOut,
  somebody,
} from '../../support/passkeys/chromium.ts'
import { goodPassword } from '../../support/warder.ts'

const day = 24 * 60 * 60

describe('from a password to none, in Chromium', () => {
  let browser: TestBrowser
  let warder: LiveWarder
  let ahead = 0
  before(async () => {
    const now = () => Math.floor(Date.now() / 1000) + ahead
    ;[browser, warder] = await Promise.all([openBrowser(), startLive({}, now)])
  })
  after(async () => {
    await browser.close()
    await warder.stop()
  })

  /** The field for the address suggests the passkey, and the virtual finger takes what is suggested. */
  async function byPasskey(page: Page): Promise<void> {
    await signOut(page)
    await page.goto(`${warder.origin}/login`)
    await page.waitForURL(/\/account$/)
  }

  for (const view of views.filter(({ javaScript }) => javaScript)) {
    test(`C12 ${view.name}: suggested, removed, refused at the sign-in page, and set again`, async () => {
      const { email, page } = await somebody(browser, warder, `ada-${view.name}`, laptop, view)
      const complaints = listen(page)
      const look = (name: string) => inspect(page, `${view.name}-${name}`, true)
      await byPassword(page, warder, email)
      await notNow(page)
      await page.getByText('A passkey signs you in with your fingerprint').waitFor()
      await look('passwordless-no-passkey')
      await addOnPage(page, warder)
      await page.goto(`${warder.origin}/account`)
      await page.getByText('You have a passkey').waitFor()
      await page.goto(`${warder.origin}/account/security/password/remove`)
      await page.getByText('Sign in without your password first').waitFor()
      assert.equal(await page.getByRole('button', { name: 'Remove my password' }).count(), 0)
      await look('password-remove-not-yet')

      await byPasskey(page)
      await page.getByText('You can sign in without your password now. Remove it?').waitFor()
      await look('passwordless-ready')
      await page.goto(`${warder.origin}/account/security`)
      await look('security-ready')
      await page.getByRole('link', { name: 'Remove your password' }).click()
      await page.getByText('a link or a code that we mail to you').waitFor()
      await look('password-remove')
      await page.getByRole('button', { name: 'Remove my password' }).click()
      await page.getByText('Your password is removed').waitFor()
      await page.getByText('You have no password').waitFor()
      assert.equal(await page.getByLabel('Current password').count(), 0)
      await look('security-no-password')
      await page.goto(`${warder.origin}/account`)
      assert.equal(await page.getByText('Sign in without a password').count(), 0)

      const stranger = await browser.newPage(view)
      await byPassword(stranger, warder, email)
      await stranger.getByText('The address or the password is not right').waitFor()
      await stranger.close()

      await page.goto(`${warder.origin}/account/security`)
      await page.getByRole('link', { name: 'Set a password' }).click()
      await look('password-new')
      await page.getByLabel('New password').fill('aaaaaaaaaaaaaaaaaaaa')
      await page.getByRole('button', { name: 'Set password' }).click()
      await page.getByText('repeats or counts').waitFor()
      await look('password-new-wrong')
      await page.getByLabel('New password').fill(goodPassword)
      await page.getByRole('button', { name: 'Set password' }).click()
      await page.getByText('You have a password now').waitFor()
      assert.equal(await page.getByLabel('Current password').count(), 1)
      assert.deepEqual(complaints, [])
      await page.close()
    })
  }

  test('C12 what somebody would rather not is suggested again after three months', async () => {
    const { email, page } = await somebody(browser, warder, 'bob')
    await byPassword(page, warder, email)
    await notNow(page)
    await page.getByRole('button', { name: 'Not now' }).click()
    await page.getByText('You keep your password').waitFor()
    const suggested = page.getByRole('heading', { name: 'Sign in without a password' })
    for (const [later, times] of [
      [0, 0],
      [89, 0],
      [91, 1],
    ] as const) {
      ahead = later * day
      await page.context().clearCookies()
      await byPassword(page, warder, email)
      await page.goto(`${warder.origin}/account`)
      assert.equal(await suggested.count(), times, `after ${later} days`)
    }
    ahead = 0
    await page.close()
  })

  test('C12 whoever signed in a while ago confirms first, and comes back to the page; no script is needed', async () => {
    const { email, page } = await somebody(browser, warder, 'cleo')
    await byPassword(page, warder, email)
    await notNow(page)
    await addOnPage(page, warder)
    await byPasskey(page)
    ahead = 6 * 60
    await page.goto(`${warder.origin}/account/security/password/remove`)
    assert.equal(placeOf(page).split('?')[0], '/reauthenticate')
    assert.match(decodeURIComponent(placeOf(page)), /return_to=\/account\/security\/password\/remove/)
    ahead = 0

    const plain = await browser.newPage({ javaScript: false })
    await plain.context().addCookies(await page.context().cookies())
    await plain.goto(`${warder.origin}/account/security/password/remove`)
    await plain.getByRole('button', { name: 'Remove my password' }).click()
    await plain.getByText('Your password is removed').waitFor()
    await plain.getByRole('link', { name: 'Set a password' }).click()
    await plain.getByLabel('New password').fill(goodPassword)
    await plain.getByRole('button', { name: 'Set password' }).click()
    await plain.getByText('You have a password now').waitFor()
    await plain.close()
    await page.close()
  })
})
