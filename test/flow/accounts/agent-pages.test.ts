import assert from 'node:assert/strict'
import { createPublicKey } from 'node:crypto'
import { after, before, describe, test } from 'node:test'
import { newKeyPair, waysOf, withAgents, work, type KeyPair } from '../../support/people/agents.ts'
import { goodPassword, startWarder, type TestWarder } from '../../support/warder.ts'
import type { Browser, Page } from '../../support/cookies.ts'

const path = '/account/agents'

describe('agents, by forms alone', () => {
  let warder: TestWarder
  let browser: Browser
  before(async () => {
    warder = await startWarder(withAgents)
    await warder.user()
    browser = warder.browser()
    await browser.submit(await browser.open('/login'), '/login', {
      email: 'ada@example.com',
      password: goodPassword,
    })
  })
  after(() => warder.close())

  const fields = ({ jwk }: KeyPair) => ({
    name: 'Librarian',
    purpose: 'Keeps my notes in order',
    'scope:notes:read': 'on',
    actions: 'notes:*',
    sensitive_actions: 'notes:delete, notes:share',
    workspaces: 'blog shop',
    public_keys: JSON.stringify(jwk),
  })
  const register = async (key: KeyPair, more: Record<string, string> = {}) =>
    browser.submit(await browser.open(`${path}/new`), path, { ...fields(key), ...more })
  const idOn = ({ path: at }: Page) => /\/(agt_\w+)\?/.exec(at)?.[1] ?? ''

  test('a person adds one, reads what the program needs to know, and it works', async () => {
    assert.match((await browser.open(path)).html, /None\. You only need one/)
    const key = newKeyPair()
    const added = await register(key)
    const id = idOn(added)
    assert.match(added.html, /Your agent is ready/)
    assert.ok(
      added.html.includes(`<code class="key">${warder.app.config.issuer}/api/agents/${id}/token</code>`),
    )
    assert.match(added.html, /Never worked/)
    const { token, ask } = waysOf(warder, id, key)
    await token({ ...work, task: 'Read <b>everything</b>' })
    assert.equal((await ask({ ...work, workspace: 'bank' })).status, 403)
    const { html } = await browser.open(`${path}/${id}`)
    assert.match(html, /Worked last/)
    assert.match(html, /Got access: <code><bdi>notes:read<.*Read &lt;b&gt;everything/s)
    assert.match(html, /Was refused: .*bank.*because it may not work there/s)
  })

  test('an administrator adds one of the tenant, and stops it with one click; others see nothing of it', async () => {
    await warder.user('root@example.com', { roles: ['admin'] })
    const root = warder.browser()
    const credentials = { email: 'root@example.com', password: goodPassword }
    await root.submit(await root.open('/login'), '/login', credentials)
    const key = newKeyPair()
    const form = await root.open(`${path}/new`)
    assert.match(form.html, /It belongs to Warder/)
    const added = await root.submit(form, path, { ...fields(key), owner: 'tenant' })
    const id = idOn(added)
    assert.match(added.html, /An agent of Warder, registered/)
    const { ask } = waysOf(warder, id, key)
    assert.equal((await ask()).status, 200)
    const list = await root.open(path)
    assert.match(list.html, /<h2 class="pad">Agents of Warder<.h2>/)
    const stopped = await root.submit(list, `${path}/${id}/stop`, {})
    assert.match(stopped.html, /That agent is stopped/)
    assert.equal((await ask()).status, 403)
    const mine = await browser.open(path)
    assert.doesNotMatch(mine.html, /Agents of Warder/)
    assert.doesNotMatch((await browser.open(`${path}/new`)).html, /It belongs to/)
    assert.equal((await browser.open(`${path}/${id}`)).status, 404)
    // The form offers no such choice.
    assert.equal((await register(newKeyPair(), { owner: 'tenant' })).status, 403)
    assert.equal((await register(newKeyPair(), { owner: 'everybody' })).status, 400)
  })

  test('what is wrong stands beside its field, and what was typed is still there', async () => {
    const page = await register(newKeyPair(), {
      name: '',
      actions: '*',
      public_keys: 'a key',
      workspaces: 'two words',
    })
    assert.equal(page.status, 400)
    assert.match(page.html, /id="public_keys-error"/)
    assert.match(page.html, /value="two words"/)
    const next = await register(newKeyPair(), { name: '', actions: 'Notes', workspaces: 'what?' })
    assert.match(next.html, /id="name-error">Please fill this in\./)
    assert.match(next.html, /id="actions-error">This is no action/)
    assert.match(next.html, /id="workspaces-error">This is a name of letters/)
    // The form offers no such box.
    const more = await register(newKeyPair(), { 'scope:users:write': 'on' })
    assert.equal(more.status, 403)
    assert.match(more.html, /This is not yours to give: users:write/)
    const secret = newKeyPair().privateKey.export({ format: 'pem', type: 'pkcs8' }).toString()
    const kept = await register(newKeyPair(), { public_keys: secret })
    assert.match(kept.html, /is a private key/)
    assert.ok(!kept.html.includes('PRIVATE KEY'), 'it is not sent back')
  })

  test('its history goes on page by page, newest first', async () => {
    const key = newKeyPair()
    const id = idOn(await register(key))
    const { token } = waysOf(warder, id, key)
    for (let at = 1; at <= 26; at++) await token({ ...work, task: `Piece ${at}.` })
    const { html } = await browser.open(`${path}/${id}`)
    assert.match(html, /Piece 26\./)
    assert.doesNotMatch(html, /Piece 1\./)
    const older = /href="([^"]*cursor=evt_\d+)"/.exec(html)?.[1] ?? ''
    const next = await browser.open(older)
    assert.match(next.html, /Piece 1\./)
    assert.doesNotMatch(next.html, /Piece 2\.|Show older/)
  })

  test('one is stopped with one click, started again by who signed in lately, and removed', async () => {
    const key = newKeyPair()
    const id = idOn(await register(key, { name: 'Courier' }))
    const { ask } = waysOf(warder, id, key)
    assert.equal((await ask()).status, 200)
    const stopped = await browser.submit(await browser.open(path), `${path}/${id}/stop`, {})
    assert.match(stopped.html, /That agent is stopped/)
    assert.equal((await ask()).status, 403)
    warder.clock.now += 301
    const stale = await browser.submit(await browser.open(`${path}/${id}`), `${path}/${id}/start`, {})
    const back = await browser.submit(stale, '/reauthenticate', { password: goodPassword })
    assert.equal(back.path.split('?')[0], path)
    const started = await browser.submit(await browser.open(`${path}/${id}`), `${path}/${id}/start`, {})
    assert.match(started.html, /may work again/)
    assert.equal((await ask()).status, 200)
    const removed = await browser.submit(await browser.open(`${path}/${id}`), `${path}/${id}/remove`, {})
    assert.match(removed.html, /That agent is removed/)
    assert.doesNotMatch(removed.html, /Courier/)
    assert.equal((await browser.open(`${path}/${id}`)).status, 404)
  })

  test('a key in PEM is as good as a JWK', async () => {
    const { privateKey, jwk } = newKeyPair()
    const pem = createPublicKey({ key: jwk, format: 'jwk' })
      .export({ format: 'pem', type: 'spki' })
      .toString()
    const id = idOn(await register({ privateKey, jwk }, { public_keys: pem }))
    const { ask } = waysOf(warder, id, { privateKey, jwk })
    assert.equal((await ask()).status, 200)
  })

  test('a new agent is told by mail, with the way back', async () => {
    const mails = (await warder.inbox()).filter(({ to }) => to === 'ada@example.com')
    const told = mails.filter(({ subject }) => /An agent was registered/.test(subject))
    assert.ok(told.length > 0)
    assert.ok(told.every(({ links }) => links.some((link) => link.includes('/not-me?token='))))
  })
})
