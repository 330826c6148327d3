import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import {
  basicOf,
  claimsOf,
  code_verifier,
  errorOf,
  redirect_uri,
  startOAuth,
  type OAuthWorld,
  type Tokens,
} from '../support/oauth.ts'
import { json, origin } from '../support/warder.ts'

describe('the OAuth server', () => {
  let world: OAuthWorld
  let client: Awaited<ReturnType<OAuthWorld['client']>>
  before(async () => {
    world = await startOAuth()
    client = await world.client({ skip_consent: true, scope: 'openid offline_access notes' })
  })
  after(() => world.warder.close())

  test('§3.1.2.3 a request without redirect_uri uses the only registered one, and the token request needs none', async () => {
    const browser = await world.signedIn()
    const params = await world.answer(
      browser,
      world.address(client, { redirect_uri: undefined, scope: 'notes' }),
    )
    const response = await world.redeem(client, params.get('code') ?? '', { redirect_uri: undefined })
    assert.equal(response.status, 200)
  })

  test('§3.2 a repeated parameter is invalid_request', async () => {
    const body = `grant_type=authorization_code&code=a&code=b&redirect_uri=${encodeURIComponent(redirect_uri)}`
    const headers = { 'content-type': 'application/x-www-form-urlencoded', ...basicOf(client) }
    assert.equal(
      await errorOf(await world.warder.request('/oauth/token', { method: 'POST', body, headers })),
      'invalid_request',
    )
  })

  test('§4.1.2 a code is not kept as it is, only its digest', async () => {
    const code = await world.code(client)
    const rows = JSON.stringify(await world.warder.app.db.selectFrom('one_time_token').selectAll().execute())
    assert.ok(!rows.includes(code))
  })

  test('§4.1.2.1 a client that may not use codes is told so at its redirect URI', async () => {
    const machine = await world.client({ type: 'machine', scope: 'notes', redirect_uris: [redirect_uri] })
    const response = await world.warder.get(world.address(machine, { scope: 'notes' }))
    assert.match(
      response.headers.get('location') ?? '',
      /^https:\/\/app\.example\/cb\?error=unauthorized_client&/,
    )
  })

  test('§4.4 a public client cannot be a grant by itself', async () => {
    await assert.rejects(world.client({ type: 'public', grant_types: ['client_credentials'] }), {
      code: 'invalid_client_metadata',
    })
    const spa = await world.client({ type: 'public' })
    const { db } = world.warder.app
    await db
      .updateTable('client')
      .set({ grant_types: 'client_credentials' })
      .where('client_id', '=', spa.client_id)
      .execute()
    assert.equal(
      await errorOf(await world.token(spa, { grant_type: 'client_credentials' })),
      'unauthorized_client',
    )
  })

  test('§5.1 a token answer has its type, its life and its scope', async () => {
    const tokens = await world.tokens(client, 'notes')
    assert.equal(tokens.token_type, 'Bearer')
    assert.equal(tokens.expires_in, 600)
    assert.equal(tokens.scope, 'notes')
    assert.equal(tokens.id_token, undefined)
  })

  test('§5.2 a failure of our own says server_error and nothing more', async () => {
    const broken = await startOAuth()
    const registered = await broken.client({ skip_consent: true })
    const code = await broken.code(registered)
    await broken.warder.app.db.schema.dropTable('access_token').execute()
    const response = await broken.redeem(registered, code)
    assert.equal(response.status, 500)
    assert.deepEqual(await response.json(), { error: 'server_error' })
    await broken.warder.close()
  })

  test('§6 a new refresh token keeps the scope of the old one', async () => {
    const { refresh_token = '' } = await world.tokens(client, 'openid offline_access notes')
    const narrow = await json<Tokens>(await world.refresh(client, refresh_token, { scope: 'notes' }))
    assert.equal(narrow.id_token, undefined)
    const full = await json<Tokens>(await world.refresh(client, narrow.refresh_token ?? ''))
    assert.equal(full.scope, 'openid offline_access notes')
  })

  test('RFC 6749 §4.1.2, §10.5 a code is made for one browser request, and its interaction cannot be used twice', async () => {
    const asking = await world.client()
    const browser = await world.signedIn()
    const page = await browser.open(world.address(asking))
    assert.equal(
      (await browser.submit(page, '/consent', { decision: 'allow' })).path.startsWith(redirect_uri),
      true,
    )
    assert.equal((await browser.submit(page, '/consent', { decision: 'allow' })).status, 400)
  })
})

