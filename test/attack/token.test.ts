import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import {
  basicOf,
  code_verifier,
  errorOf,
  redirect_uri,
  startOAuth,
  type OAuthWorld,
  type Tokens,
} from '../support/oauth.ts'
import { json } from '../support/warder.ts'

type Client = Awaited<ReturnType<OAuthWorld['client']>>

describe('the token endpoint', () => {
  let world: OAuthWorld
  let client: Client
  before(async () => {
    world = await startOAuth()
    client = await world.client({ skip_consent: true, scope: 'openid email offline_access a b' })
  })
  after(() => world.warder.close())

  const isDead = async (access_token: string) => (await world.userinfo(access_token)).status === 401

  test('TK-01 a code redeemed twice is invalid_grant, and every token from it stops working', async () => {
    const code = await world.code(client, { scope: 'openid offline_access' })
    const tokens = await json<Tokens>(await world.redeem(client, code))
    assert.equal((await world.userinfo(tokens.access_token)).status, 200)

    assert.equal(await errorOf(await world.redeem(client, code)), 'invalid_grant')
    assert.ok(await isDead(tokens.access_token))
    assert.equal(await errorOf(await world.refresh(client, tokens.refresh_token ?? '')), 'invalid_grant')
  })

  test('TK-03 a code of another client is invalid_grant, and still works for its own', async () => {
    const other = await world.client()
    const code = await world.code(client)
    assert.equal(await errorOf(await world.redeem(other, code)), 'invalid_grant')
    assert.equal((await world.redeem(client, code)).status, 200)
  })

  // oxfmt-ignore
  const redemptions: [id: string, what: string, change: Record<string, string | undefined>, error: string][] = [
    ['TK-04', 'another redirect_uri',    { redirect_uri: `${redirect_uri}2` },          'invalid_grant'],
    ['TK-04', 'no redirect_uri',         { redirect_uri: undefined },                   'invalid_grant'],
    ['TK-05', 'no verifier',             { code_verifier: undefined },                  'invalid_grant'],
    ['TK-05', 'a wrong verifier',        { code_verifier: `${code_verifier.slice(1)}w` }, 'invalid_grant'],
    ['TK-21', 'a resource not granted',  { resource: 'https://api.example' },           'invalid_target'],
    ['TK-04', 'no code',                 { code: undefined },                           'invalid_request'],
  ]
  for (const [id, what, change, error] of redemptions) {
    test(`${id} ${what} is ${error}`, async () => {
      const code = await world.code(client)
      const response = await world.redeem(client, code, change)
      assert.equal(response.status, 400)
      assert.equal(await errorOf(response), error)
    })
  }

  test('TK-07 a code lives for sixty seconds', async () => {
    const old = await world.code(client)
    const young = await world.code(client)
    world.warder.clock.now += 59
    assert.equal((await world.redeem(client, young)).status, 200)
    world.warder.clock.now += 2
    assert.equal(await errorOf(await world.redeem(client, old)), 'invalid_grant')
  })

  test('a code of a session that has ended in the meantime is worth nothing', async () => {
    const browser = await world.signedIn()
    const code = await world.code(client, {}, browser)
    await browser.submit(await browser.open('/logout'), '/logout', {})
    assert.equal(await errorOf(await world.redeem(client, code)), 'invalid_grant')
  })

  test('a code and a refresh token of a person who was disabled are worth nothing', async () => {
    const { db } = world.warder.app
    const code = await world.code(client)
    const { refresh_token = '' } = await world.tokens(client, 'openid offline_access')
    await db.updateTable('user').set({ disabled_at: world.warder.clock.now }).execute()
    assert.equal(await errorOf(await world.redeem(client, code)), 'invalid_grant')
    assert.equal(await errorOf(await world.refresh(client, refresh_token)), 'invalid_grant')
    await db.updateTable('user').set({ disabled_at: null }).execute()
  })

  test('TK-08 a grant that the client did not register is unauthorized_client', async () => {
    const machine = await world.client({ type: 'machine', redirect_uris: [], scope: 'a' })
    assert.equal(
      await errorOf(await world.token(client, { grant_type: 'client_credentials' })),
      'unauthorized_client',
    )
    assert.equal(await errorOf(await world.redeem(machine, 'x')), 'unauthorized_client')
    assert.equal(await errorOf(await world.refresh(machine, 'x')), 'unauthorized_client')
  })

  test('TK-09 the password grant, and what we do not know, are unsupported_grant_type', async () => {
    for (const grant_type of [
      'password',
      'urn:ietf:params:oauth:grant-type:saml2-bearer',
      'AUTHORIZATION_CODE',
    ]) {
      const response = await world.token(client, { grant_type, username: 'ada@example.com', password: 'x' })
      assert.equal(await errorOf(response), 'unsupported_grant_type')
    }
  })

  test('TK-10 a refresh token used again after the grace window ends its family', async () => {
    const first = await world.tokens(client, 'openid offline_access')
    const second = await json<Tokens>(await world.refresh(client, first.refresh_token ?? ''))
    assert.equal((await world.userinfo(second.access_token)).status, 200)

    world.warder.clock.now += 11
    assert.equal(await errorOf(await world.refresh(client, first.refresh_token ?? '')), 'invalid_grant')
    assert.ok(await isDead(first.access_token))
    assert.ok(await isDead(second.access_token))
    assert.equal(await errorOf(await world.refresh(client, second.refresh_token ?? '')), 'invalid_grant')
  })

  test('TK-10 within the window a repeat gets the same answer, until the successor was used', async () => {
    const { refresh_token = '' } = await world.tokens(client, 'openid offline_access')
    const answer = await json<Tokens>(await world.refresh(client, refresh_token))
    assert.deepEqual(await json(await world.refresh(client, refresh_token)), answer)

    const next = await json<Tokens>(await world.refresh(client, answer.refresh_token ?? ''))
    assert.equal(await errorOf(await world.refresh(client, refresh_token)), 'invalid_grant')
    assert.ok(await isDead(next.access_token))
  })

  test('TK-10 the answer to repeat cannot be read from the database alone', async () => {
    const { refresh_token = '' } = await world.tokens(client, 'openid offline_access')
    const answer = await json<Tokens>(await world.refresh(client, refresh_token))
    const rows = JSON.stringify(await world.warder.app.db.selectFrom('refresh_token').selectAll().execute())
    for (const secret of [refresh_token, answer.refresh_token ?? '', answer.access_token])
      assert.ok(!rows.includes(secret))
  })

  test('TK-13 a refresh token of another client is invalid_grant, and its family stays', async () => {
    const other = await world.client({ scope: 'openid offline_access' })
    const { refresh_token = '', access_token } = await world.tokens(client, 'openid offline_access')
    assert.equal(await errorOf(await world.refresh(other, refresh_token)), 'invalid_grant')
    assert.equal((await world.userinfo(access_token)).status, 200)
    assert.equal((await world.refresh(client, refresh_token)).status, 200)
  })

  test('TK-14 a refresh narrows scopes and never widens them', async () => {
    const { refresh_token = '' } = await world.tokens(client, 'a b offline_access')
    assert.equal(
      await errorOf(await world.refresh(client, refresh_token, { scope: 'a b email' })),
      'invalid_scope',
    )
    const narrow = await json<Tokens>(await world.refresh(client, refresh_token, { scope: 'a' }))
    assert.equal(narrow.scope, 'a')
    const wide = await json<Tokens>(await world.refresh(client, narrow.refresh_token ?? ''))
    assert.equal(wide.scope, 'a b offline_access')
  })

  test('TK-19 without offline_access there is no refresh token, and without the grant neither', async () => {
    assert.equal((await world.tokens(client, 'openid')).refresh_token, undefined)
    const without = await world.client({ skip_consent: true, grant_types: ['authorization_code'] })
    assert.equal((await world.tokens(without, 'openid offline_access')).refresh_token, undefined)
    assert.ok((await world.tokens(client, 'openid offline_access')).refresh_token)
  })

  test('TK-20 JSON, a query and GET are refused, and credentials in a query are never read', async () => {
    const code = await world.code(client)
    const fields = { grant_type: 'authorization_code', code, redirect_uri, code_verifier }
    const { warder } = world

    const asJson = await warder.post('/oauth/token', fields, basicOf(client))
    assert.equal(asJson.status, 415)
    assert.equal(await errorOf(asJson), 'invalid_request')

    const query = new URLSearchParams(fields).toString()
    const byGet = await warder.get(`/oauth/token?${query}`, basicOf(client))
    assert.equal(byGet.status, 405)
    assert.equal(byGet.headers.get('allow'), 'POST')

    assert.equal(
      await errorOf(await warder.form(`/oauth/token?${query}`, {}, basicOf(client))),
      'invalid_request',
    )
    const inQuery = new URLSearchParams({
      client_id: client.client_id,
      client_secret: client.client_secret ?? '',
    }).toString()
    assert.equal(await errorOf(await warder.form(`/oauth/token?${inQuery}`, fields)), 'invalid_client')
    assert.equal((await world.redeem(client, code)).status, 200)
  })

  test('TK-32 a program gets the scopes it registered and no other', async () => {
    const machine = await world.client({ type: 'machine', redirect_uris: [], scope: 'read write openid' })
    const ask = (scope?: string) =>
      world.token(machine, { grant_type: 'client_credentials', ...(scope !== undefined && { scope }) })
    for (const scope of ['admin', 'read admin', 'openid'])
      assert.equal(await errorOf(await ask(scope)), 'invalid_scope')
    assert.equal((await json<Tokens>(await ask('write'))).scope, 'write')
    assert.equal((await json<Tokens>(await ask())).scope, 'read write')
  })

  test('TK-33 answers with tokens, claims and token states are not stored', async () => {
    const { access_token } = await world.tokens(client)
    const answers = [
      await world.redeem(client, await world.code(client)),
      await world.redeem(client, 'wrong'),
      await world.userinfo(access_token),
      await world.warder.form('/oauth/introspect', { token: access_token }, basicOf(client)),
      await world.warder.form('/oauth/revoke', { token: 'x' }, basicOf(client)),
    ]
    for (const answer of answers) assert.equal(answer.headers.get('cache-control'), 'no-store')
  })

  for (const name of ['code', 'refresh_token', 'code_verifier']) {
    test(`TK-37 a ${name} of a megabyte is 413`, async () => {
      const grant_type = name === 'refresh_token' ? 'refresh_token' : 'authorization_code'
      const response = await world.token(client, { grant_type, [name]: 'x'.repeat(1024 * 1024) })
      assert.equal(response.status, 413)
    })
  }
})

