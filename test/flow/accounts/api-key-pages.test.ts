import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { goodPassword, json, startWarder, type TestWarder } from '../../support/warder.ts'
import type { Browser, Page } from '../../support/cookies.ts'

const path = '/account/api-keys'

describe('API keys, by forms alone', () => {
  let warder: TestWarder
  let browser: Browser
  before(async () => {
    warder = await startWarder({ 'api_keys.scopes': 'profile:read reports:read' })
    await warder.user()
    browser = warder.browser()
    await browser.submit(await browser.open('/login'), '/login', {
      email: 'ada@example.com',
      password: goodPassword,
    })
  })
  after(() => warder.close())

  const keyOn = (page: Page) =>
    /<code class="key">(wdr_live_[0-9A-Za-z]{49})<\/code>/.exec(page.html)?.[1] ?? ''
  const fields = {
    name: 'Backup at home',
    'scope:profile:read': 'on',
    expires_in_days: '30',
    environment: 'live',
    ip_allowlist: '',
  }
  const status = async (key: string) => (await warder.get('/auth/me', { 'x-api-key': key })).status
  const make = async (more: Record<string, string> = {}) =>
    browser.submit(await browser.open(`${path}/new`), path, { ...fields, ...more })

  test('a person makes a key, sees it once, and it works', async () => {
    assert.match((await browser.open(path)).html, /None\. You only need one/)
    const made = await make()
    assert.equal(made.status, 200)
    const key = keyOn(made)
    assert.equal(await status(key), 200)
    const list = await browser.open(path)
    assert.match(list.html, /Backup at home/)
    assert.ok(list.html.includes(key.slice(0, 17)) && !list.html.includes(key.slice(17)))
    await warder.app.keyActivity.flush()
    assert.match((await browser.open(path)).html, /Used once, last/)
  })

  test('what is wrong stands beside its field, and what was typed is still there', async () => {
    const page = await browser.submit(await browser.open(`${path}/new`), path, {
      ...fields,
      name: '',
      ip_allowlist: '10.0.0.0/8, office',
    })
    assert.equal(page.status, 400)
    assert.match(page.html, /id="name-error">Please fill this in\./)
    assert.match(page.html, /id="ip_allowlist-error">This is no address or network/)
    assert.match(page.html, /value="10\.0\.0\.0\/8, office"/)
    const none = await browser.submit(await browser.open(`${path}/new`), path, { name: 'Robot' })
    assert.equal(none.status, 400)
    assert.match(none.html, /needs at least one scope/)
    // The form offers no such box, and a tampered one gets no such key.
    const more = await make({ 'scope:admin': 'on' })
    assert.equal(more.status, 403)
    assert.match(more.html, /is not yours to give: admin/)
  })

  test('a new secret replaces the old one as the person wishes, and revoking ends both', async () => {
    const key = keyOn(await make({ name: 'To be replaced' }))
    const { items } = await listed()
    const id = items.find(({ name }) => name === 'To be replaced')?.id ?? ''
    const page = await browser.open(`${path}/${id}`)
    const rotated = await browser.submit(page, `${path}/${id}/rotate`, { grace: '86400' })
    const next = keyOn(rotated)
    assert.match(rotated.html, /The old one works until/)
    assert.deepEqual([await status(key), await status(next)], [200, 200])
    assert.match((await browser.open(path)).html, /Old secret still works/)

    const again = await browser.submit(await browser.open(`${path}/${id}`), `${path}/${id}/rotate`, {
      grace: '0',
    })
    assert.deepEqual([await status(key), await status(next), await status(keyOn(again))], [401, 401, 200])
    const gone = await browser.submit(await browser.open(`${path}/${id}`), `${path}/${id}/revoke`, {})
    assert.match(gone.html, /That API key does not work any more/)
    assert.equal(await status(keyOn(again)), 401)
    assert.equal((await browser.open(`${path}/${id}`)).status, 404)
  })

  test('whoever signed in a while ago confirms first, and comes back to the form', async () => {
    warder.clock.now += 301
    const asked = await browser.open(`${path}/new`)
    assert.equal(asked.path, `/reauthenticate?return_to=${path}/new`)
    const form = await browser.submit(asked, '/reauthenticate', { password: goodPassword })
    assert.match(form.path, new RegExp(`^${path}/new`))
    assert.match(form.html, /What may it do\?/)
  })

  async function listed() {
    const answer = await browser.send('/api/keys')
    return json<{ items: { id: string; name: string }[] }>(answer)
  }
})

describe('where keys may not live for ever', () => {
  test('the form offers no longer life than there is', async () => {
    const warder = await startWarder({ 'api_keys.max_lifetime': '60d' })
    await warder.user()
    const browser = warder.browser()
    await browser.submit(await browser.open('/login'), '/login', {
      email: 'ada@example.com',
      password: goodPassword,
    })
    const { html } = await browser.open(`${path}/new`)
    const offered = [...html.matchAll(/<option[^>]*value="(\d+)"/g)].map(([, days]) => days)
    assert.deepEqual(offered, ['7', '30', '60'])
    await warder.close()
  })
})
