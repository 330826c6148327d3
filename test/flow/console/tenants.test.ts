import { after, before, describe, test } from 'node:test'
import { createUser } from '../../../packages/warder/src/users/manage.ts'
import { goToSection, openBrowser, views, type TestBrowser } from '../../support/browser.ts'
import { administering } from '../../support/console/in-chromium.ts'
import { startLive, type LiveWarder } from '../../support/live.ts'
import { nameServer, type NameServer } from '../../support/tenants/name-server.ts'

describe('tenants in the console, in Chromium', () => {
  let browser: TestBrowser
  let warder: LiveWarder
  let dns: NameServer
  before(async () => {
    dns = await nameServer()
    ;[browser, warder] = await Promise.all([
      openBrowser(),
      startLive({ 'tenants.dns_servers': dns.address, 'limits.mailing': '1000' }),
    ])
  })
  after(async () => {
    await browser.close()
    await warder.stop()
    dns.close()
  })

  for (const view of views) {
    const person = (name: string) => administering({ browser, warder }, view, name)

    test(`${view.name}: one is made, changed, suspended, let go on, and deleted by its name`, async () => {
      const { page, press, follow, heading, look, leave } = await person('ada')
      const slug = `acme-${view.name}`
      await goToSection(page, 'Tenants')
      await follow('Make a tenant')
      await page.getByLabel('Name', { exact: true }).fill('Acme Ltd')
      await page.getByLabel('Name in addresses').fill('Not So')
      await look('tenant-new')
      await press('Make the tenant')
      await page.locator('#slug-error').waitFor()
      await page.getByLabel('Name in addresses').fill(slug)
      await press('Make the tenant')
      await page.getByText('Made.').first().waitFor()
      await page.getByLabel('Tier').fill('gold')
      await press('Save')
      await page.getByText('Saved.').waitFor()
      await look('tenant')

      await follow('Suspend')
      await heading('Suspend this tenant?')
      await look('tenant-suspend')
      await press('Suspend it')
      await page.getByText('It is suspended.').waitFor()
      await press('Let it go on')
      await page.getByText('It goes on.').waitFor()

      await goToSection(page, 'Tenants')
      await page.getByLabel('Find by the beginning').fill(slug)
      await press('Find')
      await look('tenants')
      await page.getByRole('link', { name: 'Open Acme Ltd' }).first().click()
      await follow('Delete')
      await page.getByLabel(`Type ${slug}`).fill('something else')
      await press('Delete for good')
      await page.getByText('Nothing was deleted.').waitFor()
      await look('tenant-delete')
      await page.getByLabel(`Type ${slug}`).fill(slug)
      await press('Delete for good')
      await page.getByText('It is gone for everybody.').waitFor()
      await leave()
    })

    test(`${view.name}: a domain is claimed, its record made, and it becomes the address`, async () => {
      const { page, press, follow, heading, look, leave } = await person('keeper')
      await page.goto(`${warder.origin}/console/tenants/new`)
      await page.getByLabel('Name', { exact: true }).fill('Guild')
      await page.getByLabel('Name in addresses').fill(`guild-${view.name}`)
      await press('Make the tenant')
      await page.getByRole('link', { name: 'Open Domains' }).click()
      await heading('Domains')
      await page.getByLabel('Domain', { exact: true }).fill('gmail.com')
      await press('Claim it')
      await page.locator('#name-error').waitFor()
      const domain = `login-${view.name}.acme.example`
      await page.getByLabel('Domain', { exact: true }).fill(domain)
      await press('Claim it')
      await page.getByText('Not proved yet').waitFor()
      await look('domain-claimed')
      await page.getByRole('button', { name: /^Look now/ }).click()
      await page.getByText('There is no TXT record').waitFor()
      const text = (await page.locator('code', { hasText: /^warder-domain=/ }).textContent()) ?? ''
      dns.records.set(`_warder.${domain}`, [text])
      await page.getByRole('button', { name: /^Look now/ }).click()
      await page.getByText('The record is there.').waitFor()
      await look('domain-proved')
      await follow(`Make it its address: ${domain}`)
      await look('domain-move')
      await press('Make it its address')
      await page.getByText('It has its new address.').waitFor()
      await follow('Take the address back')
      await press('Take it back')
      await follow(`Remove ${domain}`)
      await heading('Remove this domain?')
      await press('Remove it')
      await page.getByText('no longer this tenant’s').waitFor()
      await leave()
    })

    test(`${view.name}: somebody is invited, somebody added, given a role, and taken out`, async () => {
      const bob = await createUser(warder.operator, {
        email: `bob-${view.name}@example.com`,
        full_name: 'Bob',
      })
      const { page, press, follow, heading, look, leave } = await person('chief')
      await page.goto(`${warder.origin}/console/tenants/new`)
      await page.getByLabel('Name', { exact: true }).fill('Club')
      await page.getByLabel('Name in addresses').fill(`club-${view.name}`)
      await page.getByLabel('Who signs in to it?').selectOption('common')
      await press('Make the tenant')
      await page.getByRole('link', { name: 'Open Members' }).click()
      await follow('Invite somebody')
      await page.getByLabel('Email address').fill(`alice-${view.name}@example.com`)
      await look('invitation-new')
      await press('Invite them')
      await page.getByText('The invitation is on its way.').waitFor()
      await look('invitations')
      await press(`Take back the invitation of alice-${view.name}@example.com`)
      await page.getByText('That invitation is taken back.').waitFor()

      await page.goto(`${warder.origin}/console/tenants/club-${view.name}/members/new`)
      await page.getByLabel('Known as').fill(bob.id)
      await page.getByLabel('Roles').fill('admin')
      await look('member-new')
      await press('Add them')
      await page.getByText('They are a member now.').waitFor()
      await look('members')
      await follow('Open Bob')
      await page.getByLabel('Roles').fill('nothing')
      await press('Save')
      await page.getByText('There is no role nothing').waitFor()
      await look('member')
      await follow('Take out')
      await heading('Take them out?')
      await press('Take them out')
      // Nobody takes out the last administrator.
      await page.getByRole('alert').first().waitFor()
      await leave()
    })
  }
})
