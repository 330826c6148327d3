import assert from 'node:assert/strict'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, beforeEach, describe, test } from 'node:test'
import type { ClientView } from '../../../../packages/warder/src/oauth-server/register.ts'
import { day } from '../../../../packages/warder/src/time.ts'
import { deviceCodeGrant } from '../../../../packages/protocol/src/index.ts'
import type { Browser } from '../../../support/cookies.ts'
import {
  answered,
  claimsOf,
  errorOf,
  oauthWorld,
  redirect_uri,
  type OAuthWorld,
  type Tokens,
} from '../../../support/oauth.ts'
import { assertionOf, clientKey } from '../../../support/oauth-clients/keys.ts'
import { json, origin, startWarder, type TestWarder } from '../../../support/warder.ts'

const api = 'https://tools.example/mcp'

describe('clients whose id is the address of a document', () => {
  let warder: TestWarder
  let world: OAuthWorld
  let ada: Browser
  let place: Server
  let host: string
  let asked: string[] = []
  /** What is served: a document without its id, or a status. */
  const served = new Map<string, Record<string, unknown> | number>()
  let made = 0

  before(async () => {
    place = createServer((request, response) => {
      const path = request.url ?? ''
      asked.push(path)
      const said = served.get(path) ?? 404
      response.writeHead(typeof said === 'number' ? said : 200, { 'content-type': 'application/json' })
      response.end(
        typeof said === 'number' ? '{}' : JSON.stringify({ client_id: `http://${host}${path}`, ...said }),
      )
    })
    await new Promise<void>((resolve) => place.listen(0, 'localhost', resolve))
    host = `localhost:${(place.address() as AddressInfo).port}`
    const settings = {
      'registration.scopes': 'tools:read tools:run',
      'registration.resources': api,
      'limits.costly': '1000',
    }
    warder = await startWarder(settings, { dev: true, metadata_documents: ['localhost'] })
    world = oauthWorld(warder)
    await warder.user()
  })
  after(async () => {
    place.closeAllConnections()
    place.close()
    await warder.close()
  })
  beforeEach(async () => {
    // Another minute: one host is asked so often in a minute and no more.
    warder.clock.now += 61
    ada = await world.signedIn()
    asked = []
  })

  const sound = { client_name: 'Tool belt', redirect_uris: [redirect_uri] }
  /** Serves a document at an address of its own, and is the client of it. */
  function published(change: Record<string, unknown> = {}): ClientView & { path: string } {
    const path = `/${++made}.json`
    served.set(path, { ...sound, ...change })
    return { client_id: `http://${host}${path}`, path } as ClientView & { path: string } // as the helpers read it
  }
  const rows = async (client: ClientView) =>
    warder.app.db.selectFrom('client').selectAll().where('document', '=', client.client_id).execute()
  const refusedPage = async (client_id: string) => {
    const page = await ada.open(world.address({ client_id } as ClientView))
    assert.equal(page.status, 400)
    assert.match(page.path, /^\/oauth\/authorize/)
  }

  test('sign people in without a secret, and the person is told whose they are and that nobody checked them', async () => {
    const client = published({ logo_uri: 'https://logo.example/logo.png' })
    const consent = await ada.open(world.address(client))
    assert.match(consent.path, /^\/consent/)
    assert.match(consent.html, /registered itself/)
    assert.match(consent.html, new RegExp(`belongs to whoever runs <b><bdi>${host}</bdi>`))
    assert.doesNotMatch(consent.html, /logo\.example/)
    assert.deepEqual(await rows(client), [], 'nothing is written for whoever only asks')

    const code = answered(await ada.submit(consent, '/consent', { decision: 'allow' })).get('code') ?? ''
    const tokens = await json<Tokens>(await world.redeem(client, code))
    assert.equal(claimsOf(tokens.access_token)['client_id'], client.client_id)
    assert.equal(claimsOf(tokens.id_token ?? '')['aud'], client.client_id)
    const [row] = await rows(client)
    assert.deepEqual(
      [row?.client_name, row?.registered_at, row?.tenant_id],
      ['Tool belt', warder.clock.now, warder.operator.tenant.id],
    )
    const events = await warder.app.db
      .selectFrom('audit_event')
      .select('type')
      .where('client_id', '=', client.client_id)
      .execute()
    assert.equal(events.filter(({ type }) => type === 'client.created').length, 1)
    assert.match((await ada.open('/account/applications')).html, /Tool belt/)
    assert.deepEqual(asked, [client.path])
  })

  test('are asked about each time where any program of the device could answer for them (RFC 8252 §8.6)', async () => {
    const uri = 'http://127.0.0.1/cb'
    const client = published({ redirect_uris: [uri] })
    const address = world.address(client, { redirect_uri: 'http://127.0.0.1:5123/cb' })
    const consent = await ada.open(address)
    assert.match(consent.html, /A program on this device/)
    await ada.submit(consent, '/consent', { decision: 'allow' })
    assert.match((await ada.open(address)).path, /^\/consent/)
  })

  test('have no secret, and no code is redeemed without PKCE', async () => {
    const client = published()
    const refused = answered(
      await ada.open(world.address(client, { code_challenge: undefined, code_challenge_method: undefined })),
    )
    assert.equal(refused.get('error'), 'invalid_request')
    const code = await world.code(client, {}, ada)
    assert.equal(await errorOf(await world.redeem({ ...client, client_secret: 'x' }, code)), 'invalid_client')
    assert.equal(
      await errorOf(await world.redeem(client, code, { code_verifier: 'x'.repeat(43) })),
      'invalid_grant',
    )
  })

  test('may sign instead, by keys that the document has, and then must', async () => {
    const key = clientKey('ES256')
    const client = published({ token_endpoint_auth_method: 'private_key_jwt', jwks: { keys: [key.jwk] } })
    const code = await world.code(client, {}, ada)
    assert.equal(await errorOf(await world.redeem(client, code)), 'invalid_client')
    const signed = (by = key) => assertionOf(by, client.client_id, { aud: origin, now: warder.clock.now })
    assert.equal(
      await errorOf(await world.redeem(client, code, signed(clientKey('ES256')))),
      'invalid_client',
    )
    assert.equal((await world.redeem(client, code, signed())).status, 200)
  })

  test('push their requests like any other', async () => {
    const client = published()
    const fields = Object.fromEntries(new URLSearchParams(world.address(client).split('?')[1]))
    const answer = await warder.form('/oauth/par', fields)
    assert.equal(answer.status, 201)
    const { request_uri } = await json<{ request_uri: string }>(answer)
    const query = new URLSearchParams({ client_id: client.client_id, request_uri })
    assert.ok((await world.answer(ada, `/oauth/authorize?${query.toString()}`)).get('code'))
  })

  test('come by a device too, whose page says what they are', async () => {
    const client = published({ redirect_uris: [], grant_types: [deviceCodeGrant] })
    const begun = await json<{ user_code: string; device_code: string }>(
      await warder.form('/oauth/device_authorization', { client_id: client.client_id, scope: 'openid' }),
    )
    const page = await ada.submit(await ada.open('/device'), '/device', { user_code: begun.user_code })
    assert.match(page.html, new RegExp(`registered itself[^]*<bdi>${host}</bdi>`))
    await ada.submit(page, '/device/answer', { decision: 'allow' })
    const answer = await world.token(client, { grant_type: deviceCodeGrant, device_code: begun.device_code })
    assert.equal(answer.status, 200)
    assert.equal((await rows(client)).length, 1)
  })

  // oxfmt-ignore
  const asks: [what: string, change: Record<string, string | string[]>, outcome: string][] = [
    ['a scope of an API with its resource',                  { scope: 'openid tools:run', resource: api },           'code'],
    ['a scope of an API without a resource',                 { scope: 'tools:run' },                                 'invalid_target'],
    ['a scope of an API for this server',                    { scope: 'tools:run', resource: origin },               'invalid_target'],
    ['a scope of an API for it and for this server',         { scope: 'tools:run', resource: [api, origin] },        'invalid_target'],
    ['an API that is not open to everybody',                 { scope: 'tools:run', resource: 'https://pay.example' }, 'invalid_target'],
    ['a scope that is not',                                  { scope: 'admin', resource: api },                      'invalid_scope'],
    ['a permission at this server',                          { scope: 'keys:verify' },                               'invalid_scope'],
  ]
  for (const [what, change, outcome] of asks)
    test(`CA-11 ${what}: ${outcome}`, async () => {
      const client = published({ scope: 'openid admin keys:verify tools:run' })
      const back = await world.answer(ada, world.address(client, change))
      if (outcome === 'code') assert.ok(back.get('code'))
      else assert.equal(back.get('error'), outcome)
    })

  test('lose what their document does not say any more', async () => {
    const client = published()
    await world.tokens(client, 'openid', ada)
    served.set(client.path, { ...sound, redirect_uris: ['https://app.example/other'] })
    warder.clock.now += 301
    await refusedPage(client.client_id)
  })

  test('go on for a day while their address answers nothing, and no longer', async () => {
    const client = published()
    const { refresh_token = '' } = await world.tokens(client, 'openid offline_access', ada)
    served.set(client.path, 503)
    warder.clock.now += 400
    const next = await world.refresh(client, refresh_token)
    assert.equal(next.status, 200)
    warder.clock.now += day
    assert.equal(
      await errorOf(await world.refresh(client, (await json<Tokens>(next)).refresh_token ?? '')),
      'invalid_client',
    )
  })

  test('are gone at once when their document is', async () => {
    const client = published()
    const { refresh_token = '' } = await world.tokens(client, 'openid offline_access', ada)
    served.set(client.path, 404)
    warder.clock.now += 301
    assert.equal(await errorOf(await world.refresh(client, refresh_token)), 'invalid_client')
    await refusedPage(client.client_id)
  })

  test('are disabled by an operator like any other, whatever their document says', async () => {
    const client = published()
    const code = await world.code(client, {}, ada)
    const waiting = await ada.open(world.address(client, { prompt: 'consent' }))
    await warder.app.db
      .updateTable('client')
      .set({ disabled_at: warder.clock.now })
      .where('document', '=', client.client_id)
      .execute()
    assert.equal((await ada.submit(waiting, '/consent', { decision: 'allow' })).status, 400)
    warder.clock.now += 6
    assert.equal(await errorOf(await world.redeem(client, code)), 'invalid_client')
    await refusedPage(client.client_id)
  })

  test('are disabled as well while their address answers nothing', async () => {
    const client = published()
    await world.tokens(client, 'openid', ada)
    served.set(client.path, 503)
    warder.clock.now += 400
    const waiting = await ada.open(world.address(client, { prompt: 'consent' }))
    assert.match(waiting.path, /^\/consent/)
    // By another instance, which this one hears of within five seconds.
    await warder.app.db
      .updateTable('client')
      .set({ disabled_at: warder.clock.now })
      .where('document', '=', client.client_id)
      .execute()
    assert.equal((await ada.submit(waiting, '/consent', { decision: 'allow' })).status, 400)
  })

  for (const [id, why] of [
    ['https://127.0.0.1/client.json', 'SS-01 this machine, which nobody named'],
    ['https://169.254.169.254/latest/meta-data', 'SS-01 what answers inside a cloud'],
    ['https://[::ffff:10.0.0.1]/client.json', 'SS-01 a private network in other words'],
    ['http://app.example/client.json', 'no TLS'],
    ['file:///etc/passwd', 'SS-07 a file'],
    ['https://other.example/client.json', 'a host that the operator did not name'],
  ] as const)
    test(`${id} is not even asked: ${why}`, async () => {
      await refusedPage(id)
      assert.deepEqual(asked, [])
    })
})
