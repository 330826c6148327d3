import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, describe, test } from 'node:test'
import { createClient } from '../../packages/warder/src/oauth-server/register.ts'
import { createUser } from '../../packages/warder/src/users/manage.ts'
import { goToSection, inspect, listen, openBrowser, views, type TestBrowser } from '../support/browser.ts'
import { startLive, type LiveWarder } from '../support/live.ts'
import { goodPassword } from '../support/warder.ts'

describe('in Chromium', () => {
  let browser: TestBrowser
  let warder: LiveWarder
  before(async () => ([browser, warder] = await Promise.all([openBrowser(), startLive()])))
  after(async () => {
    await browser.close()
    await warder.stop()
  })

  for (const view of views) {
    test(`${view.name}: register, confirm from the inbox, sign in, look at the account, change the address, sign out, undo it`, async () => {
      const page = await browser.newPage(view)
      const complaints = listen(page)
      const email = `ada-${view.name}@example.com`
      const look = (name: string) => inspect(page, `${view.name}-${name}`, view.javaScript)

      await page.goto(`${warder.origin}/register`)
      await look('register')
      await page.getByLabel('Your name').fill('Ada Lovelace')
      await page.getByLabel('Email address').fill(email)
      await page.getByLabel('Password').fill(goodPassword)
      await page.getByRole('button', { name: 'Create account' }).click()
      await page.getByRole('heading', { name: 'Check your inbox' }).waitFor()
      await look('register-sent')

      await page.goto(`${warder.origin}/dev/inbox`)
      await look('inbox')
      await page
        .getByRole('link', { name: /verify-email/ })
        .first()
        .click()
      await look('verify')
      await page.getByRole('button', { name: 'Confirm' }).click()

      await page.getByText('Your address is confirmed').waitFor()
      await look('login')
      await page.getByLabel('Email address').fill(email)
      await page.getByLabel('Password').fill('not the right one at all')
      await page.getByRole('button', { name: 'Sign in', exact: true }).click()
      await page.getByText('The address or the password is not right').waitFor()
      await look('login-wrong')
      await page.getByLabel('Password').fill(goodPassword)
      await page.getByRole('button', { name: 'Sign in', exact: true }).click()

      await page.waitForURL(`${warder.origin}/account`)
      await look('account')
      for (const section of ['Security', 'Sessions', 'Applications']) {
        await goToSection(page, section)
        await page.getByRole('heading', { level: 1, name: section }).waitFor()
        await look(`account-${section.toLowerCase()}`)
      }

      await goToSection(page, 'Email addresses')
      await page.getByLabel('Email address').fill(`work-${email}`)
      await page.getByRole('button', { name: 'Add it as my main address' }).click()
      await page.getByText('We sent a link to that address').waitFor()
      await look('account-emails')
      await page.goto(`${warder.origin}/dev/inbox`)
      await page
        .getByRole('link', { name: /confirm-email/ })
        .first()
        .click()
      await look('confirm-email')
      await page.getByRole('button', { name: 'Confirm' }).click()
      await page.getByText('Your main address is changed').waitFor()
      await page.getByRole('button', { name: 'Sign out', exact: true }).click()
      await look('signed-out')

      await page.goto(`${warder.origin}/dev/inbox`)
      await page
        .getByRole('link', { name: /undo-email/ })
        .first()
        .click()
      await look('undo-email')
      await page.getByRole('button', { name: 'Undo the change' }).click()
      await page.getByRole('heading', { name: 'The change is undone' }).waitFor()
      await look('undone')
      await page.goto(`${warder.origin}/account`)
      assert.match(page.url(), /\/login\?return_to=\/account$/)
      assert.deepEqual(complaints, [])
      await page.close()
    })
  }

  for (const [name, javaScript] of [
    ['phone-dark-account-menu', true],
    ['no-script-account-menu', false],
  ] as const) {
    test(`${name}: the pages of the account are behind one button on a phone, and beside the page elsewhere`, async () => {
      const email = `${name}@example.com`
      await createUser(warder.operator, { email, full_name: 'Ada Lovelace', password: goodPassword })
      const page = await browser.newPage({ javaScript, width: 360, colorScheme: 'dark' })
      const [menu, links] = [
        page.getByRole('button', { name: 'Account menu' }),
        page.getByRole('navigation').getByRole('link'),
      ]
      await page.goto(`${warder.origin}/login`)
      await page.getByLabel('Email address').fill(email)
      await page.getByLabel('Password').fill(goodPassword)
      await page.getByRole('button', { name: 'Sign in', exact: true }).click()
      await page.goto(`${warder.origin}/account`)
      assert.equal(await links.count(), 0)
      await menu.click()
      assert.equal(await links.count(), 11)
      await inspect(page, name, javaScript)
      await page.setViewportSize({ width: 900, height: 420 })
      const column = await page.locator('main').boundingBox()
      assert.ok(column && column.width > 500, 'turned on its side, the page keeps its column')
      await page.setViewportSize({ width: 360, height: 900 })
      await page.keyboard.press('Escape')
      assert.equal(await links.count(), 0)
      await goToSection(page, 'Agents')
      await page.getByRole('heading', { level: 1, name: 'Agents' }).waitFor()
      await page.setViewportSize({ width: 1280, height: 900 })
      assert.equal(await links.count(), 11)
      assert.equal(await menu.count(), 0)
      await page.close()
    })
  }

  test('an application gets a code after sign-in and consent, though the policy of our forms is strict', async () => {
    const application = createServer((_request, response) =>
      response.end('<!doctype html><title>Application</title>'),
    )
    await new Promise<void>((resolve) => application.listen(0, '127.0.0.1', resolve))
    const redirect_uri = `http://127.0.0.1:${(application.address() as AddressInfo).port}/callback`
    const client = await createClient(warder.operator, {
      name: 'Ada’s Notes',
      type: 'confidential',
      redirect_uris: [redirect_uri],
      scope: 'openid profile email',
    })
    await createUser(warder.operator, { email: 'bob@example.com', full_name: 'Bob', password: goodPassword })

    const page = await browser.newPage({ width: 360 })
    const complaints = listen(page)
    const query = new URLSearchParams({
      response_type: 'code',
      client_id: client.client_id,
      redirect_uri,
      scope: 'openid email',
      state: 'the state',
      code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
      code_challenge_method: 'S256',
    })
    await page.goto(`${warder.origin}/oauth/authorize?${query.toString()}`)
    await page.getByText('Ada’s Notes').first().waitFor()
    await inspect(page, 'oauth-login', true)
    await page.getByLabel('Email address').fill('bob@example.com')
    await page.getByLabel('Password').fill(goodPassword)
    await page.getByRole('button', { name: 'Sign in', exact: true }).click()
    await page.getByRole('button', { name: 'Allow' }).waitFor()
    await inspect(page, 'consent', true)
    await page.getByRole('button', { name: 'Allow' }).click()
    await page.waitForURL(`${redirect_uri}?**`)
    const answer = new URL(page.url()).searchParams
    assert.ok(answer.get('code'))
    assert.deepEqual([answer.get('state'), answer.get('iss')], ['the state', warder.origin])

    // Consent is remembered and the person signed in: now the redirect follows the sign-in form's own answer.
    await page.goto(`${warder.origin}/oauth/authorize?${query.toString()}&prompt=login`)
    await page.getByLabel('Email address').fill('bob@example.com')
    await page.getByLabel('Password').fill(goodPassword)
    await page.getByRole('button', { name: 'Sign in', exact: true }).click()
    await page.waitForURL(`${redirect_uri}?**`)

    await page.goto(`${warder.origin}/oauth/authorize?${query.toString()}&prompt=select_account`)
    await inspect(page, 'select-account', true)
    await page.getByRole('button', { name: 'Continue as Bob' }).click()
    await page.waitForURL(`${redirect_uri}?**`)
    assert.deepEqual(
      complaints.filter((text) => !text.includes('favicon')),
      [],
    )
    await page.close()
    application.closeAllConnections()
    application.close()
  })

  test('SE-20 a name that is markup is text on every page', async () => {
    const full_name = '<img src=x onerror=alert(1)>"\'><script>alert(2)</script>'
    await createUser(warder.operator, { email: 'mallory@example.com', full_name, password: goodPassword })
    const page = await browser.newPage()
    page.on('dialog', () => assert.fail('a script ran'))
    await page.goto(`${warder.origin}/login`)
    await page.getByLabel('Email address').fill('mallory@example.com')
    await page.getByLabel('Password').fill(goodPassword)
    await page.getByRole('button', { name: 'Sign in', exact: true }).click()
    await page.waitForURL(`${warder.origin}/account`)
    assert.equal(await page.getByLabel('Your name').inputValue(), full_name)
    assert.equal(await page.locator('img, script').count(), 0)
    await page.close()
  })
})
