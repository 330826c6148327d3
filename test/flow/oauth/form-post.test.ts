import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, describe, test } from 'node:test'
import { createClient } from '../../../packages/warder/src/oauth-server/register.ts'
import { createUser } from '../../../packages/warder/src/users/manage.ts'
import { openBrowser, type TestBrowser } from '../../support/browser.ts'
import { startLive, type LiveWarder } from '../../support/live.ts'
import { goodPassword } from '../../support/warder.ts'

describe('form_post in Chromium', () => {
  let live: LiveWarder
  let chromium: TestBrowser
  let application: { url: string; got: URLSearchParams[]; stop: () => void }
  before(async () => {
    live = await startLive()
    chromium = await openBrowser()
    application = await startApplication()
    const person = { email: 'ada@example.com', full_name: 'Ada Lovelace', password: goodPassword }
    await createUser(live.operator, person)
  })
  after(async () => {
    await chromium.close()
    application.stop()
    await live.stop()
  })

  for (const javaScript of [true, false]) {
    test(`AZ-16 the answer arrives as it was asked for, ${javaScript ? 'by itself' : 'by a press of the button where scripts do not run'}`, async () => {
      const client = await createClient(live.operator, {
        name: 'Notes',
        type: 'public',
        redirect_uris: [application.url],
        response_modes: ['form_post'],
      })
      const page = await chromium.newPage({ javaScript })
      const alerts: string[] = []
      page.on('dialog', (dialog) => void alerts.push(dialog.message()))
      const state = '"><script>alert(1)</script>'
      const query = new URLSearchParams({
        client_id: client.client_id,
        redirect_uri: application.url,
        response_type: 'code',
        response_mode: 'form_post',
        scope: 'openid',
        state,
        code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
        code_challenge_method: 'S256',
      })
      await page.goto(`${live.origin}/oauth/authorize?${query.toString()}`)
      await page.locator('input[name=email]').fill('ada@example.com')
      await page.locator('input[name=password]').fill(goodPassword)
      await page.locator('input[name=password]').press('Enter')
      const before = application.got.length
      await page.getByRole('button', { name: 'Allow' }).click()
      if (!javaScript) await page.getByRole('button', { name: 'Continue' }).click()
      await page.waitForURL(application.url)
      const got = application.got[before]
      assert.equal(got?.get('state'), state)
      assert.ok(got?.get('code'))
      assert.deepEqual(alerts, [])
      await page.close()
    })
  }
})

/** An application that takes forms at its redirect URI. */
async function startApplication() {
  const got: URLSearchParams[] = []
  const server = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk: Buffer) => (body += chunk.toString()))
    request.on('end', () => {
      if (request.method === 'POST') got.push(new URLSearchParams(body))
      response.end('signed in')
    })
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo
  return { url: `http://127.0.0.1:${port}/cb`, got, stop: () => void server.close() }
}
