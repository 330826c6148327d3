import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { deviceCodeGrant } from '@warder/protocol'
import { oauthWorld, type OAuthWorld } from '../../support/oauth.ts'
import type { Browser } from '../../support/cookies.ts'
import { addApp } from '../../support/people/second-step.ts'
import { json, startWarder, type TestWarder } from '../../support/warder.ts'

/** Another instance has ended a session, and this one remembers for a few seconds that it was open. */
describe('a session that has ended elsewhere', () => {
  let warder: TestWarder
  let world: OAuthWorld
  before(async () => {
    warder = await startWarder({ 'session.cache': '5' })
    await warder.user()
    world = oauthWorld(warder)
  })
  after(() => warder.close())

  const endElsewhere = async (browser: Browser) => {
    // Longer ago than what just changed is not remembered.
    warder.clock.now += 10
    assert.equal((await browser.send('/auth/me')).status, 200)
    await warder.app.db.updateTable('session').set({ revoked_at: warder.clock.now }).execute()
    assert.equal((await browser.send('/auth/me')).status, 200, 'this instance does not know it yet')
  }
  const send = async (browser: Browser, path: string, body: object) => {
    const { csrf_token } = await json<{ csrf_token: string }>(await browser.send('/auth/csrf'))
    const text = JSON.stringify(body)
    const headers = {
      'x-csrf-token': csrf_token,
      'content-type': 'application/json',
      'content-length': String(text.length),
    }
    return browser.send(path, { method: 'POST', headers, body: text })
  }
  const grants = async () => (await warder.app.db.selectFrom('oauth_grant').select('id').execute()).length

  test('makes no API key, and gives none another secret', async () => {
    const browser = await world.signedIn()
    const key = { name: 'Robot', scopes: ['profile:read'] }
    const made = await json<{ id: string }>(await send(browser, '/api/keys', key))
    await endElsewhere(browser)
    assert.equal((await send(browser, '/api/keys', key)).status, 401)
    assert.equal((await send(browser, `/api/keys/${made.id}/rotate`, {})).status, 401)
  })

  test('makes no recovery codes', async () => {
    const email = 'bob@example.com'
    await warder.user(email)
    const app = await addApp(warder, email)
    const browser = await world.signedIn(email)
    await browser.submit(await browser.open('/mfa'), '/mfa', { code: app.code() })
    assert.equal((await send(browser, '/auth/mfa/backup-codes', {})).status, 200)
    await endElsewhere(browser)
    assert.equal((await send(browser, '/auth/mfa/backup-codes', {})).status, 401)
  })

  test('gives an application no code, by itself or by a press of a button', async () => {
    const client = await world.client()
    const browser = await world.signedIn()
    const offline = { scope: 'openid offline_access', prompt: 'consent' }
    const consent = await browser.open(world.address(client, offline))
    assert.match(consent.path, /^\/consent/)
    await endElsewhere(browser)
    const before = await grants()
    const answer = await browser.submit(consent, '/consent', { decision: 'allow' })
    assert.doesNotMatch(answer.path, /[?&]code=/)
    assert.equal(await grants(), before)

    const again = await world.signedIn()
    await world.code(client, {}, again)
    await endElsewhere(again)
    const known = await grants()
    const silent = await again.send(world.address(client, { prompt: 'none' }))
    assert.doesNotMatch(silent.headers.get('location') ?? '', /[?&]code=/)
    assert.equal(await grants(), known)
  })

  test('connects no device', async () => {
    const client = await world.client({ type: 'public', redirect_uris: [], grant_types: [deviceCodeGrant] })
    const browser = await world.signedIn()
    const begun = await json<{ user_code: string }>(
      await warder.form('/oauth/device_authorization', { client_id: client.client_id, scope: 'openid' }),
    )
    const { user_code } = begun
    const page = await browser.submit(await browser.open('/device'), '/device', { user_code })
    await endElsewhere(browser)
    const before = await grants()
    await browser.submit(page, '/device/answer', { decision: 'allow' })
    assert.equal(await grants(), before)
  })
})