describe('resources and audiences', () => {
  let world: OAuthWorld
  before(async () => {
    world = await startOAuth()
  })
  after(() => world.warder.close())

  const api = 'https://api.example'
  const files = 'https://files.example'

  test('RFC 8707 §2 and §2.2 a code for two resources gives a token for one of them, and for no other', async () => {
    const client = await world.client({ skip_consent: true, scope: 'openid read', resources: [api, files] })
    const code = await world.code(client, { resource: [api, files], scope: 'read' })
    const response = await world.redeem(client, code, { resource: files })
    assert.equal(claimsOf((await json<Tokens>(response)).access_token)['aud'], files)
    const another = await world.code(client, { resource: api, scope: 'read' })
    assert.equal(await errorOf(await world.redeem(client, another, { resource: files })), 'invalid_target')
  })

  test('RFC 9068 §3 the audience is what was asked for, else the API of the client, else this server', async () => {
    const machine = await world.client({
      type: 'machine',
      redirect_uris: [],
      scope: 'read',
      resources: [api, files],
    })
    const plain = await world.client({ type: 'machine', redirect_uris: [], scope: 'read' })
    const aud = async (client: typeof machine, fields: Record<string, string> = {}) => {
      const response = await world.token(client, { grant_type: 'client_credentials', ...fields })
      return claimsOf((await json<Tokens>(response)).access_token)['aud']
    }
    assert.equal(await aud(machine), api)
    assert.equal(await aud(machine, { resource: files }), files)
    assert.equal(await aud(plain), origin)
    const foreign = await world.token(plain, { grant_type: 'client_credentials', resource: api })
    assert.equal(await errorOf(foreign), 'invalid_target')
  })

  test('RFC 9068 §4 a token for another resource is not accepted here', async () => {
    const client = await world.client({ skip_consent: true, resources: [api] })
    const forApi = await json<Tokens>(await world.redeem(client, await world.code(client, { resource: api })))
    assert.equal((await world.userinfo(forApi.access_token)).status, 401)
    const both = await world.tokens(client)
    assert.deepEqual(claimsOf(both.access_token)['aud'], [api, origin])
    assert.equal((await world.userinfo(both.access_token)).status, 200)
  })

  test('RFC 9068 §2.2 an access token says who, for whom, by which client, for what, and since when', async () => {
    const client = await world.client({ skip_consent: true, scope: 'openid email' })
    const { access_token } = await world.tokens(client, 'openid email')
    const { jti, sid, sub, ...claims } = claimsOf(access_token)
    assert.match(String(jti), /^jti_/)
    assert.match(String(sid), /^ses_/)
    assert.match(String(sub), /^usr_/)
    const now = world.warder.clock.now
    assert.deepEqual(claims, {
      iss: origin,
      aud: origin,
      client_id: client.client_id,
      scope: 'openid email',
      auth_time: now,
      acr: 'urn:warder:aal1',
      amr: ['pwd'],
      iat: now,
      exp: now + 600,
    })
  })
})

test('RFC 7636 §4.6 the verifier is what the challenge was made of', async () => {
  const world = await startOAuth()
  const client = await world.client({ type: 'public', skip_consent: true })
  assert.equal(
    await errorOf(await world.redeem(client, await world.code(client), { code_verifier: 'w'.repeat(43) })),
    'invalid_grant',
  )
  assert.equal((await world.redeem(client, await world.code(client), { code_verifier })).status, 200)
  await world.warder.close()
})
