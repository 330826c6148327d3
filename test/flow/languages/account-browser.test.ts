import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { createUser } from '../../../packages/warder/src/users/manage.ts'
import { inspect, listen, openBrowser, type TestBrowser } from '../../support/browser.ts'
import { startLive, type LiveWarder } from '../../support/live.ts'
import { goodPassword } from '../../support/warder.ts'

const pages = {
  '/account': 'Profil',
  '/account/emails': 'E-Mail-Adressen',
  '/account/privacy': 'Datenschutz',
  '/account/security': 'Sicherheit',
  '/account/sessions': 'Sitzungen',
  '/account/activity': 'Aktivität',
  '/account/phone': 'Telefonnummer',
  '/account/approvals': 'Freigaben',
  '/account/agents': 'Agenten',
  '/account/agents/new': 'Neuer Agent',
}

describe('the account in Chromium, of somebody whose browser wants German', () => {
  let browser: TestBrowser
  let warder: LiveWarder
  before(async () => ([browser, warder] = await Promise.all([openBrowser(), startLive()])))
  after(async () => {
    await browser.close()
    await warder.stop()
  })

  test('every page says so, leads on by its menu, and axe finds nothing', async () => {
    const email = 'ada@example.com'
    await createUser(warder.operator, { email, full_name: 'Ada Lovelace', password: goodPassword })
    const page = await browser.newPage({ locale: 'de-AT', width: 360 })
    const complaints = listen(page)
    await page.goto(`${warder.origin}/login?return_to=/account`)
    await page.getByLabel('E-Mail-Adresse').fill(email)
    await page.getByLabel('Passwort').fill(goodPassword)
    await page.getByRole('button', { name: 'Anmelden', exact: true }).click()
    await page.waitForURL(/\/account/)
    for (const [path, heading] of Object.entries(pages)) {
      await page.goto(warder.origin + path)
      await page.getByRole('heading', { level: 1, name: heading }).waitFor()
      await inspect(page, `german${path.replaceAll('/', '-')}`, true)
    }
    await page.getByRole('button', { name: 'Menü: Konto' }).click()
    await page.getByRole('link', { name: 'Sitzungen' }).click()
    await page.getByText('Dieses Gerät').waitFor()
    await page.getByText(/Chrome auf Linux/).waitFor()
    assert.deepEqual(complaints, [])
  })
})
