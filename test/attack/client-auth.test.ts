import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { basicOf, errorOf, startOAuth, type OAuthWorld } from '../support/oauth.ts'

describe('client authentication', () => {
  let world: OAuthWorld
  let client: Awaited<ReturnType<OAuthWorld['client']>>
  before(async () => {
    world = await startOAuth()
    client = await world.client({ type: 'machine', redirect_uris: [], scope: 'a' })
  })
  after(() => world.warder.close())

  const grant_type = 'client_credentials'
  const ask = (fields: Record<string, string>, headers: Record<string, string> = {}) =>
    world.warder.form('/oauth/token', { grant_type, ...fields }, headers)

  test('the secret in the header opens the endpoint', async () => {
    assert.equal((await ask({}, basicOf(client))).status, 200)
  })

  test('CA-01 two methods at once are invalid_request', async () => {
    const { client_id, client_secret = '' } = client
    const twice = await ask({ client_id, client_secret }, basicOf(client))
    assert.equal(await errorOf(twice), 'invalid_request')
    const assertion = {
      client_assertion: 'x',
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    }
    assert.equal(await errorOf(await ask(assertion, basicOf(client))), 'invalid_request')
  })

  test('a secret opens the endpoint in the header and in the body, however it was registered', async () => {
    const posting = await world.client({
      type: 'machine',
      redirect_uris: [],
      token_endpoint_auth_method: 'client_secret_post',
    })
    for (const known of [client, posting]) {
      const { client_id, client_secret = '' } = known
      assert.equal((await ask({}, basicOf(known))).status, 200)
      assert.equal((await ask({ client_id, client_secret })).status, 200)
    }
  })

  test('CA-02 a client that registered a secret needs it, and one that registered none gets nowhere with one', async () => {
    assert.equal(await errorOf(await ask({ client_id: client.client_id })), 'invalid_client')

    const spa = await world.client({ type: 'public' })
    const made = { ...spa, client_secret: 'made-up' }
    assert.equal(await errorOf(await ask({}, basicOf(made))), 'invalid_client')
    assert.equal(
      await errorOf(await ask({ client_id: spa.client_id, client_secret: 'made-up' })),
      'invalid_client',
    )
  })

  test('CA-02 a secret opens nothing for a client that is registered to prove itself another way', async () => {
    const other = await world.client({ type: 'machine', redirect_uris: [] })
    await world.warder.app.db
      .updateTable('client')
      .set({ token_endpoint_auth_method: 'private_key_jwt' })
      .where('client_id', '=', other.client_id)
      .execute()
    const { client_id, client_secret = '' } = other
    assert.equal(await errorOf(await ask({}, basicOf(other))), 'invalid_client')
    assert.equal(await errorOf(await ask({ client_id, client_secret })), 'invalid_client')
  })

  test('CA-17 an unknown client, a wrong secret and no secret have one answer', async () => {
    const { client_id } = client
    const answers = [
      await ask({}, basicOf({ ...client, client_id: 'cli_nobody' })),
      await ask({}, basicOf({ ...client, client_secret: 'wcs_wrong' })),
      await ask({ client_id }),
      await ask({ client_id: 'cli_nobody' }),
    ]
    const bodies = new Set<string>()
    for (const answer of answers) {
      assert.equal(answer.status, 401)
      assert.equal(answer.headers.get('www-authenticate'), 'Basic realm="Warder"')
      bodies.add(await answer.text())
    }
    assert.equal(bodies.size, 1)
  })

  test('CA-17 a disabled client is refused within five seconds, like an unknown one', async () => {
    const disabled = await world.client({ type: 'machine', redirect_uris: [], scope: 'a' })
    assert.equal((await ask({}, basicOf(disabled))).status, 200)
    const { db } = world.warder.app
    await db
      .updateTable('client')
      .set({ disabled_at: 1 })
      .where('client_id', '=', disabled.client_id)
      .execute()
    world.warder.clock.now += 5
    assert.equal(await errorOf(await ask({}, basicOf(disabled))), 'invalid_client')
  })

  test('of the failures of one address sixty a minute are in the audit, and the log says so once', async () => {
    const { warder } = world
    warder.clock.now += 60
    const failures = async () =>
      (
        await warder.app.db
          .selectFrom('audit_event')
          .select('seq')
          .where('type', '=', 'client.authentication')
          .execute()
      ).length
    const warnings = () =>
      warder.lines.filter((line) => line.includes('"warn"') && line.includes('client.authentication')).length
    const fail = async () => {
      const answer = await ask({}, basicOf({ ...client, client_secret: 'wcs_wrong' }))
      assert.deepEqual([answer.status, await errorOf(answer)], [401, 'invalid_client'])
    }
    const before = await failures()
    for (let i = 0; i < 59; i++) await fail()
    assert.equal(warnings(), 0)
    for (let i = 0; i < 11; i++) await fail()
    assert.equal(await failures(), before + 60)
    assert.equal(warnings(), 1)

    warder.clock.now += 60
    await fail()
    assert.equal(await failures(), before + 61)
  })

  test('a secret is kept as a digest alone', async () => {
    const rows = JSON.stringify(await world.warder.app.db.selectFrom('client').selectAll().execute())
    assert.ok(!rows.includes(client.client_secret ?? ''))
  })
})
