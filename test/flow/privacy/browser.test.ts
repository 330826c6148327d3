import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, before, describe, test } from 'node:test'
import { documentsIn } from '../../../packages/warder/src/config/areas/privacy/documents.ts'
import { readInbox } from '../../../packages/warder/src/mail/inbox.ts'
import { goToSection, inspect, listen, openBrowser, views, type TestBrowser } from '../../support/browser.ts'
import { startLive, type LiveWarder } from '../../support/live.ts'
import { addOnPage, byPassword, signOut, somebody } from '../../support/passkeys/chromium.ts'
import { goodPassword } from '../../support/warder.ts'

const settings = {
  'consents.documents': 'terms@1=https://acme.example/terms news@1',
  'consents.required': 'terms',
  'consents.texts': 'terms=I agree to the terms of service; news=Send me news by mail',
}

describe('what people agree to, in Chromium', () => {
  let browser: TestBrowser
  let warder: LiveWarder
  before(async () => ([browser, warder] = await Promise.all([openBrowser(), startLive(settings)])))
  after(async () => {
    await browser.close()
    await warder.stop()
  })
  const publish = (version: string) => {
    const documents = [
      { id: 'terms', version, url: 'https://acme.example/terms' },
      { id: 'news', version: '1' },
    ]
    const values = { 'consents.documents': documents, 'consents.required': ['terms'] }
    Object.assign(warder.app.config, { consents: documentsIn(values) })
  }

  for (const view of views) {
    test(`${view.name}: boxes to tick, what was agreed to, and everything in a file`, async () => {
      publish('1')
      const email = `ada-${view.name}@example.com`
      const page = await browser.newPage(view)
      const complaints = listen(page)
      const look = (name: string) => inspect(page, `${view.name}-${name}`, view.javaScript)
      const heading = (name: string) => page.getByRole('heading', { level: 1, name }).waitFor()

      await page.goto(`${warder.origin}/register`)
      await page.getByLabel('Your name').fill('Ada Lovelace')
      await page.getByLabel('Email address').fill(email)
      await page.getByLabel('Password').fill(goodPassword)
      const terms = page.getByLabel('I agree to the terms')
      assert.equal(await terms.isChecked(), false)
      await look('register-consents')
      await terms.check()
      await page.getByRole('button', { name: 'Create account' }).click()
      await heading('Check your inbox')
      const [mail] = (await readInbox(warder.app)).filter(({ to }) => to === email)
      await page.goto(mail?.links[0] ?? '')
      await page.getByRole('button', { name: 'Confirm' }).click()
      await heading('Sign in')

      publish('2')
      await byPassword(page, warder, email, { scripted: false })
      await heading('Before you go on')
      await look('agree')
      await page.getByLabel('I agree to the terms').check()
      await page.getByRole('button', { name: 'Continue' }).click()
      await page.waitForURL(`${warder.origin}/account`)

      await goToSection(page, 'Privacy')
      await heading('Privacy')
      await page.getByRole('button', { name: 'Agree: News' }).click()
      await page.getByText('We wrote down that you agree').waitFor()
      await look('account-privacy-consents')
      await page.getByRole('button', { name: 'Take back: News' }).click()
      await page.getByText('You took it back. It holds from now on.').waitFor()
      const [file] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('button', { name: 'Download my data' }).click(),
      ])
      assert.equal(file.suggestedFilename(), 'my-data.json')
      const copy = JSON.parse(readFileSync(await file.path(), 'utf8')) as {
        person: object
        consents: object[]
      }
      assert.equal('email' in copy.person && copy.person.email, email)
      assert.equal(copy.consents.length, 4)
      assert.deepEqual(complaints, [])
      await page.close()
    })
  }

  test('a passkey that signs in leads there too, and from there to where the person wanted', async () => {
    publish('3')
    const { email, page, key } = await somebody(browser, warder, 'bob')
    await byPassword(page, warder, email)
    await page.getByLabel('I agree to the terms').check()
    await page.getByRole('button', { name: 'Continue' }).click()
    await page.waitForURL(`${warder.origin}/account`)
    await addOnPage(page, warder)
    await signOut(page)
    publish('4')
    await key.touch(true)
    await page.goto(`${warder.origin}/login?return_to=/account/sessions`)
    await page.waitForURL(`${warder.origin}/agree?return_to=%2Faccount%2Fsessions`)
    await page.getByLabel('I agree to the terms').check()
    await page.getByRole('button', { name: 'Continue' }).click()
    await page.waitForURL(`${warder.origin}/account/sessions`)
    await page.close()
  })
})
