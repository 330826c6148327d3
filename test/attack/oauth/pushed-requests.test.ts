import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { ClientView } from '../../../packages/warder/src/oauth-server/register.ts'
import type { Browser } from '../../support/cookies.ts'
import {
  answered,
  allowAll,
  basicOf,
  errorOf,
  oauthWorld,
  redirect_uri,
  startOAuth,
  type OAuthWorld,
} from '../../support/oauth.ts'
import { onEveryDatabase } from '../../support/on-every-database.ts'
import { goodPassword, json, startWarder, type TestWarder } from '../../support/warder.ts'

type Pushed = { request_uri: string; expires_in: number }

/** Pushes a sound request of a client, with a change. */
async function push(world: OAuthWorld, client: ClientView, change: Record<string, string | undefined> = {}) {
  const params = new URLSearchParams(world.address(client, change).split('?')[1])
  const fields = {
    ...Object.fromEntries(params),
    ...Object.fromEntries(
      Object.entries(change).filter((entry): entry is [string, string] => entry[1] !== undefined),
    ),
  }
  return world.warder.form('/oauth/par', fields, basicOf(client))
}
const at = (client: ClientView, request_uri: string, more: Record<string, string> = {}) =>
  `/oauth/authorize?${new URLSearchParams({ client_id: client.client_id, request_uri, ...more }).toString()}`