describe('introspection and revocation', () => {
  let world: OAuthWorld
  let client: Client
  let other: Client
  before(async () => {
    world = await startOAuth()
    client = await world.client({ skip_consent: true, scope: 'openid email offline_access' })
    other = await world.client()
  })
  after(() => world.warder.close())

  const introspect = (token: string, by?: Client) =>
    world.warder.form('/oauth/introspect', { token }, by ? basicOf(by) : {})
  const revoke = (token: string, by: Client, more = {}) =>
    world.warder.form('/oauth/revoke', { token, ...more }, basicOf(by))

  test('IN-01 introspection needs client authentication', async () => {
    const { access_token } = await world.tokens(client)
    const spa = await world.client({ type: 'public' })
    const answers = [
      await introspect(access_token),
      await world.warder.form('/oauth/introspect', { token: access_token, client_id: spa.client_id }),
    ]
    for (const answer of answers) {
      assert.equal(answer.status, 401)
      assert.match(answer.headers.get('www-authenticate') ?? '', /^Basic/)
    }
  })

  test('IN-01 a token is active for its own client, and for one registered for its audience', async () => {
    const api = await world.client({ type: 'machine', redirect_uris: [], resources: ['https://api.example'] })
    const caller = await world.client({
      type: 'machine',
      redirect_uris: [],
      scope: 'read',
      resources: ['https://api.example'],
    })
    const { access_token } = await json<Tokens>(
      await world.token(caller, { grant_type: 'client_credentials' }),
    )
    for (const by of [caller, api])
      assert.equal((await json(await introspect(access_token, by)))['active'], true)
    assert.deepEqual(await json(await introspect(access_token, other)), { active: false })

    const mine = await world.tokens(client, 'openid offline_access')
    const state = await json(await introspect(mine.access_token, client))
    assert.equal(state['active'], true)
    assert.equal(state['client_id'], client.client_id)
    assert.equal(state['scope'], 'openid offline_access')
    assert.equal((await json(await introspect(mine.refresh_token ?? '', client)))['active'], true)
    for (const token of [mine.access_token, mine.refresh_token ?? '', mine.id_token ?? '', 'x', 'a.b.c']) {
      assert.deepEqual(await json(await introspect(token, other)), { active: false })
    }
    assert.deepEqual(await json(await introspect(mine.id_token ?? '', client)), { active: false })
  })

  test('IN-01 what has expired or whose person is disabled is not active', async () => {
    const { access_token, refresh_token = '' } = await world.tokens(client, 'openid offline_access')
    const { db } = world.warder.app
    await db.updateTable('user').set({ disabled_at: world.warder.clock.now }).execute()
    for (const token of [access_token, refresh_token])
      assert.deepEqual(await json(await introspect(token, client)), { active: false })
    assert.equal((await world.userinfo(access_token)).status, 401)
    await db.updateTable('user').set({ disabled_at: null }).execute()
    assert.equal((await world.userinfo(access_token)).status, 200)

    world.warder.clock.now += 600
    assert.deepEqual(await json(await introspect(access_token, client)), { active: false })
    assert.equal((await world.userinfo(access_token)).status, 401)
  })

  test('IN-02 an unknown token, and one of another client, are 200 and nothing happens', async () => {
    const { access_token, refresh_token = '' } = await world.tokens(client, 'openid offline_access')
    for (const token of ['unknown', access_token, refresh_token]) {
      const answer = await revoke(token, other)
      assert.equal(answer.status, 200)
      assert.equal(await answer.text(), '')
    }
    assert.equal((await world.userinfo(access_token)).status, 200)
    assert.equal((await world.refresh(client, refresh_token)).status, 200)
  })

  test('IN-02 a wrong hint does not keep a token alive', async () => {
    const { access_token, refresh_token = '' } = await world.tokens(client, 'openid offline_access')
    await revoke(access_token, client, { token_type_hint: 'refresh_token' })
    assert.equal((await world.userinfo(access_token)).status, 401)
    assert.equal(
      (await world.refresh(client, refresh_token)).status,
      200,
      'an access token ends alone (RFC 7009 §2.1)',
    )
  })

  test('IN-02 a token that is revoked again makes neither the feed nor the audit longer', async () => {
    const { db } = world.warder.app
    const spa = await world.client({ type: 'public', scope: 'openid offline_access', skip_consent: true })
    const { access_token, refresh_token = '' } = await world.tokens(spa, 'openid offline_access')
    const again = async (token: string) => {
      const answer = await world.warder.form('/oauth/revoke', { token, client_id: spa.client_id })
      assert.equal(answer.status, 200)
    }
    const rows = async () => [
      (await db.selectFrom('revocation').select('seq').execute()).length,
      (await db.selectFrom('audit_event').select('seq').where('type', '=', 'token.revoked').execute()).length,
    ]
    for (const token of [access_token, refresh_token]) {
      await again(token)
      const once = await rows()
      for (let i = 0; i < 3; i++) await again(token)
      assert.deepEqual(await rows(), once)
    }
  })

  test('IN-02 a refresh token ends with its access tokens', async () => {
    const { access_token, refresh_token = '' } = await world.tokens(client, 'openid offline_access')
    await revoke(refresh_token, client, { token_type_hint: 'access_token' })
    assert.equal((await world.userinfo(access_token)).status, 401)
    assert.equal(await errorOf(await world.refresh(client, refresh_token)), 'invalid_grant')
  })
})
