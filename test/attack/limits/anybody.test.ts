import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { deviceCodeGrant } from '@warder/protocol'
import { oauthWorld } from '../../support/oauth.ts'
import { makeAgent, newKeyPair, plainAgent, withAgents } from '../../support/people/agents.ts'
import { makeKey } from '../../support/people/api-keys.ts'
import { program } from '../../support/people/programs.ts'
import { startIssuer, type Issuer } from '../../support/upstream/issuer.ts'
import { at, offer, withLocalIssuers } from '../../support/upstream/world.ts'
import { startWarder, type TestWarder } from '../../support/warder.ts'

describe('what anybody can cause at no cost', () => {
  let warder: TestWarder
  let issuer: Issuer
  before(async () => {
    issuer = await startIssuer(() => warder.clock.now)
    warder = await startWarder(withLocalIssuers)
    offer(warder, [at(issuer)])
  })
  after(async () => {
    await warder.close()
    await issuer.close()
  })

  const written = async (type: string) => {
    const rows = warder.app.db.selectFrom('audit_event').select('seq').where('type', '=', type)
    return (await rows.execute()).length
  }
  const handle = `wot_${'A'.repeat(43)}`
  // oxfmt-ignore
  const table: [type: string, what: string, path: string, body: object][] = [
    ['sign_in.elsewhere', 'ID tokens that nobody gave',       '/auth/oauth/acme/token',     { id_token: 'a.b.c' }],
    ['sign_in.passkey',   'passkeys that nobody asked for',   '/auth/passkey/authenticate', { challenge_id: handle, credential: {} }],
  ]
  for (const [type, what, path, body] of table)
    test(`DS-14 fills no disk: of ${what} sixty a minute of one address are in the audit, and the log says so once`, async () => {
      const fail = async () => assert.equal((await warder.post(path, body)).status, 401)
      for (let i = 0; i < 70; i++) await fail()
      assert.equal(await written(type), 60)
      const told = warder.lines.filter((line) => line.includes('more of these') && line.includes(type))
      assert.equal(told.length, 1)
      warder.clock.now += 60
      await fail()
      assert.equal(await written(type), 61)
    })

  test('DS-14 fills no disk: a code that is presented again and again is told of once', async () => {
    await warder.user()
    const world = oauthWorld(warder)
    const client = await world.client({ type: 'public', skip_consent: true })
    const code = await world.code(client)
    assert.equal((await world.redeem(client, code)).status, 200)
    for (let i = 0; i < 5; i++) assert.equal((await world.redeem(client, code)).status, 400)
    assert.equal(await written('code.replayed'), 1)
  })

  test('DS-14 fills no disk: a public client begins at devices as often as one address may leave requests behind', async () => {
    const fresh = await startWarder({ 'limits.waiting': '3' })
    const world = oauthWorld(fresh)
    const grants = { grant_types: [deviceCodeGrant], redirect_uris: [] }
    const { client_id } = await world.client({ type: 'public', ...grants })
    const begin = async () =>
      (await fresh.form('/oauth/device_authorization', { client_id, scope: 'openid' })).status
    assert.deepEqual([await begin(), await begin(), await begin(), await begin()], [200, 200, 200, 429])
    fresh.clock.now += 60
    assert.equal(await begin(), 200)
    await fresh.close()
  })

  test('DS-14 fills no disk and no mailbox: a person makes and rotates keys and agents two hundred times a day, and revokes them whenever they like', async () => {
    const fresh = await startWarder({ ...withAgents, 'api_keys.max': '300', 'agents.max': '300' })
    await fresh.user()
    const ada = await program(fresh, 'ada@example.com')
    const { id } = await makeKey(fresh, ada.headers())
    for (let i = 0; i < 99; i++) {
      assert.equal((await ada.post(`/api/keys/${id}/rotate`, { grace_period_seconds: 0 })).status, 200)
      await makeAgent(fresh, ada.headers())
    }
    const other = await makeKey(fresh, ada.headers())
    const refused = await ada.post('/api/keys', { name: 'One more', scopes: ['profile:read'] })
    assert.deepEqual([refused.status, refused.headers.get('retry-after')], [429, '86400'])
    assert.equal((await ada.post(`/api/keys/${id}/rotate`)).status, 429)
    const agent = { ...plainAgent, public_keys: [newKeyPair().jwk] }
    assert.equal((await ada.post('/api/agents', agent)).status, 429)
    assert.equal((await ada.remove(`/api/keys/${other.id}`)).status, 204)
    fresh.clock.now += 86_400
    const later = await program(fresh, 'ada@example.com')
    await makeKey(fresh, later.headers())
    await fresh.close()
  })
})