describe('pushed requests (RFC 9126)', () => {
  let warder: TestWarder
  let world: OAuthWorld
  let client: ClientView
  let ada: Browser
  before(async () => {
    world = await startOAuth()
    warder = world.warder
    client = await world.client({ skip_consent: true })
    ada = await world.signedIn()
  })
  after(() => warder.close())

  const pushed = async (change = {}, by = client) => {
    const answer = await push(world, by, change)
    assert.equal(answer.status, 201)
    assert.equal(answer.headers.get('cache-control'), 'no-store')
    return json<Pushed>(answer)
  }

  test('RFC 9126 §2.2 and §4 a request is pushed, and its address leads to a code', async () => {
    const { request_uri, expires_in } = await pushed({ state: 'of the pushed one' })
    assert.match(request_uri, /^urn:ietf:params:oauth:request_uri:wot_[\w-]{43}$/)
    assert.equal(expires_in, 60)
    const back = await world.answer(ada, at(client, request_uri))
    assert.ok(back.get('code'))
    assert.equal(back.get('state'), 'of the pushed one')
    assert.equal((await world.redeem(client, back.get('code') ?? '')).status, 200)
  })

  test('RFC 9101 §6.3 what stands beside the address of a pushed request does not count', async () => {
    const { request_uri } = await pushed()
    const back = await world.answer(
      ada,
      at(client, request_uri, {
        state: 'outside',
        redirect_uri: 'https://evil.example/cb',
        scope: 'openid email',
      }),
    )
    assert.equal(back.get('state'), 'a state')
    const tokens = await json<{ scope: string }>(await world.redeem(client, back.get('code') ?? ''))
    assert.equal(tokens.scope, 'openid')
  })

  /** The page that says so: nobody is sent anywhere. */
  const refused = async (path: string, browser = ada) => {
    const page = await browser.open(path)
    assert.deepEqual([page.status, page.path], [400, path])
  }

  test('AZ-27 a pushed request works once', async () => {
    const { request_uri } = await pushed()
    await world.answer(ada, at(client, request_uri))
    await refused(at(client, request_uri))
  })

  test('AZ-27 it must reach a browser within 60 seconds, and then waits for its person', async () => {
    const slow = world.warder.browser()
    const late = await pushed()
    const { request_uri } = await pushed()
    const login = await slow.open(at(client, request_uri))
    assert.ok(login.path.startsWith('/login'))
    warder.clock.now += 60
    await refused(at(client, late.request_uri))
    const back = await slow.submit(login, '/login', { email: 'ada@example.com', password: goodPassword })
    assert.ok(answered(back).get('code'))
  })

  test('AZ-27 it is the client’s own', async () => {
    const { request_uri } = await pushed()
    // It would ask its person first, if it got that far.
    const other = await world.client()
    await refused(at(other, request_uri))
    await refused(`/oauth/authorize?${new URLSearchParams({ request_uri }).toString()}`)
    assert.ok((await world.answer(ada, at(client, request_uri))).get('code'))
  })

  test('FAPI 2.0 Security Profile §5.3.2.2 opening it, checking it and reloading it do not use it up', async () => {
    const { request_uri } = await pushed()
    const path = at(client, request_uri)
    assert.equal((await warder.request(path, { method: 'HEAD' })).status, 200)
    const stranger = warder.browser()
    for (let i = 0; i < 3; i++) assert.ok((await stranger.open(path)).path.startsWith('/login'))
    assert.ok((await world.answer(ada, path)).get('code'))
  })

  test('an address that only looks like one, and one of somebody else, are never fetched', async () => {
    await refused(at(client, 'urn:ietf:params:oauth:request_uri:made-up'))
    const elsewhere = await ada.open(`${world.address(client)}&request_uri=https%3A%2F%2F127.0.0.1%3A1%2Fx`)
    assert.equal(answered(elsewhere).get('error'), 'request_uri_not_supported')
  })

  // oxfmt-ignore
  const wrong: [what: string, change: Record<string, string | undefined>, error: string][] = [
    ['another redirect_uri', { redirect_uri: 'https://evil.example/cb' }, 'invalid_request'],
    ['no response_type', { response_type: undefined }, 'invalid_request'],
    ['another response_type', { response_type: 'token' }, 'unsupported_response_type'],
    ['no challenge', { code_challenge: undefined }, 'invalid_request'],
    ['a scope that is not the client’s', { scope: 'openid admin' }, 'invalid_scope'],
    ['a resource that is not the client’s', { resource: 'https://api.example' }, 'invalid_target'],
    ['a request_uri inside', { request_uri: 'urn:ietf:params:oauth:request_uri:x' }, 'invalid_request'],
    ['a request of a client without keys', { request: 'x.y.z' }, 'request_not_supported'],
    ['a wrong prompt', { prompt: 'none login' }, 'invalid_request'],
  ]
  for (const [what, change, error] of wrong) {
    test(`RFC 9126 §2.3 ${what} is told to the client: ${error}`, async () => {
      const answer = await push(world, client, change)
      assert.deepEqual([answer.status, await errorOf(answer)], [400, error])
    })
  }

  test('RFC 9126 §2 pushing needs the client’s authentication, and the client named is the one that authenticated', async () => {
    const params = { redirect_uri, response_type: 'code', scope: 'openid' }
    assert.equal((await warder.form('/oauth/par', { ...params, client_id: client.client_id })).status, 401)
    const other = await world.client()
    const mixed = await warder.form('/oauth/par', { ...params, client_id: other.client_id }, basicOf(client))
    assert.equal(await errorOf(mixed), 'invalid_request')
    assert.equal((await warder.get('/oauth/par')).status, 405)
  })

  test('RFC 9126 §6 a client that must push is refused anything else, and so is every client of a server that says so', async () => {
    const strict = await world.client({ skip_consent: true, require_pushed_authorization_requests: true })
    const plain = answered(await ada.open(world.address(strict)))
    assert.deepEqual([plain.get('error'), plain.get('code')], ['invalid_request', null])
    assert.ok((await world.answer(ada, at(strict, (await pushed({}, strict)).request_uri))).get('code'))

    const all = await startOAuth({ require_par: 'true' })
    const anybody = await all.client({ skip_consent: true })
    const refusal = answered(await (await all.signedIn()).open(all.address(anybody)))
    assert.equal(refusal.get('error'), 'invalid_request')
    const document = await json(await all.warder.get('/.well-known/openid-configuration'))
    assert.equal(document['require_pushed_authorization_requests'], true)
    assert.equal(document['pushed_authorization_request_endpoint'], 'https://id.example/oauth/par')
    await all.warder.close()
  })

  test('what waits is sealed', async () => {
    await pushed({ state: 'a very private state' })
    const rows = await warder.app.db
      .selectFrom('one_time_token')
      .selectAll()
      .where('purpose', '=', 'pushed_request')
      .execute()
    assert.ok(rows.length > 0)
    assert.ok(!JSON.stringify(rows).includes('very private'))
  })

  test('a public client may push, as often as one address may leave requests behind', async () => {
    const fresh = oauthWorld(await startWarder({ 'limits.waiting': '3' }))
    const spa = await fresh.client({ type: 'public' })
    const statuses = []
    for (let i = 0; i < 4; i++) statuses.push((await push(fresh, spa)).status)
    assert.deepEqual(statuses, [201, 201, 201, 429])
    await fresh.warder.close()
  })
})

onEveryDatabase('AZ-27 a pushed request', (warder) => {
  test('leads to one code, however many browsers of its person bring it at once', async () => {
    await warder.user()
    const world = oauthWorld(warder)
    const client = await world.client({ skip_consent: true })
    const ada = await world.signedIn()
    const { request_uri } = await json<Pushed>(await push(world, client))
    const pages = await Promise.all(Array.from({ length: 10 }, () => ada.open(at(client, request_uri))))
    assert.equal(pages.filter(({ path }) => path.includes('code=')).length, 1)
  })

  test('that is denied is used up', async () => {
    const world = oauthWorld(warder)
    const client = await world.client()
    const ada = await world.signedIn()
    const { request_uri } = await json<Pushed>(await push(world, client))
    const consent = await ada.open(at(client, request_uri))
    const denied = await ada.submit(consent, '/consent', { decision: 'deny' })
    assert.equal(answered(denied).get('error'), 'access_denied')
    assert.equal((await ada.open(at(client, request_uri))).status, 400)
    assert.ok(answered(await allowAll(ada, await ada.open(world.address(client)))).get('code'))
  })
})
