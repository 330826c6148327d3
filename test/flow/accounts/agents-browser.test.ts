import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, describe, test } from 'node:test'
import { createUser } from '../../../packages/warder/src/users/manage.ts'
import { inspect, listen, openBrowser, views, type TestBrowser } from '../../support/browser.ts'
import { startLive, type LiveWarder } from '../../support/live.ts'
import { newKeyPair, signed, withAgents } from '../../support/people/agents.ts'
import { goodPassword } from '../../support/warder.ts'

describe('agents, in Chromium', () => {
  let browser: TestBrowser
  let warder: LiveWarder
  before(async () => ([browser, warder] = await Promise.all([openBrowser(), startLive(withAgents)])))
  after(async () => {
    await browser.close()
    await warder.stop()
  })

  for (const view of views) {
    test(`${view.name}: add one, allow what it asks, read what it did, stop it`, async () => {
      const page = await browser.newPage(view)
      const complaints = listen(page)
      const look = (name: string) => inspect(page, `${view.name}-${name}`, view.javaScript)
      const email = `ada-${view.name}@example.com`
      await createUser(warder.operator, { email, full_name: 'Ada Lovelace', password: goodPassword })
      await page.goto(`${warder.origin}/login?return_to=/account/agents`)
      await page.getByLabel('Email address').fill(email)
      await page.getByLabel('Password').fill(goodPassword)
      await page.getByRole('button', { name: 'Sign in', exact: true }).click()
      await page.getByRole('heading', { level: 1, name: 'Agents' }).waitFor()
      await look('agents-none')

      await page.getByRole('link', { name: 'New agent' }).click()
      await look('agents-new')
      const key = newKeyPair()
      await page.getByLabel('Name', { exact: true }).fill('Librarian')
      await page.getByLabel('What is it for?').fill('Keeps my notes in order')
      await page.getByLabel('Use the permission “notes:read”').check()
      await page.getByLabel('For which work?').fill('notes:*')
      await page.getByLabel(/asked about each time/).fill('notes:delete')
      await page.getByLabel('Its public key').fill('no key')
      await page.getByRole('button', { name: 'Add the agent' }).click()
      await page.getByText(/This is no public key/).waitFor()
      await look('agents-new-wrong')
      await page.getByLabel('Its public key').fill(JSON.stringify(key.jwk))
      await page.getByRole('button', { name: 'Add the agent' }).click()
      await page.getByText('Your agent is ready').waitFor()
      await look('agents-one-new')

      const [, id = ''] = /agents\/(agt_\w+)/.exec(page.url()) ?? []
      const ask = async (action: string): Promise<number> => {
        const now = Math.floor(Date.now() / 1000)
        const context = { workspace: 'blog', action, task: 'What is older than a year' }
        const claims = { iss: id, sub: id, aud: warder.origin, exp: now + 60, jti: randomUUID(), context }
        const answer = await fetch(`${warder.origin}/api/agents/${id}/token`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ assertion: signed(key.privateKey, claims), context }),
        })
        return answer.status
      }
      assert.deepEqual(
        [await ask('notes:sort'), await ask('notes:delete'), await ask('mail:send')],
        [200, 202, 403],
      )
      await page.goto(`${warder.origin}/account/agents`)
      await look('agents-asked')
      await page.getByRole('button', { name: 'Allow this once' }).click()
      await page.getByText('You allowed it, this one time.').waitFor()
      await page.getByRole('link', { name: 'Look at Librarian' }).click()
      await page.getByText(/Was refused/).waitFor()
      await look('agents-one')
      await page.goto(`${warder.origin}/account/agents`)
      await page.getByRole('button', { name: 'Stop Librarian' }).click()
      await page.getByText('That agent is stopped').waitFor()
      await look('agents-stopped')
      assert.equal(await ask('notes:sort'), 403)
      assert.deepEqual(complaints, [])
      await page.close()
    })
  }
})
