import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { addConnection } from '../../../packages/warder/src/connections/manage.ts'
import { openBrowser, type TestBrowser } from '../../support/browser.ts'
import { startLive, type LiveWarder } from '../../support/live.ts'
import { person, startProvider, type Provider } from '../../support/saml/simplesamlphp.ts'

describe('SimpleSAMLphp and Warder in Chromium', () => {
  let here: LiveWarder
  let provider: Provider
  let chromium: TestBrowser
  before(async () => {
    here = await startLive()
    // 127.0.0.1 is another site than localhost, so its form comes without cookies.
    provider = await startProvider()
    chromium = await openBrowser()
    const { sp } = await addConnection(here.operator, {
      name: 'acme',
      metadata: { document: await provider.metadata() },
      choices: { title: 'Acme', domains: ['acme.example'], sign_requests: true },
    })
    const { certificate } = await here.app.db
      .selectFrom('connection')
      .select('certificate')
      .executeTakeFirstOrThrow()
    const { entity_id, acs_url: acs, slo_url: slo } = sp
    provider.knows({ entity_id, acs, slo, certificate, encrypted: false })
  })
  after(async () => {
    await chromium.close()
    await provider.stop()
    await here.stop()
  })

  for (const javaScript of [true, false])
    test(`in and out again, ${javaScript ? 'with' : 'without'} scripts`, async () => {
      const page = await chromium.newPage({ javaScript })
      await page.goto(`${here.origin}/login?return_to=/account/sessions`)
      await page.getByRole('link', { name: 'Continue with Acme' }).click()
      await page.locator('[name=username]').fill(person.user)
      await page.locator('[name=password]').fill(person.password)
      await page.locator('[name=password]').press('Enter')
      if (!javaScript) await page.locator('[type=submit]').first().click()
      await page.waitForURL(`${here.origin}/account/sessions`)

      await page.getByRole('button', { name: 'Sign out' }).first().click()
      await page.getByRole('heading', { name: 'You are signed out' }).waitFor()
      // There as well: whoever comes again is asked who they are.
      await page.goto(`${here.origin}/auth/saml/acme/login`)
      assert.ok(await page.locator('[name=password]').isVisible())
      await page.context().close()
    })
})
