import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { locales } from '../../../packages/warder/src/config/config.ts'
import { createClient } from '../../../packages/warder/src/oauth-server/register.ts'
import { stylesheet } from '../../../packages/warder/src/pages/stylesheet.ts'
import { wordsIn } from '../../../packages/warder/src/pages/words/words.ts'
import { createUser } from '../../../packages/warder/src/users/manage.ts'
import { inspect, listen, openBrowser, reachingOut, type TestBrowser } from '../../support/browser.ts'
import { startLive, type LiveWarder } from '../../support/live.ts'
import { samplePages } from '../../support/pages/samples.ts'
import { goodPassword } from '../../support/warder.ts'

describe('in Chromium, in every language', () => {
  let browser: TestBrowser
  before(async () => (browser = await openBrowser()))
  after(() => browser.close())

  for (const locale of locales) {
    test(`WCAG 1.4.10 ${locale}: every page fits a window of 320 pixels`, async () => {
      const page = await browser.newPage({ width: 320 })
      await page.setContent(`<style>${stylesheet.css}</style>`)
      const wrong: string[] = []
      for (const [name, html] of Object.entries(samplePages(undefined, await wordsIn(locale)))) {
        if (name.startsWith('console')) continue
        const body = /<body>(.*)<\/body>/s.exec(html)?.[1] ?? ''
        await page.locator('body').evaluate((element, content) => {
          ;(element as unknown as { innerHTML: string }).innerHTML = content
        }, body)
        const found = await page.evaluate<string[]>(reachingOut)
        wrong.push(...found.map((element) => `${name}: ${element}`))
      }
      assert.deepEqual(wrong, [])
      await page.close()
    })
  }
})

describe('in Chromium, by somebody whose browser wants German', () => {
  let browser: TestBrowser
  let warder: LiveWarder
  before(async () => ([browser, warder] = await Promise.all([openBrowser(), startLive()])))
  after(async () => {
    await browser.close()
    await warder.stop()
  })

  test('registering and signing in say everything in German, and axe finds nothing', async () => {
    const page = await browser.newPage({ locale: 'de-CH', width: 360 })
    const complaints = listen(page)
    await page.goto(`${warder.origin}/register`)
    await inspect(page, 'german-register', true)
    await page.getByLabel('Dein Name').fill('Ada Lovelace')
    await page.getByLabel('E-Mail-Adresse').fill('ada@example.com')
    await page.getByLabel('Passwort').fill('aaaaaaaaaaaaaaaaaa')
    await page.getByRole('button', { name: 'Konto anlegen' }).click()
    await page.getByText('leicht zu erraten').or(page.getByText('jeder ausprobiert')).first().waitFor()
    await inspect(page, 'german-register-refused', true)

    await page.goto(`${warder.origin}/login`)
    await inspect(page, 'german-login', true)
    await page.getByLabel('E-Mail-Adresse').fill('ada@example.com')
    await page.getByLabel('Passwort').fill('not the right one at all')
    await page.getByRole('button', { name: 'Anmelden', exact: true }).click()
    await page.getByText('Die Adresse oder das Passwort stimmt nicht.').waitFor()
    await inspect(page, 'german-login-wrong', true)

    await page.goto(`${warder.origin}/nowhere`)
    await page.getByRole('heading', { name: 'Hier ist nichts' }).waitFor()
    await inspect(page, 'german-error', true)
    await page.goto(`${warder.origin}/dev/inbox`)
    await inspect(page, 'german-inbox', true)
    assert.deepEqual(complaints, [])
  })

  test('somebody allows an application in Portuguese and a device in French, and axe finds nothing', async () => {
    const email = 'bob@example.com'
    const redirect_uri = 'http://127.0.0.1:9/callback'
    await createUser(warder.operator, { email, full_name: 'Bob', password: goodPassword })
    const client = await createClient(warder.operator, {
      name: 'Notas & café',
      type: 'confidential',
      redirect_uris: [redirect_uri],
      scope: 'openid profile email offline_access notas:ler',
    })
    const page = await browser.newPage({ locale: 'de-CH', width: 360 })
    const complaints = listen(page)
    const query = new URLSearchParams({
      response_type: 'code',
      client_id: client.client_id,
      redirect_uri,
      scope: 'openid profile email offline_access notas:ler',
      ui_locales: 'pt-BR en',
      code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
      code_challenge_method: 'S256',
    })
    await page.goto(`${warder.origin}/oauth/authorize?${query.toString()}`)
    await page.getByLabel('E-mail').fill(email)
    await page.getByLabel('Senha').fill(goodPassword)
    await page.getByRole('button', { name: 'Entrar', exact: true }).click()
    await page.getByRole('heading', { name: 'Permitir que Notas & café acesse sua conta?' }).waitFor()
    await page.getByText('Usar a permissão “notas:ler”').waitFor()
    await inspect(page, 'portuguese-consent', true)

    await page.goto(`${warder.origin}/device?ui_locales=fr`)
    await page.getByLabel('Code').fill('BBBB-BBBB')
    await page.getByRole('button', { name: 'Continuer' }).click()
    await page.getByText('Ce code est inconnu, a déjà été utilisé ou est trop ancien.').waitFor()
    await inspect(page, 'french-device-wrong', true)
    await page.goto(`${warder.origin}/reauthenticate?ui_locales=es&return_to=/account/security`)
    await page.getByText('Antes de cambiar esto, escribe tu contraseña otra vez.').waitFor()
    await inspect(page, 'spanish-reauthenticate', true)
    assert.deepEqual(
      complaints.filter((one) => !one.includes('400')),
      [],
    )
  })
})
