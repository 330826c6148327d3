import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { FetchError } from '../../../../packages/warder/src/http/outbound/safe-fetch.ts'
import { showClient, type ClientView } from '../../../../packages/warder/src/oauth-server/register.ts'
import { setClientDisabled } from '../../../../packages/warder/src/oauth-server/registration/change.ts'
import {
  answered,
  basicOf,
  claimsOf,
  errorOf,
  oauthWorld,
  redirect_uri,
  type OAuthWorld,
} from '../../../support/oauth.ts'
import { linkTo } from '../../../support/people/programs.ts'
import { json, origin, startWarder, type TestWarder } from '../../../support/warder.ts'

const api = 'https://tools.example/mcp'

type Registered = ClientView & { registration_access_token: string }

describe('applications that registered themselves', () => {
  let warder: TestWarder
  let world: OAuthWorld
  before(async () => {
    warder = await startWarder({
      'registration.policy': 'open',
      'registration.scopes': 'tools:read tools:run',
      'registration.resources': api,
      'limits.costly': '1000',
    })
    world = oauthWorld(warder)
    await warder.user()
  })
  after(() => warder.close())

  const send = (body: object) =>
    warder.post('/oauth/register', { redirect_uris: [redirect_uri], client_name: 'Tool belt', ...body })
  const register = async (body: object = {}): Promise<ClientView> => {
    const answer = await send(body)
    assert.equal(answer.status, 201)
    return json<ClientView>(answer)
  }

  const change = async ({ client_id, registration_access_token }: Registered, next: object) => {
    const body = JSON.stringify({ client_id, client_name: 'Tool belt', ...next })
    const headers = { 'content-type': 'application/json', 'content-length': String(body.length) }
    const answer = await warder.request(`/oauth/register/${client_id}`, {
      method: 'PUT',
      body,
      headers: { ...headers, authorization: `Bearer ${registration_access_token}` },
    })
    assert.equal(answer.status, 200)
    // Five seconds is how long a client is remembered, where another instance has changed it.
    warder.clock.now += 6
  }

  test('the person is told that nobody knows who they are, and of an application of ours nothing of the kind', async () => {
    const browser = await world.signedIn()
    const unknown = await browser.open(world.address(await register()))
    assert.match(unknown.html, /registered itself\. Nobody here knows who is behind its name/)
    const ours = await browser.open(world.address(await world.client()))
    assert.match(ours.path, /^\/consent/)
    assert.doesNotMatch(ours.html, /registered itself/)
  })

  for (const client_name of [
    'P\u0430ypal',
    'G\u03bfogle Drive',
    'warder',
    '\u0440\u0430\u0443\u0440\u0430\u04cf',
  ])
    test(`the name ${JSON.stringify(client_name)}, which looks like another, is refused`, async () => {
      assert.equal(await errorOf(await send({ client_name })), 'invalid_client_metadata')
    })

  test('CA-11 no permission of this server is registered, and scopes of APIs are those that are open to everybody', async () => {
    const made = await register({ scope: 'openid admin keys:verify warder:admin notes:write' })
    assert.equal(made.scope, 'openid tools:read tools:run')
    const all = await register({ scope: undefined })
    assert.equal(all.scope, 'openid profile email phone address offline_access tools:read tools:run')
    const back = await world.answer(await world.signedIn(), world.address(made, { scope: 'openid admin' }))
    assert.equal(back.get('error'), 'invalid_scope')
  })

  test('CA-11 what people may allow is not taken without people', async () => {
    assert.equal(
      await errorOf(await send({ grant_types: ['authorization_code', 'client_credentials'] })),
      'invalid_client_metadata',
    )
    const robot = await register({
      redirect_uris: [],
      grant_types: ['client_credentials'],
      scope: 'tools:run',
    })
    assert.equal(robot.scope, '')
    const ask = (fields: object) => world.token(robot, { grant_type: 'client_credentials', ...fields })
    assert.equal(await errorOf(await ask({ scope: 'tools:run' })), 'invalid_scope')
    assert.equal(await errorOf(await ask({ resource: api })), 'invalid_target')
    const { access_token } = await json<{ access_token: string }>(await ask({}))
    const { aud, scope } = claimsOf(access_token)
    assert.deepEqual([aud, scope], [origin, undefined])
  })

  test('scopes of an API are for that API and nowhere else', async () => {
    const made = await register()
    const browser = await world.signedIn()
    const tokens = await json<{ access_token: string }>(
      await world.redeem(made, await world.code(made, { scope: 'openid tools:run', resource: api }, browser)),
    )
    assert.equal(claimsOf(tokens.access_token)['aud'], api)
    for (const resource of [undefined, origin])
      assert.equal(
        (await world.answer(browser, world.address(made, { scope: 'tools:run', resource }))).get('error'),
        'invalid_target',
      )
  })

  test('they may not ask about the API keys of people, and an application of ours may', async () => {
    const ask = (client: ClientView) =>
      warder.form('/api/keys/verify', { key: 'wdr_live_x' }, basicOf(client))
    const refused = await ask(await register())
    assert.deepEqual([refused.status, await errorOf(refused)], [400, 'unauthorized_client'])
    assert.deepEqual(await json(await ask(await world.client())), { active: false })
  })

  test('ML-06 a link by mail leads to none of them, and to an application of ours until it is disabled', async () => {
    await register({ redirect_uris: ['https://evil.example/cb'] })
    const ours = await world.client({ redirect_uris: ['https://shop.example/cb'] })
    const follow = async (redirect: string) => {
      warder.clock.now += 900
      await warder.post('/auth/magic/send', { email: 'ada@example.com', redirect })
      const browser = warder.browser()
      const open = await browser.open(`/magic?token=${await linkTo(warder, 'ada@example.com', '/magic')}`)
      return (await browser.submit(open, '/magic', {})).path
    }
    assert.equal(await follow('https://evil.example/welcome'), '/account')
    assert.equal(await follow('https://shop.example/welcome'), 'https://shop.example/welcome')
    await warder.app.db
      .updateTable('client')
      .set({ disabled_at: warder.clock.now })
      .where('client_id', '=', ours.client_id)
      .execute()
    assert.equal(await follow('https://shop.example/welcome'), '/account')
  })

  test('AZ-30 what was allowed where one host is next is nothing where another is: also after it has changed', async () => {
    const theirs = 'https://evil.example/cb'
    const browser = await world.signedIn()
    const asked = (client: ClientView, uri: string, more = {}) =>
      browser.open(world.address(client, { redirect_uri: uri, ...more }))
    const both = await register({ redirect_uris: [redirect_uri, theirs] })
    const one = await register()
    for (const client of [both, one]) {
      const page = await asked(client, redirect_uri)
      assert.match(page.html, /app\.example/)
      await browser.submit(page, '/consent', { decision: 'allow' })
      assert.ok(answered(await asked(client, redirect_uri)).get('code'), 'it is remembered there')
    }
    await change(one as Registered, { redirect_uris: [redirect_uri, theirs] })
    for (const client of [both, one]) {
      const silent = await asked(client, theirs, { prompt: 'none' })
      assert.match(silent.path, /^https:\/\/evil\.example\/cb\?.*error=consent_required/)
      const page = await asked(client, theirs)
      assert.match(page.path, /^\/consent/)
      assert.match(page.html, /evil\.example/)
    }
    const more = await asked(both, redirect_uri, { scope: 'openid email' })
    await browser.submit(more, '/consent', { decision: 'allow' })
    await browser.submit(await asked(both, theirs), '/consent', { decision: 'allow' })
    assert.match((await asked(both, theirs, { scope: 'openid email' })).path, /^\/consent/)

    const ours = await world.client({ redirect_uris: [redirect_uri, theirs] })
    await browser.submit(await asked(ours, redirect_uri), '/consent', { decision: 'allow' })
    assert.match((await asked(ours, theirs)).path, /code=/, 'one of ours is known, wherever it is')
  })

  test('IN-01 it learns nothing of the tokens of others, also where these are for an API that it may ask for', async () => {
    const ours = await world.client({ resources: [api], scope: 'openid tools:read' })
    const [first, second] = [await register(), await register()]
    const code = await world.code(first, { scope: 'openid tools:read', resource: api })
    const { access_token } = await json<{ access_token: string }>(await world.redeem(first, code))
    const ask = async (client: ClientView) =>
      json(await warder.form('/oauth/introspect', { token: access_token }, basicOf(client)))
    assert.equal((await ask(first))['active'], true)
    assert.equal((await ask(ours))['active'], true, 'the API itself')
    assert.deepEqual(await ask(second), { active: false })
  })

  test('nobody who is signed out is led to an address of theirs, and of ours they are', async () => {
    const bye = 'https://evil.example/bye'
    const theirs = await register({ post_logout_redirect_uris: [bye] })
    const ours = await world.client({ post_logout_redirect_uris: [bye] })
    const leave = (client_id: string) => {
      const query = new URLSearchParams({ client_id, post_logout_redirect_uri: bye })
      return warder.get(`/oauth/logout?${query.toString()}`)
    }
    const page = await leave(theirs.client_id)
    assert.deepEqual([page.status, page.headers.get('location')], [200, null])
    assert.match(await page.text(), /href="https:\/\/evil\.example\/bye">Go on to evil\.example</)
    assert.equal((await leave(ours.client_id)).headers.get('location'), bye)
  })

  test('CA-11 one that is disabled while it changes itself stays disabled', async () => {
    const { client_id, registration_access_token } = (await register()) as Registered
    const change = { client_id, redirect_uris: [redirect_uri], logo_uri: 'https://slow.example/logo.png' }
    const body = JSON.stringify(change)
    const put = () =>
      warder.request(`/oauth/register/${client_id}`, {
        method: 'PUT',
        body,
        headers: {
          authorization: `Bearer ${registration_access_token}`,
          'content-type': 'application/json',
          'content-length': String(body.length),
        },
      })
    const { oauth } = warder.app
    const { fetch } = oauth
    // What it names answers when the operator has had their say.
    oauth.fetch = async () => {
      await setClientDisabled(warder.operator, client_id, true)
      throw new FetchError('timeout')
    }
    try {
      assert.equal((await put()).status, 401)
    } finally {
      oauth.fetch = fetch
    }
    assert.equal((await showClient(warder.operator, client_id)).disabled, true)
    assert.equal((await put()).status, 401)
  })

  test('what an operator takes back is taken from those that are there already', async () => {
    const made = await register()
    const row = await warder.app.db
      .selectFrom('client')
      .selectAll()
      .where('client_id', '=', made.client_id)
      .executeTakeFirstOrThrow()
    const later = await startWarder({})
    try {
      await later.user()
      await later.app.db.insertInto('client').values(row).execute()
      const there = oauthWorld(later)
      const ask = (change: object) => there.address(made, { scope: 'openid tools:run', ...change })
      const browser = await there.signedIn()
      assert.equal((await there.answer(browser, ask({ resource: api }))).get('error'), 'invalid_scope')
      assert.equal(
        (await there.answer(browser, ask({ scope: 'openid', resource: api }))).get('error'),
        'invalid_target',
      )
    } finally {
      await later.close()
    }
  })
})
