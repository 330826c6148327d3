import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Browser, Page } from '../../support/cookies.ts'
import { goodPassword, json, startWarder, type TestWarder } from '../../support/warder.ts'

const path = '/account/api-keys'
const lang = ({ html }: Page) => /<html lang="([^"]*)"/.exec(html)?.[1]

describe('API keys of somebody who reads German', () => {
  let warder: TestWarder
  let browser: Browser
  before(async () => {
    warder = await startWarder({ 'api_keys.scopes': 'profile:read reports:read', 'api_keys.max': '1' })
    await warder.user()
    await warder.app.db.updateTable('user').set({ locale: 'de' }).execute()
    browser = warder.browser()
    const fields = { email: 'ada@example.com', password: goodPassword }
    await browser.submit(await browser.open('/login'), '/login', fields)
  })
  after(() => warder.close())

  const make = async (more: Record<string, string> = {}) =>
    browser.submit(await browser.open(`${path}/new`), path, {
      name: 'Backup',
      'scope:profile:read': 'on',
      expires_in_days: '30',
      environment: 'live',
      ip_allowlist: '',
      ...more,
    })

  test('what is wrong stands beside its field', async () => {
    const page = await make({ name: 'a'.repeat(61), ip_allowlist: 'office' })
    assert.deepEqual([page.status, lang(page)], [400, 'de'])
    assert.match(page.html, /id="name-error">Das sind mehr als 60 Zeichen\./)
    assert.match(page.html, /id="ip_allowlist-error">Das ist keine Adresse und kein Netz\./)
    const none = await make({ name: '', 'scope:profile:read': '', 'scope:no scope': 'on' })
    assert.match(none.html, /id="name-error">Bitte füll das aus\./)
  })

  test('a key is made and used, and one more than somebody may have is refused', async () => {
    const made = await make()
    assert.deepEqual([made.status, lang(made)], [200, 'de'])
    const key = /<code class="key">(wdr_live_[0-9A-Za-z]{49})<\/code>/.exec(made.html)?.[1] ?? ''
    const headers = { 'x-api-key': key }
    assert.equal((await warder.get('/auth/me', headers)).status, 200)

    const more = await make({ name: 'Another' })
    assert.equal(more.status, 409)
    assert.match(more.html, /Du hast 1 API-Schlüssel, mehr sind nicht möglich\./)
  })

  test('one that there is not is told of in German, and to programs in English', async () => {
    const page = await browser.open(`${path}/key_none`)
    assert.deepEqual([page.status, lang(page)], [404, 'de'])
    assert.match(page.html, /Diesen API-Schlüssel gibt es nicht\./)
    const { access_token } = await warder.tokens()
    const problem = await json<{ detail: string }>(
      await warder.get('/api/keys/key_none', { authorization: `Bearer ${access_token}` }),
    )
    assert.equal(problem.detail, 'There is no such API key.')
  })
})
