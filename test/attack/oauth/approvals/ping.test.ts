import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, test } from 'node:test'
import { FetchError, type FetchOptions } from '../../../../packages/warder/src/http/outbound/safe-fetch.ts'
import { sendPings } from '../../../../packages/warder/src/approvals/ping.ts'
import type { ClientView, NewClient } from '../../../../packages/warder/src/oauth-server/register.ts'
import { clientKey } from '../../../support/oauth-clients/keys.ts'
import { startOAuth, type OAuthWorld } from '../../../support/oauth.ts'
import { path, till } from './till.ts'

const endpoint = 'https://till.example/answered'
const client_notification_token = 'its.own-token'

describe('CIBA Core §10.2: an application is told that there is an answer', () => {
  let world: OAuthWorld
  let shop: ReturnType<typeof till>
  let client: ClientView
  const told: { url: string; options: FetchOptions }[] = []
  let fails: FetchError | undefined

  before(async () => {
    world = await startOAuth({ 'approvals.most': '100', 'limits.costly': '100000' })
    shop = till(world)
    client = await pinged()
    // The way out of this machine ends here.
    world.warder.app.oauth.fetch = async (url, options) => {
      told.push({ url, options })
      await Promise.resolve()
      if (fails) throw fails
      return { status: 204, headers: {}, body: Buffer.of() }
    }
  })
  beforeEach(() => {
    told.length = 0
    fails = undefined
  })
  after(() => world.warder.close())

  const pinged = (change: Partial<NewClient> = {}) =>
    shop.client({
      backchannel_token_delivery_mode: 'ping',
      backchannel_client_notification_endpoint: endpoint,
      ...change,
    })
  const ask = () => shop.asked(client, { client_notification_token })
  const tell = () => sendPings(world.warder.app)

  for (const decision of ['allow', 'deny']) {
    test(`with its own token, and by which handle, and not what the answer is: ${decision}`, async () => {
      const { auth_req_id } = await ask()
      assert.equal(told.length, 0)
      assert.equal(await tell(), 0, 'nobody has answered')
      await shop.answer(await world.signedIn(), decision)
      assert.deepEqual([await tell(), await tell()], [1, 0])
      const [{ url, options } = assert.fail()] = told
      assert.deepEqual([url, options.method, options.by], [endpoint, 'POST', 'client'])
      assert.deepEqual(options.headers, {
        authorization: `Bearer ${client_notification_token}`,
        'content-type': 'application/json',
      })
      assert.deepEqual(JSON.parse(String(options.body)), { auth_req_id })
      assert.ok(options.timeout_ms <= 5000 && options.max_bytes <= 16_384)
      assert.equal(told.length, 1)
    })
  }

  test('and asks for the tokens then, as one that polls does', async () => {
    const asked = await ask()
    await shop.answer(await world.signedIn(), 'allow')
    assert.equal(await shop.told(client, asked), 'tokens')
    assert.equal(told.length, 0, 'who asked by itself need not be told')
    await tell()
    assert.equal(told.length, 0)
  })

  test('also of what is denied because the person does not want to be asked any more', async () => {
    const noisy = await pinged({ name: 'Noisy' })
    for (let at = 0; at < 2; at++) await shop.asked(noisy, { client_notification_token })
    const browser = await world.signedIn()
    await browser.submit(await browser.open(path), `${path}/mute`, { client_id: noisy.client_id })
    assert.equal(await tell(), 2)
    assert.equal(told.length, 2)
  })

  test('and where it cannot be told, it is told again later, until the question is too old', async () => {
    fails = new FetchError('timeout')
    const { auth_req_id, expires_in } = await ask()
    const page = await shop.answer(await world.signedIn(), 'allow')
    assert.equal(page.status, 200)
    const answered = world.warder.clock.now
    assert.deepEqual([await tell(), await tell(), told.length], [0, 0, 1], 'the second is before its turn')
    const tried: number[] = []
    for (const over = answered + expires_in; world.warder.clock.now < over; world.warder.clock.now++) {
      await tell()
      if (told.length > tried.length + 1) tried.push(world.warder.clock.now - answered)
    }
    assert.deepEqual(tried, [10, 70])
    assert.equal(new Set(told.map(({ options }) => options.body)).size, 1)
    assert.equal(told[0]?.options.body, JSON.stringify({ auth_req_id }))
    const event = await world.warder.app.db
      .selectFrom('audit_event')
      .select(['client_id', 'outcome', 'detail'])
      .where('type', '=', 'approval.undelivered')
      .executeTakeFirstOrThrow()
    assert.deepEqual([event.client_id, event.outcome], [client.client_id, 'failed'])
    assert.match(event.detail, /timeout/)
  })

  test('an answer that could not be told counts all the same, and is told once it can be', async () => {
    fails = new FetchError('connection')
    const asked = await ask()
    await shop.answer(await world.signedIn(), 'allow')
    assert.equal(await tell(), 0)
    fails = undefined
    world.warder.clock.now += 10
    assert.equal(await tell(), 1)
    assert.equal(await shop.told(client, asked), 'tokens')
  })

  test('of several senders one tells it', async () => {
    await ask()
    await shop.answer(await world.signedIn(), 'allow')
    const each = await Promise.all(Array.from({ length: 5 }, tell))
    assert.deepEqual(
      each.toSorted((a, b) => a - b),
      [0, 0, 0, 0, 1],
    )
    assert.equal(told.length, 1)
  })

  test('its token is nowhere to be read, neither in the database nor in the log', async () => {
    await ask()
    await shop.answer(await world.signedIn(), 'allow')
    assert.equal(await tell(), 1)
    const rows = await world.warder.app.db.selectFrom('one_time_token').selectAll().execute()
    for (const text of [JSON.stringify(rows), world.warder.lines.join('\n')])
      assert.equal(text.includes(client_notification_token), false)
  })

  test('CIBA Core §7.1 one that is told must say by which token', async () => {
    await shop.refused('invalid_request', client)
    await shop.refused('invalid_request', client, { client_notification_token: 'a b' })
  })

  const wrong: [what: string, change: Partial<NewClient>][] = [
    ['an address without TLS', { backchannel_client_notification_endpoint: 'http://till.example/answered' }],
    ['an address with a password', { backchannel_client_notification_endpoint: 'https://u:p@till.example/' }],
    ['no address', { backchannel_client_notification_endpoint: 'till' }],
    ['a mode that there is not', { backchannel_token_delivery_mode: 'push' }],
    ['an address where it polls', { backchannel_token_delivery_mode: 'poll' }],
    ['signed requests and no keys', { backchannel_authentication_request_signing_alg: 'ES256' }],
    [
      'an algorithm that is none',
      { backchannel_authentication_request_signing_alg: 'HS256', jwks: { keys: [clientKey('ES256').jwk] } },
    ],
    [
      'an algorithm that its profile does not have',
      {
        profile: 'fapi2',
        backchannel_authentication_request_signing_alg: 'RS256',
        jwks: { keys: [clientKey('PS256').jwk] },
      },
    ],
    [
      'another grant alone',
      { grant_types: ['authorization_code'], redirect_uris: ['https://till.example/cb'] },
    ],
  ]
  for (const [what, change] of wrong) {
    test(`CIBA Core §4 is not registered with ${what}`, () =>
      assert.rejects(pinged(change), { code: 'invalid_client_metadata' }))
  }
})

test('SS-01 nothing is sent to this machine or its network, whatever a client registered', async () => {
  const world = await startOAuth()
  const shop = till(world)
  for (const host of ['127.0.0.1', '169.254.169.254', '[::1]', '10.0.0.1']) {
    const client = await shop.client({
      backchannel_token_delivery_mode: 'ping',
      backchannel_client_notification_endpoint: `https://${host}/answered`,
    })
    const asked = await shop.asked(client, { client_notification_token })
    await shop.answer(await world.signedIn(), 'allow')
    await sendPings(world.warder.app)
    const line = world.warder.lines.find((one) => one.includes(client.client_id) && one.includes('"address"'))
    assert.ok(line, `nothing is sent to ${host}`)
    assert.equal(await shop.told(client, asked), 'tokens')
  }
  await world.warder.close()
})
