import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { tokenExchangeGrant } from '@warder/protocol'
import { placedDigest } from '../../../packages/warder/src/crypto/tokens.ts'
import { createClient, type ClientView } from '../../../packages/warder/src/oauth-server/register.ts'
import { basicOf, startOAuth, type OAuthWorld, type Tokens } from '../../support/oauth.ts'
import { json } from '../../support/warder.ts'

const api = 'https://api.example.com'
const word = /^wat_[a-z0-9]{11}[A-Za-z0-9_-]{43}$/

describe('opaque access tokens, for a client that is registered for them', () => {
  let world: OAuthWorld
  let client: ClientView
  before(async () => {
    world = await startOAuth()
    client = await world.client({ access_token_format: 'opaque', scope: 'openid email offline_access' })
  })
  after(() => world.warder.close())

  const introspect = async (token: string, by = client) =>
    json<Record<string, unknown>>(await world.warder.form('/oauth/introspect', { token }, basicOf(by)))
  const status = async (token: string) => (await world.userinfo(token)).status
  const machine = () =>
    createClient(world.warder.operator, {
      name: 'Nightly',
      type: 'machine',
      scope: 'notes:read',
      resources: [api],
      access_token_format: 'opaque',
    })

  test('RFC 6749 §1.4 the token is a random word; UserInfo and introspection know what it says', async () => {
    const { access_token, id_token, expires_in } = await world.tokens(client, 'openid email')
    assert.match(access_token, word)
    assert.equal(id_token?.split('.').length, 3)
    const person = await json<{ sub: string; email: string }>(await world.userinfo(access_token))
    assert.equal(person.email, 'ada@example.com')
    const found = await introspect(access_token)
    const { active, sub, scope, client_id, iss, exp, iat } = found
    const { issuer } = world.warder.app.config
    assert.deepEqual(
      { active, sub, scope, client_id, iss },
      { active: true, sub: person.sub, scope: 'openid email', client_id: client.client_id, iss: issuer },
    )
    assert.equal(Number(exp) - Number(iat), expires_in)
  })

  test('another client learns nothing of it, and cannot end it', async () => {
    const other = await world.client()
    const { access_token } = await world.tokens(client)
    assert.deepEqual(await introspect(access_token, other), { active: false })
    await world.warder.form('/oauth/revoke', { token: access_token }, basicOf(other))
    assert.equal(await status(access_token), 200)
  })

  test('RFC 7009 §2.1 its client ends it, alone', async () => {
    const { access_token } = await world.tokens(client)
    const another = await world.tokens(client)
    assert.deepEqual([await status(access_token), await status(another.access_token)], [200, 200])
    await world.warder.form('/oauth/revoke', { token: access_token }, basicOf(client))
    assert.deepEqual(
      [await status(access_token), await status(another.access_token), await introspect(access_token)],
      [401, 200, { active: false }],
    )
  })

  test('RFC 7009 §2.1 a program ends one that it got for itself, alone', async () => {
    const program = await machine()
    const own = async () =>
      (await json<Tokens>(await world.token(program, { grant_type: 'client_credentials' }))).access_token
    const both = [await own(), await own()] as const
    const active = () => Promise.all(both.map(async (token) => (await introspect(token, program))['active']))
    assert.deepEqual(await active(), [true, true])
    await world.warder.form('/oauth/revoke', { token: both[0] }, basicOf(program))
    assert.deepEqual(await active(), [false, true])
  })

  test('it expires by the clock, whether or not anything cleans up', async () => {
    const { access_token, expires_in } = await world.tokens(client)
    world.warder.clock.now += expires_in - 1
    assert.equal(await status(access_token), 200)
    world.warder.clock.now += 1
    assert.equal(await status(access_token), 401)
    assert.deepEqual(await introspect(access_token), { active: false })
  })

  test('refreshing gives another one; the replay of a code or a refresh token ends them all', async () => {
    const browser = await world.signedIn()
    const code = await world.code(client, { scope: 'openid offline_access' }, browser)
    const first = await json<Tokens>(await world.redeem(client, code))
    const second = await json<Tokens>(await world.refresh(client, first.refresh_token ?? ''))
    assert.match(second.access_token, word)
    assert.notEqual(second.access_token, first.access_token)
    assert.equal((await world.redeem(client, code)).status, 400)
    assert.deepEqual([await status(first.access_token), await status(second.access_token)], [401, 401])
  })

  test('it ends with the session, the person and the client', async () => {
    const browser = await world.signedIn()
    const { access_token } = await world.tokens(client, 'openid', browser)
    assert.equal(await status(access_token), 200)
    await browser.submit(await browser.open('/logout'), '/logout', {})
    assert.equal(await status(access_token), 401)

    const short = await machine()
    const made = await json<Tokens>(await world.token(short, { grant_type: 'client_credentials' }))
    assert.equal((await introspect(made.access_token, short))['active'], true)
    const { deleteClient } = await import('../../../packages/warder/src/oauth-server/register.ts')
    const reader = await createClient(world.warder.operator, {
      name: 'API',
      type: 'machine',
      resources: [api],
    })
    assert.equal((await introspect(made.access_token, reader))['active'], true)
    await deleteClient(world.warder.operator, short.client_id)
    assert.deepEqual(await introspect(made.access_token, reader), { active: false })
  })

  test('RFC 8693 §2.2.1 what is exchanged for it, and by whom, is of the kind of who asks', async () => {
    const grant_types = ['client_credentials', tokenExchangeGrant]
    const service = await world.client({
      type: 'machine',
      redirect_uris: [],
      grant_types,
      scope: 'email',
      access_token_format: 'opaque',
      token_exchange: { subjects: [client.client_id] },
    })
    const { access_token } = await world.tokens(client, 'openid email')
    const asked = {
      grant_type: tokenExchangeGrant,
      subject_token: access_token,
      subject_token_type: 'urn:ietf:params:oauth:token-type:access_token',
      scope: 'email',
    }
    const response = await world.token(service, asked)
    assert.equal(response.status, 200, await response.clone().text())
    const next = await json<Tokens>(response)
    assert.match(next.access_token, word)
    assert.deepEqual((await introspect(next.access_token, service))['act'], { sub: service.client_id })
    await world.warder.form('/oauth/revoke', { token: access_token }, basicOf(client))
    assert.deepEqual(await introspect(next.access_token, service), { active: false })
  })

  test('a token of another issuer is not taken, nor one that was never given out', async () => {
    const { access_token } = await world.tokens(client)
    const earlier = access_token.replace(/^wat_.{11}/, `wat_${'0'.repeat(11)}`)
    const wrong = [`wat_${'A'.repeat(54)}`, 'wat_', `${access_token}x`, access_token.toLowerCase(), earlier]
    for (const token of wrong) assert.equal(await status(token), 401, token)
    const { db } = world.warder.app
    const rows = await db.selectFrom('opaque_token').selectAll().execute()
    assert.ok(!JSON.stringify(rows).includes(access_token), 'the token itself is kept nowhere')
    const own = rows.find(({ token_hash }) => token_hash === placedDigest(access_token))
    const claims = JSON.stringify({ ...JSON.parse(own?.claims ?? ''), iss: 'https://other.example' })
    await db
      .updateTable('opaque_token')
      .set({ claims })
      .where('token_hash', '=', own?.token_hash ?? '')
      .execute()
    assert.equal(await status(access_token), 401)
  })

  test('an unknown format is refused, and the usual one is signed', async () => {
    await assert.rejects(world.client({ access_token_format: 'secret' }), { code: 'invalid_client_metadata' })
    assert.equal(client.access_token_format, 'opaque')
    const { access_token } = await world.tokens(await world.client())
    assert.equal(access_token.split('.').length, 3)
  })
})
