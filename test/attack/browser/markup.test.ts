import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { record } from '../../../packages/warder/src/audit/audit.ts'
import { addMember } from '../../../packages/warder/src/members/manage.ts'
import { createClient } from '../../../packages/warder/src/oauth-server/register.ts'
import { createRole } from '../../../packages/warder/src/roles/manage.ts'
import { claimDomain } from '../../../packages/warder/src/tenants/domains/manage.ts'
import { createTenant } from '../../../packages/warder/src/tenants/manage.ts'
import { tenantNamed } from '../../../packages/warder/src/tenants/named.ts'
import { tenantOf } from '../../../packages/warder/src/tenants/tenant.ts'
import { createUser } from '../../../packages/warder/src/users/manage.ts'
import { createWebhook } from '../../../packages/warder/src/webhooks/manage.ts'
import { listen, openBrowser, type TestBrowser } from '../../support/browser.ts'
import { startLive, type LiveWarder } from '../../support/live.ts'
import { goodPassword } from '../../support/warder.ts'

/** Breaks out of text, of an attribute, and of either quote. */
const markup = `"'><img src=x onerror=alert(1)><script>alert(2)</script>`
const email = `"<img/src=x/onerror=alert(3)>"@example.com`

describe('SE-20 what people write is text, in Chromium', () => {
  let browser: TestBrowser
  let warder: LiveWarder
  let client_id: string
  before(async () => {
    ;[browser, warder] = await Promise.all([openBrowser(), startLive({ 'brand.name': markup })])
    const people = [{ email: 'mallory@example.com', full_name: markup, password: goodPassword }]
    for (const person of people) await createUser(warder.operator, person)
    const client = { name: markup, type: 'public', redirect_uris: ['http://localhost:1/cb'] }
    client_id = (await createClient(warder.operator, client)).client_id
  })
  after(async () => {
    await browser.close()
    await warder.stop()
  })

  /** A page whose scripts, if any ran, would be heard of; every picture and script in it would be somebody else's. */
  async function hostile() {
    const page = await browser.newPage()
    const heard: string[] = []
    page.on('dialog', (dialog) => {
      heard.push(`a script ran on ${page.url()}`)
      void dialog.dismiss()
    })
    const complaints = listen(page)
    await page.setExtraHTTPHeaders({ 'user-agent': `${markup} Firefox/140.0` })
    const look = async (path: string) => {
      await page.goto(`${warder.origin}${path}`)
      const planted = await page.locator('[onerror], [onload], img[src="x"], script:not([src])').count()
      assert.equal(planted, 0, path)
      // The policy of the page would have stopped it, but nothing may be there to stop.
      assert.deepEqual([heard, complaints.filter((text) => !text.includes('favicon'))], [[], []], path)
    }
    return { page, look }
  }

  async function signIn(page: Awaited<ReturnType<TestBrowser['newPage']>>, email = 'mallory@example.com') {
    await page.goto(`${warder.origin}/login`)
    await page.getByLabel('Email address').fill(email)
    await page.getByLabel('Password').fill(goodPassword)
    await page.getByRole('button', { name: 'Sign in', exact: true }).click()
    await page.waitForURL(`${warder.origin}/account`)
  }

  test('SE-20 names of people, browsers and applications on the pages of the account and of consent', async () => {
    const { page, look } = await hostile()
    await signIn(page)
    for (const path of ['', '/security', '/sessions', '/activity', '/emails', '/applications', '/privacy'])
      await look(`/account${path}`)
    await look('/logout')
    const query = new URLSearchParams({
      client_id,
      redirect_uri: 'http://localhost:1/cb',
      response_type: 'code',
      scope: 'openid',
      code_challenge: 'A'.repeat(43),
      code_challenge_method: 'S256',
      state: 'a state',
      nonce: 'a nonce',
    })
    await look(`/oauth/authorize?${query.toString()}`)
    assert.match(page.url(), /\/consent/)
    assert.ok((await page.locator('body').innerText()).includes('<img src=x'), 'the name is shown as it is')
    await page.close()
  })

  test('AD-14 names of people, browsers, applications and roles, and details of the audit, in the console', async () => {
    const { operator } = warder
    const admin = { email: 'root@example.com', full_name: markup, password: goodPassword, roles: ['admin'] }
    const { id } = await createUser(operator, admin)
    const role = { name: 'hostile', description: markup, permissions: ['docs:read'] }
    await createRole(operator, role)
    const { page, look } = await hostile()
    await signIn(page, admin.email)
    await record(operator.app.db, operator, {
      type: 'user.updated',
      outcome: 'succeeded',
      subject: id,
      detail: { fields: [markup], note: `</code>${markup}` },
    })
    for (const path of [
      '/people',
      `/people?email=${encodeURIComponent(markup)}`,
      `/people/${id}`,
      `/people/${id}/delete`,
      '/applications',
      `/applications/${client_id}`,
      `/applications/${client_id}/delete`,
      '/roles',
      '/roles/hostile',
      '/audit',
      `/audit?from=${encodeURIComponent(markup)}&actor=${encodeURIComponent(markup)}`,
      '/keys',
      '/settings',
    ])
      await look(`/console${path}`)
    await page.goto(`${warder.origin}/console/audit?subject=${id}`)
    assert.ok(((await page.locator('body').textContent()) ?? '').includes('<img src=x'), 'shown as it is')
    await page.goto(`${warder.origin}/console/applications/new`)
    await page.getByLabel('Name').fill(markup)
    await page.getByLabel('Where people are sent back to').fill(markup)
    await page.getByRole('button', { name: 'Register' }).click()
    await page.getByRole('alert').first().waitFor()
    assert.equal(await page.locator('[onerror], script:not([src])').count(), 0)
    await page.close()
  })

  test('AD-14 names of tenants, members and roles, and what webhooks say, in the console', async () => {
    const { operator } = warder
    const admin = { email: 'chief@example.com', full_name: markup, password: goodPassword, roles: ['admin'] }
    const { id } = await createUser(operator, admin)
    for (const [slug, directory] of [
      ['hostile', 'own'],
      ['hostiles', 'common'],
    ] as const)
      await createTenant(operator, { slug, name: markup, directory })
    const shared = await tenantNamed(operator, 'hostiles')
    await addMember({ ...operator, tenant: tenantOf(shared, operator.app.config) }, { user_id: id })
    const domain = await claimDomain(operator, 'hostile', 'login.acme.example')
    const webhook = { url: 'https://hooks.example/', types: ['user.updated'], description: markup }
    const { id: hook } = await createWebhook(operator, webhook)
    await record(operator.app.db, operator, { type: 'user.updated', outcome: 'succeeded', subject: id })
    // What a program answers is not kept; whatever were kept would be text.
    await operator.app.db.updateTable('webhook_delivery').set({ last_error: markup }).execute()
    const { page, look } = await hostile()
    await signIn(page, admin.email)
    for (const path of [
      '/tenants',
      `/tenants?slug=${encodeURIComponent(markup)}&tier=${encodeURIComponent(markup)}`,
      '/tenants/hostile',
      '/tenants/hostile/suspend',
      '/tenants/hostile/delete',
      '/tenants/hostile/domains',
      `/tenants/hostile/domains/${domain.id}/move`,
      '/tenants/hostile/invitations/new',
      '/tenants/hostiles/members',
      `/tenants/hostiles/members/${id}`,
      `/tenants/hostiles/members/${id}/delete`,
      '/webhooks',
      `/webhooks/${hook}`,
      `/webhooks/${hook}/delete`,
      '/health',
    ])
      await look(`/console${path}`)
    await page.goto(`${warder.origin}/console/webhooks/${hook}`)
    assert.ok(((await page.locator('body').textContent()) ?? '').includes('<img src=x'), 'shown as it is')
    for (const [form, label, button] of [
      ['webhooks/new', 'Address that is told', 'Add it'],
      ['tenants/new', 'Name in addresses', 'Make the tenant'],
      ['tenants/hostiles/members/new', 'Known as', 'Add them'],
      ['tenants/hostile/invitations/new', 'Roles', 'Invite them'],
      ['tenants/hostile/domains', 'Domain', 'Claim it'],
    ] as const) {
      await page.goto(`${warder.origin}/console/${form}`)
      for (const box of await page.getByRole('main').getByRole('textbox').all()) await box.fill(markup)
      await page
        .getByRole('main')
        .locator('form')
        .first()
        .evaluate((one) => one.setAttribute('novalidate', ''))
      await page.getByLabel(label, { exact: true }).fill(markup)
      await page.getByRole('button', { name: button }).click()
      await page.locator('[role="alert"], .error').first().waitFor()
      assert.equal(await page.locator('[onerror], img[src="x"], script:not([src])').count(), 0, form)
    }
    await page.close()
  })

  test('SE-20 what stands in an address, and what was typed into a form', async () => {
    const { page, look } = await hostile()
    const names = [
      'return_to',
      'token',
      'interaction',
      'error',
      'error_description',
      'login_hint',
      'done',
      'sent',
    ]
    const query = new URLSearchParams(names.map((name): [string, string] => [name, markup])).toString()
    for (const path of [
      '/login',
      '/register',
      '/forgot-password',
      '/reset-password',
      '/verify-email',
      '/mfa',
      '/consent',
      '/invite',
      '/confirm-email',
      '/undo-email',
      '/not-me',
      '/was-it-me',
      '/setup',
      '/logout',
      '/oauth/logout',
      '/oauth/authorize',
      '/nowhere',
    ])
      await look(`${path}?${query}`)
    await page.goto(`${warder.origin}/login`)
    await page
      .locator('form')
      .first()
      .evaluate((form) => form.setAttribute('novalidate', ''))
    await page.getByLabel('Email address').fill(email)
    await page.getByLabel('Password').fill(markup)
    await page.getByRole('button', { name: 'Sign in', exact: true }).click()
    await page.getByRole('alert').first().waitFor()
    assert.equal(await page.locator('[onerror], script:not([src])').count(), 0)
    assert.equal(await page.getByLabel('Email address').inputValue(), email)
    await page.close()
  })

  test('SE-20 mails that tell of a browser, a name and a brand, in the inbox of development', async () => {
    const { page, look } = await hostile()
    await signIn(page)
    await page.goto(`${warder.origin}/forgot-password`)
    await page.getByLabel('Email address').fill('mallory@example.com')
    await page.getByRole('button').first().click()
    await look('/dev/inbox')
    const mails = await (await fetch(`${warder.origin}/dev/inbox.json`)).text()
    assert.doesNotMatch(mails, /<(img src=x|script>)[^"]*"?,"text"/)
    for (const { html } of JSON.parse(mails) as { html: string }[])
      assert.doesNotMatch(html, /<img src=x|<script|onerror=alert\(1\)>/)
    await page.close()
  })
})
