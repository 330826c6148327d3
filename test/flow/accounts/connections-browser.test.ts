import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, describe, test } from 'node:test'
import type { Page } from 'playwright-core'
import { createUser } from '../../../packages/warder/src/users/manage.ts'
import { putProvider } from '../../../packages/warder/src/vault/providers/operator.ts'
import { inspect, listen, openBrowser, views, type TestBrowser } from '../../support/browser.ts'
import { startLive, type LiveWarder } from '../../support/live.ts'
import { agentRow, newKeyPair, signed } from '../../support/people/agents.ts'
import * as agents from '../../../packages/warder/src/store/programs/agents.ts'
import { startService, type Service } from '../../support/vault/service.ts'
import { offer, withVault } from '../../support/vault/world.ts'
import { goodPassword } from '../../support/warder.ts'

describe('connections to other services, in Chromium', () => {
  let browser: TestBrowser
  let warder: LiveWarder
  let service: Service
  before(async () => {
    ;[browser, warder, service] = await Promise.all([openBrowser(), startLive(withVault), startService()])
    await offer(warder, service)
    await putProvider(warder.operator, {
      name: 'keys',
      title: 'Keys & Co',
      kind: 'api_key',
      variables: {},
      definition: { origins: ['https://api.keys.example'] },
    })
  })
  after(async () => {
    await browser.close()
    await warder.stop()
    await service.close()
  })

  async function signIn(page: Page, email: string): Promise<void> {
    await page.goto(`${warder.origin}/login?return_to=/account/connections`)
    await page.getByLabel('Email address').fill(email)
    await page.getByLabel('Password').fill(goodPassword)
    await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  }

  for (const view of views) {
    test(`${view.name}: connect a service, let an agent use it, read what it did, disconnect`, async () => {
      const page = await browser.newPage(view)
      const complaints = listen(page)
      const look = (name: string) => inspect(page, `${view.name}-${name}`, view.javaScript)
      const email = `ada-${view.name}@example.com`
      const { id: user_id } = await createUser(warder.operator, {
        email,
        full_name: 'Ada Lovelace',
        password: goodPassword,
      })
      const key = newKeyPair()
      const id = `agt_${view.name.replaceAll(/[^a-z]/g, '')}`
      const jwks = JSON.stringify({ keys: [key.jwk] })
      const more = { jwks, on_behalf_at: 1, created_at: warder.app.now() }
      await agents.insert(warder.app.db, agentRow(id, user_id, more))

      await signIn(page, email)
      await page.getByRole('heading', { level: 1, name: 'Connections' }).waitFor()
      await look('connections-none')

      await page.getByRole('link', { name: 'Connect Notes & Co' }).click()
      await page.getByRole('heading', { level: 1, name: 'Connect Notes & Co' }).waitFor()
      await look('connections-connect')
      await page.getByRole('button', { name: 'Go to Notes & Co' }).click()
      await page.getByText('That service is connected.').waitFor()
      await look('connections-new')

      await page.getByRole('button', { name: 'Let it use this' }).click()
      await page.getByText(/is no agent, service account or application/).waitFor()
      await look('connections-wrong')
      await page.getByLabel('Let a program use it').selectOption({ label: 'Librarian (agent)' })
      await page.getByRole('button', { name: 'Let it use this' }).click()
      await page.getByText('That program may use the connection now.').waitFor()

      const [, connection = ''] = /connections\/(con_\w+)/.exec(page.url()) ?? []
      const post = (path: string, body: object, headers = {}) =>
        fetch(warder.origin + path, {
          method: 'POST',
          headers: { 'content-type': 'application/json', ...headers },
          body: JSON.stringify(body),
        })
      const now = warder.app.now()
      const context = { workspace: 'blog', action: 'notes:read', resource: warder.origin }
      const claims = { iss: id, sub: id, aud: warder.origin, exp: now + 60, jti: randomUUID(), context }
      const given = await post(`/api/agents/${id}/token`, {
        assertion: signed(key.privateKey, claims),
        context,
      })
      const { access_token } = (await given.json()) as { access_token: string }
      const call = async (method: string) => {
        const asked = { connection, method, url: `${service.origin}/notes/today` }
        return (await post('/api/vault/fetch', asked, { authorization: `Bearer ${access_token}` })).status
      }
      assert.deepEqual([await call('GET'), await call('DELETE')], [200, 403])
      await page.reload()
      await page.getByText('Was refused: DELETE').waitFor()
      await look('connections-one')

      await page.getByRole('button', { name: 'Stop Librarian' }).click()
      await page.getByText('That program may not use the connection any more.').waitFor()
      assert.equal(await call('GET'), 404)
      await page.getByRole('button', { name: 'Disconnect this service' }).click()
      await page.getByText(/it took back its access/).waitFor()
      assert.deepEqual(complaints, [])
      await page.close()
    })

    test(`${view.name}: type in a key, and another one in its place`, async () => {
      const page = await browser.newPage(view)
      const complaints = listen(page)
      const look = (name: string) => inspect(page, `${view.name}-${name}`, view.javaScript)
      const email = `bob-${view.name}@example.com`
      await createUser(warder.operator, { email, full_name: 'Bob', password: goodPassword })
      await signIn(page, email)
      await page.getByRole('link', { name: 'Connect Keys & Co' }).click()
      await page.getByRole('heading', { level: 1, name: 'Connect Keys & Co' }).waitFor()
      await look('connections-type-in')
      await page.getByLabel('API key').fill('two words')
      await page.getByRole('button', { name: 'Connect Keys & Co' }).click()
      await page.getByText(/has a space or a character that keys do not have/).waitFor()
      await look('connections-type-in-wrong')
      await page.getByLabel('API key').fill('key-of-ada-0123456789')
      await page.getByRole('button', { name: 'Connect Keys & Co' }).click()
      await page.getByText('That service is connected.').waitFor()
      assert.equal(await page.getByLabel(/the access itself/).count(), 0)
      await look('connections-typed')
      await page.getByRole('link', { name: 'Type in another one in its place' }).click()
      await page.getByRole('heading', { level: 1, name: 'Connect Keys & Co' }).waitFor()
      assert.ok(!(await page.content()).includes('key-of-ada'))
      assert.deepEqual(complaints, [])
      await page.close()
    })
  }
})
