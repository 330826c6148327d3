import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { newId } from '../../../packages/warder/src/crypto/tokens.ts'
import { createAccount } from '../../../packages/warder/src/service-accounts/create.ts'
import { operatorManager } from '../../../packages/warder/src/service-accounts/manager.ts'
import * as agents from '../../../packages/warder/src/store/programs/agents.ts'
import * as apiKeys from '../../../packages/warder/src/store/programs/api-keys.ts'
import { createUser } from '../../../packages/warder/src/users/manage.ts'
import { goToSection, openBrowser, views, type TestBrowser } from '../../support/browser.ts'
import { administering } from '../../support/console/in-chromium.ts'
import { startLive, type LiveWarder } from '../../support/live.ts'
import { agentRow } from '../../support/people/agents.ts'
import { apiKeyRow } from '../../support/people/api-keys.ts'
import { makeProviderKey } from '../../support/saml/provider.ts'
import { metadataOf } from '../../support/saml/world.ts'

/** A directory makes something. */
async function post(origin: string, token: string, path: string, body: object): Promise<void> {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/scim+json' }
  const { status } = await fetch(origin + path, { method: 'POST', headers, body: JSON.stringify(body) })
  assert.equal(status, 201)
}

describe('the console, in Chromium', () => {
  let browser: TestBrowser
  let warder: LiveWarder
  before(async () => ([browser, warder] = await Promise.all([openBrowser(), startLive()])))
  after(async () => {
    await browser.close()
    await warder.stop()
  })

  const opened = (view: (typeof views)[number], name: string) =>
    administering({ browser, warder }, view, name)

  for (const view of views) {
    test(`${view.name}: from the account to a person, who is given a role, disabled and deleted`, async () => {
      const bob = `bob-${view.name}@example.com`
      await createUser(warder.operator, { email: bob, full_name: 'Bob' })
      const { page, press, heading, look, leave } = await opened(view, 'ada')
      await look('people')

      await page.getByLabel('Find by the beginning').fill('bob-')
      await press('Find')
      await page.getByRole('link', { name: 'Open Bob' }).first().click()
      await heading('Bob')
      await page.getByLabel('Another role').selectOption('admin')
      await press('Give')
      await page.getByText('They have that role now.').waitFor()
      await press('Take away the role admin')
      await press('Disable')
      await page.getByText('The account is disabled').waitFor()
      await look('person')
      await page.getByRole('link', { name: 'Delete' }).click()
      await heading('Delete this account?')
      await look('person-delete')
      await press('Delete for good')
      await page.getByText('Deleted.').waitFor()
      await leave()
    })

    test(`${view.name}: an application is registered, and a role made`, async () => {
      const { page, press, heading, look, leave } = await opened(view, 'alice')
      await goToSection(page, 'Applications')
      await page.getByRole('link', { name: 'Register an application' }).click()
      await page.getByLabel('Name').fill(`Notes ${view.name}`)
      await page.getByLabel('Where people are sent back to').fill('https://notes.example/cb')
      await look('application-new')
      await press('Register')
      await page.getByText('We show the secret only now').waitFor()
      await page.getByRole('link', { name: 'I have kept it' }).click()
      await heading(`Notes ${view.name}`)
      await look('application')

      await goToSection(page, 'Roles')
      await page.getByRole('link', { name: 'Make a role' }).click()
      await page.getByLabel('Name').fill(`desk-${view.name}`)
      await page.getByLabel('What it allows').fill('docs:read')
      await press('Make the role')
      await page.getByText('Made.').waitFor()
      await look('role')
      await leave()
    })

    test(`${view.name}: what acts without a person beside it is looked at, and ended`, async () => {
      const { page, press, heading, look, leave } = await opened(view, 'minder')
      const { operator } = warder
      const owner = await createUser(operator, {
        email: `owner-${view.name}@example.com`,
        full_name: 'Owner',
      })
      const [id, now] = [newId('agt'), operator.app.now()]
      await agents.insert(
        operator.app.db,
        agentRow(id, owner.id, { created_at: now, name: `Librarian ${view.name}` }),
      )
      const key = { created_at: now, issued_at: now, name: `Robot ${view.name}` }
      await apiKeys.insert(operator.app.db, apiKeyRow(newId('key'), owner.id, key))
      await createAccount(operatorManager(operator), { name: `Books ${view.name}`, scopes: [] })

      await goToSection(page, 'API keys')
      await page.getByText('Everything about it').first().click()
      await look('api-keys')
      await press(`End it: Robot ${view.name}`)
      await page.getByText('That API key opens nothing any more.').waitFor()

      await goToSection(page, 'Service accounts')
      await look('service-accounts')
      await page.getByRole('link', { name: `Open Books ${view.name}` }).click()
      await look('service-account')

      await goToSection(page, 'Agents')
      await look('agents')
      await page.getByRole('link', { name: `Open Librarian ${view.name}` }).click()
      await press('Stop')
      await page.getByText('That agent is stopped.').waitFor()
      await look('agent')
      await page.getByRole('link', { name: 'Delete' }).click()
      await heading('Delete this agent?')
      await look('agent-delete')
      await leave()
    })

    test(`${view.name}: an identity provider is added, and a directory connected`, async () => {
      const { page, press, heading, look, leave } = await opened(view, 'organiser')
      await goToSection(page, 'Identity providers')
      await page.getByRole('link', { name: 'Add an identity provider' }).click()
      await page.getByLabel('Name in addresses').fill(`acme-${view.name}`)
      await page.getByLabel('Or the metadata themselves').fill(metadataOf([await makeProviderKey()]))
      await look('identity-provider-new')
      await press('Add it')
      await heading(`acme-${view.name}`)
      await look('identity-provider')
      await goToSection(page, 'Identity providers')
      await look('identity-providers')

      await goToSection(page, 'Directories')
      await page.getByRole('link', { name: 'Connect a directory' }).click()
      await page.getByLabel('Name').fill(`Entra ${view.name}`)
      await look('directory-new')
      await press('Connect it')
      await page.getByText('We show the token only now').waitFor()
      const token = (await page.locator('code', { hasText: /^wsc_/ }).textContent()) ?? ''
      await post(warder.origin, token, '/scim/v2/Groups', { displayName: 'Helpdesk' })
      await page.getByRole('link', { name: 'I have kept it' }).click()
      await page.getByText('gives nothing').waitFor()
      await look('directory')
      await goToSection(page, 'Directories')
      await look('directories')
      await leave()
    })

    test(`${view.name}: what happened is read, the keys are replaced, and the settings shown`, async () => {
      const { page, press, heading, look, leave } = await opened(view, 'chief')
      await goToSection(page, 'Audit')
      await page.getByText('Everything about it').first().click()
      await look('audit')
      await page.getByText('Choose what is shown').click()
      await page.getByLabel('What happened').selectOption('user.created')
      await press('Show')
      await page.locator('code', { hasText: 'user.created' }).first().waitFor()

      await goToSection(page, 'Signing keys')
      await page.getByRole('link', { name: 'Replace the keys' }).click()
      await press('Replace the keys')
      await page.getByText('New keys are made.').waitFor()
      await look('keys')
      await goToSection(page, 'Settings')
      await heading('Settings')
      await look('settings')
      await leave()
    })
  }
})
