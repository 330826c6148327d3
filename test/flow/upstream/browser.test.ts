import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { after, before, describe, test } from 'node:test'
import { createUser } from '../../../packages/warder/src/users/manage.ts'
import { openBrowser, type TestBrowser } from '../../support/browser.ts'
import { startLive, type LiveWarder } from '../../support/live.ts'
import { startIssuer, type Issuer } from '../../support/upstream/issuer.ts'
import { at } from '../../support/upstream/world.ts'
import { goodPassword } from '../../support/warder.ts'

describe('an account elsewhere in Chromium', () => {
  let here: LiveWarder
  let issuer: Issuer
  let chromium: TestBrowser
  before(async () => {
    here = await startLive()
    // 127.0.0.1 is another site than localhost.
    issuer = await startIssuer(here.app.now)
    chromium = await openBrowser()
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    const apple = {
      name: 'apple',
      title: 'Apple',
      kind: 'apple',
      issuer: issuer.origin,
      client_id: 'warder',
      native_client_ids: [],
      team_id: 'ABCDE12345',
      key_id: 'FGHIJ67890',
      private_key: privateKey,
    } as const
    Object.assign(here.app.config, { sign_in_with: [at(issuer), apple] })
  })
  after(async () => {
    await chromium.close()
    await issuer.close()
    await here.stop()
  })

  for (const javaScript of [true, false])
    test(`the answer by form of another site signs in, ${javaScript ? 'with' : 'without'} scripts`, async () => {
      const sub = `apple-${javaScript}`
      issuer.metadata = { token_endpoint_auth_methods_supported: ['client_secret_post'] }
      issuer.person = { sub, email: `${sub}@icloud.example`, email_verified: 'true' }
      const page = await chromium.newPage({ javaScript })
      await page.goto(`${here.origin}/login`)
      await page.getByRole('link', { name: 'Continue with Apple' }).click()
      await page.getByRole('button', { name: 'Go on' }).click()
      await page.waitForURL(`${here.origin}/account`)
      assert.match(await page.content(), new RegExp(`${sub}@icloud\\.example`))
      await page.context().close()
    })

  test('whoever has an account here signs in to it, sees both, and presses the button', async () => {
    const email = 'ada@example.com'
    await createUser(here.operator, { email, full_name: 'Ada Lovelace', password: goodPassword })
    issuer.person = { sub: 'ada', email, email_verified: true }
    const page = await chromium.newPage({ javaScript: false })
    await page.goto(`${here.origin}/register`)
    await page.getByRole('link', { name: 'Continue with Acme & Co' }).click()
    await page.getByText('has an account here already').waitFor()
    await page.locator('input[name=email]').fill(email)
    await page.locator('input[name=password]').fill(goodPassword)
    await page.locator('input[name=password]').press('Enter')
    await page.getByRole('heading', { name: 'Connect Acme & Co?' }).waitFor()
    await page.getByRole('button', { name: 'Connect Acme & Co' }).click()
    await page.getByText('That account is connected.').waitFor()
    await page.getByRole('button', { name: 'Sign out' }).click()

    await page.goto(`${here.origin}/login`)
    await page.getByRole('link', { name: 'Continue with Acme & Co' }).click()
    await page.waitForURL(`${here.origin}/account`)
    await page.context().close()
  })
})
