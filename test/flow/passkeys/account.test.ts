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
  plugIn,
  somebody,
  whenAsked,
} from '../../support/passkeys/chromium.ts'

describe('the passkeys of an account in Chromium', () => {
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

  /** What the page tells the password managers of its browser. */
  async function listenToSignals(page: Page): Promise<[name: string, options: Record<string, unknown>][]> {
    const told: [string, Record<string, unknown>][] = []
    await page.exposeFunction('signalled', (name: string, options: Record<string, unknown>) => {
      told.push([name, options])
    })
    await page.addInitScript(`for (const name of ['signalUnknownCredential', 'signalAllAcceptedCredentials', 'signalCurrentUserDetails']) {
      const tell = PublicKeyCredential[name].bind(PublicKeyCredential)
      PublicKeyCredential[name] = (options) => (signalled(name, options), tell(options))
    }`)
    return told
  }

  for (const view of views.filter(({ javaScript }) => javaScript)) {
    test(`${view.name}: add two, rename one, remove one, and the browser is told`, async () => {
      const { email, page, key } = await somebody(browser, warder, `ada-${view.name}`, laptop, view)
      const complaints = listen(page)
      const told = await listenToSignals(page)
      const look = (name: string) => inspect(page, `${view.name}-${name}`, true)
      await byPassword(page, warder, email)
      await look('passkey-offer')
      await notNow(page)
      await page.goto(`${warder.origin}/account/security`)
      await look('security-no-passkey')
      await page.getByRole('button', { name: 'Add a passkey' }).click()
      await page.getByRole('heading', { name: 'Keep your recovery codes' }).waitFor()
      await look('security-passkey-codes')
      await page.getByRole('link', { name: 'I have kept them' }).click()
      await page.getByText('Your passkey is ready').waitFor()

      await page.getByRole('link', { name: /^Change/ }).click()
      await look('passkey')
      await page.getByLabel('What you call it').fill('')
      await page.getByLabel('What you call it').evaluate((field) => field.removeAttribute('required'))
      await page.getByRole('button', { name: 'Rename' }).click()
      await page.getByText('Please fill this in').or(page.getByText('This is')).first().waitFor()
      await look('passkey-wrong')
      await page.getByLabel('What you call it').fill('My laptop')
      await page.getByRole('button', { name: 'Rename' }).click()
      await page.getByText('Your passkey has its new name').waitFor()
      await page.getByText('My laptop').waitFor()
      await look('security-passkey')
      const [made] = await key.credentials()
      assert.deepEqual(
        new Set(told.map(([name]) => name)),
        new Set(['signalAllAcceptedCredentials', 'signalCurrentUserDetails']),
      )

      await page.getByRole('link', { name: 'Change My laptop' }).click()
      await page.getByRole('button', { name: 'Remove it' }).click()
      await page.getByText('That passkey is removed').waitFor()
      const unknown = told.find(([name]) => name === 'signalUnknownCredential')
      const credentialId = Buffer.from(made?.credentialId ?? '', 'base64').toString('base64url')
      assert.deepEqual(unknown?.[1], { rpId: 'localhost', credentialId })
      assert.deepEqual(await key.credentials(), [], 'the authenticator has forgotten it')
      assert.deepEqual(complaints, [])
      await page.close()
    })
  }

  test('a link cannot make a browser forget a passkey that is good', async () => {
    const { email, page, key } = await somebody(browser, warder, 'gina')
    const told = await listenToSignals(page)
    await byPassword(page, warder, email)
    await notNow(page)
    await addOnPage(page, warder)
    const [made] = await key.credentials()
    const gone = Buffer.from(made?.credentialId ?? '', 'base64').toString('base64url')
    for (const query of [`gone=${gone}`, 'gone=no%20passkey%22'])
      await page.goto(`${warder.origin}/account/security?done=passkey-removed&${query}`)
    await page.getByRole('button', { name: 'Add a passkey' }).waitFor()
    assert.ok(told.length > 0)
    assert.deepEqual(
      told.filter(([name]) => name === 'signalUnknownCredential'),
      [],
    )
    assert.equal((await key.credentials()).length, 1)
    await page.close()
  })

  test('a device that has one of this account is told so, and no second one is made', async () => {
    const { email, page, key } = await somebody(browser, warder, 'bob')
    await byPassword(page, warder, email)
    await notNow(page)
    await addOnPage(page, warder)
    await page.getByRole('button', { name: 'Add a passkey' }).click()
    await page.getByText('This device has a passkey for this account already').waitFor()
    await inspect(page, 'security-already-added', true)
    assert.equal((await key.credentials()).length, 1)
    await page.close()
  })

  test('PK-18 later, it takes a passkey to add another one: the page leads there and back', async () => {
    const { email, page } = await somebody(browser, warder, 'carol')
    await byPassword(page, warder, email)
    await notNow(page)
    await addOnPage(page, warder)
    ahead += 10 * 60
    await page.getByRole('button', { name: 'Add a security key' }).click()
    await page.waitForURL(/\/reauthenticate/)
    await inspect(page, 'reauthenticate-passkey', true)
    await page.getByRole('button', { name: 'Use a passkey' }).click()
    await plugIn(page, { ...laptop, transport: 'usb' })
    await page.getByRole('button', { name: 'Continue with a passkey' }).click()
    // It goes on by itself with what was wanted.
    await page.getByText('Your passkey is ready').waitFor()
    assert.equal(await page.getByText('Asked for after your password').count(), 1)
    await page.close()
  })

  test('PK-18 in a browser that is trusted no password is asked for, which would not be enough', async () => {
    const { email, page } = await somebody(browser, warder, 'erin')
    await byPassword(page, warder, email)
    await notNow(page)
    await addOnPage(page, warder)
    // As where they are not asked for a second step: only the password was shown in this session.
    await warder.operator.app.db.updateTable('session').set({ amr: 'pwd' }).execute()
    await page.goto(`${warder.origin}/account/security`)
    await page.getByRole('button', { name: 'Add a security key' }).click()
    await page.waitForURL(/\/reauthenticate\?.*level=2/)
    assert.equal(await page.getByLabel('Password').count(), 0)
    await page.getByRole('button', { name: 'Use a passkey' }).click()
    await plugIn(page, { ...laptop, transport: 'usb' })
    await page.getByRole('button', { name: 'Continue with a passkey' }).click()
    // It goes on by itself with what was wanted.
    await page.getByText('Your passkey is ready').waitFor()
    assert.equal(await page.getByText('Asked for after your password').count(), 1)
    await page.close()
  })

  test('after a wrong finger the button is still there, and the right one goes on', async () => {
    const { email, page, key } = await somebody(browser, warder, 'dora')
    await byPassword(page, warder, email)
    await page.getByRole('button', { name: 'Create a passkey' }).waitFor()
    await key.verify(false)
    const over = await whenAsked(page)
    await page.getByRole('button', { name: 'Create a passkey' }).click()
    await over()
    assert.equal(placeOf(page), '/account/passkey-offer')
    await key.verify(true)
    await page.getByRole('button', { name: 'Create a passkey' }).click()
    await page.getByRole('link', { name: 'I have kept them' }).click()
    await page.waitForURL(`${warder.origin}/account`)
    await page.close()
  })

  test('whoever must have a second step makes a passkey in the middle of their sign-in', async () => {
    const strict = await startLive({ 'second_factor.policy': 'required' })
    const { email, page } = await somebody(browser, strict, 'emil')
    const complaints = listen(page)
    await byPassword(page, strict, email)
    await page.getByRole('heading', { name: 'Set up a second step' }).waitFor()
    await page.getByRole('button', { name: 'Create a passkey' }).waitFor()
    await inspect(page, 'set-up-passkey', true)
    await page.getByRole('button', { name: 'Create a passkey' }).click()
    await page.getByRole('heading', { name: 'Keep your recovery codes' }).waitFor()
    await inspect(page, 'set-up-passkey-codes', true)
    await page.getByRole('link', { name: 'I have kept them' }).click()
    await page.waitForURL(`${strict.origin}/account`)
    assert.deepEqual(complaints, [])
    await page.close()
    await strict.stop()
  })
})
