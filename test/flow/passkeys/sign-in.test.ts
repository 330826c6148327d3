import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { inspect, listen, openBrowser, type TestBrowser } from '../../support/browser.ts'
import { startLive, type LiveWarder } from '../../support/live.ts'
import {
  addOnPage,
  byPassword,
  notNow,
  openLogin,
  placeOf,
  plainKey,
  signOut,
  somebody,
  whenAsked,
} from '../../support/passkeys/chromium.ts'

describe('signing in with a passkey in Chromium', () => {
  let browser: TestBrowser
  let warder: LiveWarder
  before(async () => ([browser, warder] = await Promise.all([openBrowser(), startLive()])))
  after(async () => {
    await browser.close()
    await warder.stop()
  })

  test('C3 after a password one is offered, once; with it the recovery codes come, and the button signs in', async () => {
    const { email, page, key } = await somebody(browser, warder, 'ada')
    const complaints = listen(page)
    await byPassword(page, warder, email)
    await page.getByRole('heading', { name: 'Sign in faster next time' }).waitFor()
    await inspect(page, 'passkey-offer', true)
    await page.getByRole('button', { name: 'Create a passkey' }).click()
    await page.getByRole('heading', { name: 'Keep your recovery codes' }).waitFor()
    assert.equal(await page.locator('ol.recovery li').count(), 10)
    const [first] = await page.locator('ol.recovery li').allInnerTexts()
    const file = await page.getByRole('link', { name: 'Save as a file' }).getAttribute('href')
    assert.match(decodeURIComponent(file ?? ''), new RegExp(`^data:text/plain.*\r\n\r\n${first}\r\n`))
    await inspect(page, 'passkey-offer-codes', true)
    await page.getByRole('link', { name: 'I have kept them' }).click()
    await page.waitForURL(`${warder.origin}/account`)
    const [made] = await key.credentials()
    assert.equal(made?.isResidentCredential, true)

    await signOut(page)
    await key.touch(false)
    await openLogin(page, warder, '?return_to=/account/security')
    await page.getByLabel('Stay signed in on this device').check()
    await inspect(page, 'login-passkey', true)
    await key.touch(true)
    await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
    await page.waitForURL(`${warder.origin}/account/security`)
    const { amr } = await warder.app.db
      .selectFrom('session')
      .selectAll()
      .where('revoked_at', 'is', null)
      .executeTakeFirstOrThrow()
    assert.equal(amr, 'hwk user mfa')
    const cookie = (await page.context().cookies()).find(({ name }) => name.endsWith('warder_session'))
    assert.ok((cookie?.expires ?? 0) > 0, 'the box was ticked')

    await signOut(page)
    await key.touch(false)
    await byPassword(page, warder, email)
    await page.waitForURL(/\/mfa|\/account/)
    assert.doesNotMatch(placeOf(page), /passkey-offer/, 'whoever has one is offered none')
    assert.deepEqual(complaints, [])
    await page.close()
  })

  test('"Not now" is one click, leads on, and is remembered', async () => {
    const { email, page } = await somebody(browser, warder, 'bob')
    await page.goto(`${warder.origin}/account/sessions`)
    await byPassword(page, warder, email)
    await notNow(page)
    await page.waitForURL(`${warder.origin}/account`)
    await signOut(page)
    await byPassword(page, warder, email)
    await page.waitForURL(`${warder.origin}/account`)
    await page.close()
  })

  test('none is offered where the browser could keep none', async () => {
    const { email, page } = await somebody(browser, warder, 'carol', plainKey)
    await byPassword(page, warder, email)
    await page.waitForURL(`${warder.origin}/account`)
    await page.close()
  })

  test('C3 the field of the address suggests it, and it signs in without a button', async () => {
    const { email, page, key } = await somebody(browser, warder, 'dora')
    await byPassword(page, warder, email)
    await notNow(page)
    await addOnPage(page, warder)
    await signOut(page)
    await key.touch(false)
    await openLogin(page, warder)
    assert.equal(await page.getByLabel('Email address').getAttribute('autocomplete'), 'username webauthn')
    assert.equal(placeOf(page), '/login', 'it waits for somebody to choose')
    // The virtual one chooses at once what it is asked for from now on.
    await key.touch(true)
    await page.goto(`${warder.origin}/login`)
    await page.waitForURL(`${warder.origin}/account`)
    await page.close()
  })

  test('two tabs do not disturb each other, and a button ends what its own field suggests', async () => {
    const { email, page, key } = await somebody(browser, warder, 'emil')
    await byPassword(page, warder, email)
    await notNow(page)
    await addOnPage(page, warder)
    await signOut(page)
    await key.touch(false)
    const other = await page.context().newPage()
    const seen = await key.alsoIn(other)
    await seen.touch(false)
    await openLogin(page, warder)
    await openLogin(other, warder, '?return_to=/account/sessions')
    await page.bringToFront()
    await key.touch(true)
    await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
    await page.waitForURL(`${warder.origin}/account`)
    assert.equal(placeOf(other), '/login?return_to=/account/sessions')
    await signOut(page)
    await other.bringToFront()
    await seen.touch(true)
    await other.getByRole('button', { name: 'Sign in with a passkey' }).click()
    await other.waitForURL(`${warder.origin}/account/sessions`)
    await page.close()
    await other.close()
  })

  test('PK-07 without a fingerprint or PIN it signs nobody in, and the page says nothing wrong', async () => {
    const { email, page, key } = await somebody(browser, warder, 'finn')
    await byPassword(page, warder, email)
    await notNow(page)
    await addOnPage(page, warder)
    await signOut(page)
    await key.verify(false)
    await key.touch(false)
    await openLogin(page, warder)
    await key.touch(true)
    for (const finger of ['wrong', 'and wrong once more']) {
      const over = await whenAsked(page)
      await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
      await over()
      assert.equal(await page.locator('.error').innerText(), '', finger)
      assert.equal(placeOf(page), '/login', finger)
    }
    // A page of its own for the right finger: on this one the field, which suggests again, could be quicker than the button.
    await key.touch(false)
    await openLogin(page, warder)
    await key.touch(true)
    await key.verify(true)
    await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
    await page.waitForURL(`${warder.origin}/account`)
    await page.close()
  })

  test('a security key that keeps no account works after the password, and not in its place', async () => {
    const { email, page, key } = await somebody(browser, warder, 'gina', plainKey)
    await byPassword(page, warder, email)
    await addOnPage(page, warder, 'Add a security key')
    assert.equal((await key.credentials())[0]?.isResidentCredential, false)
    await page.getByText('Asked for after your password').waitFor()
    await inspect(page, 'security-key', true)
    await signOut(page)

    await byPassword(page, warder, email)
    await page.getByRole('heading', { name: 'Use your passkey' }).waitFor()
    await inspect(page, 'mfa-passkey', true)
    await page.getByRole('button', { name: 'Continue with a passkey' }).click()
    await page.waitForURL(`${warder.origin}/account`)
    await page.close()
  })

  test('after the password, a key that does not come is said, and the other ways are there', async () => {
    const { email, page, key } = await somebody(browser, warder, 'karl', plainKey)
    await byPassword(page, warder, email)
    await addOnPage(page, warder, 'Add a security key')
    await signOut(page)
    await key.cdp.send('WebAuthn.clearCredentials', { authenticatorId: key.id })
    await byPassword(page, warder, email)
    await page.getByRole('button', { name: 'Continue with a passkey' }).click()
    await page.getByText('That was not finished. Try again, or choose another way.').waitFor()
    await inspect(page, 'mfa-passkey-cancelled', true)
    await page.getByRole('button', { name: 'Use a recovery code' }).click()
    await page.getByRole('heading', { name: 'Enter a recovery code' }).waitFor()
    await page.close()
  })

  test('a passkey that was removed elsewhere is told so, and the browser forgets it', async () => {
    const { email, page, key } = await somebody(browser, warder, 'hans')
    await byPassword(page, warder, email)
    await notNow(page)
    await addOnPage(page, warder)
    await signOut(page)
    await key.touch(false)
    await openLogin(page, warder)
    await key.touch(true)
    await warder.app.db.deleteFrom('credential').where('method', '=', 'passkey').execute()
    await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
    await page.getByText('This passkey is not known here any more').waitFor()
    await inspect(page, 'login-passkey-gone', true)
    await page.close()
  })

  test('without scripts the plain form is all there is, and it works', async () => {
    const { email, page: scripted } = await somebody(browser, warder, 'ines')
    await scripted.close()
    const page = await browser.newPage({ javaScript: false })
    await page.goto(`${warder.origin}/login`)
    assert.equal(await page.getByRole('button').count(), 1)
    await inspect(page, 'login-no-script', false)
    await byPassword(page, warder, email, { scripted: false })
    await page.waitForURL(`${warder.origin}/account`)
    await page.goto(`${warder.origin}/account/security`)
    assert.match((await page.locator('noscript').textContent()) ?? '', /Your browser runs no scripts/)
    assert.equal(await page.getByRole('button', { name: 'Add a passkey' }).count(), 0)
    await inspect(page, 'security-no-script', false)
    await page.close()
  })
})
