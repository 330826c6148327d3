import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import * as openid from 'openid-client'
import { newRegistrationToken } from '../../../packages/warder/src/oauth-server/registration/initial-token.ts'
import { startLive, type LiveWarder } from '../../support/live.ts'
import { claimsOf, oauthWorld, redirect_uri, type OAuthWorld, type Tokens } from '../../support/oauth.ts'
import { startWarder } from '../../support/warder.ts'

type Registered = Record<string, unknown> & {
  client_id: string
  client_secret: string
  registration_access_token: string
  registration_client_uri: string
}

describe('RFC 7591: applications register themselves', () => {
  let world: OAuthWorld
  before(async () => {
    world = oauthWorld(await startWarder({ 'registration.policy': 'open' }))
    await world.warder.user()
  })
  after(() => world.warder.close())

  const send = (body: object, headers = {}) => world.warder.post('/oauth/register', body, headers)
  const web = { redirect_uris: [redirect_uri], client_name: 'Notes' }
  const register = async (body: object = web): Promise<Registered> => {
    const response = await send(body)
    assert.equal(response.status, 201)
    return (await response.json()) as Registered
  }
  const at = ({ registration_client_uri }: Registered) =>
    registration_client_uri.slice(world.warder.app.config.issuer.length)
  const manage = (method: string, made: Registered, body?: object, token = made.registration_access_token) =>
    world.warder.request(at(made), {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    })

  test('RFC 7591 §3.2.1 the answer says all that is registered, a secret and when it ends', async () => {
    const response = await send({
      ...web,
      post_logout_redirect_uris: ['https://app.example/bye'],
      unknown: 'x',
      logo_uri: null,
    })
    assert.equal(response.status, 201)
    assert.equal(response.headers.get('cache-control'), 'no-store')
    const made = (await response.json()) as Registered
    assert.match(made.client_secret, /^wcs_/)
    const { client_secret_expires_at, client_id_issued_at, unknown } = made
    assert.deepEqual(
      [client_secret_expires_at, client_id_issued_at, unknown],
      [0, world.warder.clock.now, undefined],
    )
    assert.deepEqual(made['redirect_uris'], [redirect_uri])
    assert.deepEqual(made['grant_types'], ['authorization_code', 'refresh_token'])
    assert.deepEqual(made['response_types'], ['code'])
    assert.equal(made['token_endpoint_auth_method'], 'client_secret_basic')
    assert.match(made.registration_access_token, /^wcr_/)
  })

  test('what registered itself signs people in, after they are asked', async () => {
    const made = await register()
    const { client_id, client_secret } = made
    const view = { client_id, client_secret } as Parameters<OAuthWorld['tokens']>[0]
    const tokens = await world.tokens(view, 'openid')
    assert.equal(claimsOf(tokens.access_token)['client_id'], client_id)
  })

  // oxfmt-ignore
  const kinds: [what: string, body: object, type: string][] = [
    ['without a secret',     { ...web, token_endpoint_auth_method: 'none' },                                'public'],
    ['for itself',           { client_name: 'Robot', grant_types: ['client_credentials'] },                 'machine'],
    ['with a secret',        web,                                                                           'confidential'],
  ]
  for (const [what, body, type] of kinds) {
    test(`an application ${what} is ${type}`, async () => {
      const made = await register(body)
      const row = await world.warder.app.db
        .selectFrom('client')
        .select(['type', 'registered_at'])
        .where('client_id', '=', made.client_id)
        .executeTakeFirstOrThrow()
      assert.equal(row.type, type)
      assert.equal(row.registered_at, world.warder.clock.now)
      assert.equal(made.client_secret !== undefined, type !== 'public')
    })
  }

  // oxfmt-ignore
  const refused: [what: string, body: object, error: string][] = [
    ['no redirect URI',                   {},                                                              'invalid_redirect_uri'],
    ['a redirect URI with a fragment',    { redirect_uris: ['https://app.example/cb#x'] },                 'invalid_redirect_uri'],
    ['a script for a redirect URI',       { redirect_uris: ['javascript:alert(1)'] },                      'invalid_redirect_uri'],
    ['plain http',                        { redirect_uris: ['http://app.example/cb'] },                    'invalid_redirect_uri'],
    ['another response type',             { ...web, response_types: ['token'] },                           'invalid_client_metadata'],
    ['another grant type',                { ...web, grant_types: ['password'] },                           'invalid_client_metadata'],
    ['a method that nobody has',          { ...web, token_endpoint_auth_method: 'client_secret_jwt' },     'invalid_client_metadata'],
    ['keys twice',                        { ...web, jwks: { keys: [] }, jwks_uri: 'https://app.example/jwks' }, 'invalid_client_metadata'],
    ['a key that is private',             { ...web, token_endpoint_auth_method: 'private_key_jwt', jwks: { keys: [{ kty: 'oct', k: 'AAAA' }] } }, 'invalid_client_metadata'],
    ['an encrypted ID token',             { ...web, id_token_encrypted_response_alg: 'RSA-OAEP' },         'invalid_client_metadata'],
    ['no signature',                      { ...web, id_token_signed_response_alg: 'none' },                'invalid_client_metadata'],
    ['a profile that there is not',       { ...web, profile: 'x' },                                        'invalid_client_metadata'],
    ['a format of tokens that is none',   { ...web, access_token_format: 'x' },                            'invalid_client_metadata'],
    ['text where a list should be',       { redirect_uris: redirect_uri },                                 'invalid_client_metadata'],
    ['an invisible name',                 { ...web, client_name: 'a\u202eb' },                             'invalid_client_metadata'],
    ['a scope that is none',              { ...web, scope: 'a"b' },                                        'invalid_scope'],
  ]
  for (const [what, body, error] of refused) {
    test(`RFC 7591 §3.2.2 ${what} is ${error}`, async () => {
      const response = await send(body)
      assert.equal(response.status, 400)
      assert.equal(((await response.json()) as { error: string }).error, error)
    })
  }

  test('nobody makes itself an application that people are not asked about', async () => {
    const made = await register({
      ...web,
      skip_consent: true,
      resources: ['https://api.example'],
      access_token_claims: ['permissions'],
    })
    const row = await world.warder.app.db
      .selectFrom('client')
      .selectAll()
      .where('client_id', '=', made.client_id)
      .executeTakeFirstOrThrow()
    assert.deepEqual([row.skip_consent_at, row.resources, row.access_token_claims], [null, '[]', ''])
  })

  test('RFC 7592 §2.1 an application reads itself with its own token, and nobody else does', async () => {
    const [made, other] = [await register(), await register()]
    const read = (await (await manage('GET', made)).json()) as Registered
    assert.equal(read.client_id, made.client_id)
    assert.equal(read.client_secret, undefined)
    // §3: "REQUIRED"; whoever asks has shown it.
    assert.equal(read.registration_access_token, made.registration_access_token)
    for (const token of [other.registration_access_token, made.client_secret, 'wcr_x']) {
      for (const method of ['GET', 'PUT', 'DELETE'])
        assert.equal(
          (await manage(method, made, method === 'PUT' ? web : undefined, token)).status,
          401,
          `${method} ${token}`,
        )
    }
    const nobody = {
      ...made,
      registration_client_uri: made.registration_client_uri.replace(made.client_id, 'cli_nobody'),
    }
    const response = await manage('GET', nobody)
    assert.equal(response.status, 401)
    assert.match(response.headers.get('www-authenticate') ?? '', /^Bearer .*error="invalid_token"/)
  })

  test('RFC 7592 §2.2 what is sent takes the place of everything, and counts from the next request on', async () => {
    const made = await register({ ...web, post_logout_redirect_uris: ['https://app.example/bye'] })
    const { client_id, client_secret } = made
    const next = {
      client_id,
      client_secret,
      redirect_uris: ['https://app.example/other'],
      client_name: 'Other',
    }
    const response = await manage('PUT', made, next)
    assert.equal(response.status, 200)
    assert.equal(response.headers.get('cache-control'), 'no-store')
    const changed = (await response.json()) as Registered
    assert.equal(changed.registration_access_token, made.registration_access_token)
    assert.deepEqual(
      [changed['redirect_uris'], changed['client_name'], changed['post_logout_redirect_uris']],
      [['https://app.example/other'], 'Other', []],
    )
    const view = { client_id } as Parameters<OAuthWorld['address']>[0]
    const browser = await world.signedIn()
    assert.equal((await browser.send(world.address(view, { redirect_uri }))).status, 400)
    const token = await world.token({ client_id, client_secret } as Parameters<OAuthWorld['token']>[0], {
      grant_type: 'authorization_code',
      code: 'x',
    })
    assert.equal(((await token.json()) as { error: string }).error, 'invalid_grant', 'its secret goes on')
    const events = await world.warder.app.db
      .selectFrom('audit_event')
      .select('client_id')
      .where('type', '=', 'client.updated')
      .execute()
    assert.ok(events.some((event) => event.client_id === client_id))
  })

  test('RFC 7592 §2.2 another client_id, another secret or another kind is refused', async () => {
    const made = await register()
    const { client_id } = made
    for (const body of [
      web,
      { ...web, client_id: 'cli_other' },
      { ...web, client_id, client_secret: 'wrong' },
      { ...web, client_id, token_endpoint_auth_method: 'none' },
      { client_id, redirect_uris: ['https://app.example/cb#x'] },
    ])
      assert.equal((await manage('PUT', made, body)).status, 400, JSON.stringify(body))
    assert.equal((await manage('GET', made)).status, 200)
  })

  test('RFC 7592 §2.3 an application deletes itself, with everything that was granted to it', async () => {
    const made = await register({ client_name: 'Robot', grant_types: ['client_credentials'] })
    const view = { client_id: made.client_id, client_secret: made.client_secret } as Parameters<
      OAuthWorld['token']
    >[0]
    const ask = () => world.token(view, { grant_type: 'client_credentials' })
    assert.equal((await ask()).status, 200)
    assert.equal((await manage('DELETE', made)).status, 204)
    assert.equal((await ask()).status, 401)
    assert.equal((await manage('GET', made)).status, 401)
  })
})

describe('RFC 7591 §3: who may register', () => {
  test('with a token, as often as its operator said, and not a time more (F-33)', async () => {
    const world = oauthWorld(await startWarder())
    const { warder } = world
    try {
      const { registration_token } = await newRegistrationToken(warder.operator, { uses: 3, lifetime: 3600 })
      const body = { redirect_uris: [redirect_uri] }
      const register = (token: string) =>
        warder.post('/oauth/register', body, { authorization: `Bearer ${token}` })
      const statuses = (
        await Promise.all(Array.from({ length: 10 }, () => register(registration_token)))
      ).map(({ status }) => status)
      assert.equal(statuses.filter((status) => status === 201).length, 3)
      assert.equal(statuses.filter((status) => status === 401).length, 7)
      const bare = await warder.post('/oauth/register', body)
      assert.equal(bare.status, 401)
      assert.match(bare.headers.get('www-authenticate') ?? '', /^Bearer/)
      assert.equal((await register('wot_nothing')).status, 401)
      const old = await newRegistrationToken(warder.operator, { lifetime: 60 })
      warder.clock.now += 61
      assert.equal((await register(old.registration_token)).status, 401)
      const made = await warder.app.db
        .selectFrom('audit_event')
        .select('type')
        .where('type', '=', 'client.registration_token')
        .execute()
      assert.equal(made.length, 2)
      const metadata = (await (await warder.get('/.well-known/openid-configuration')).json()) as Record<
        string,
        unknown
      >
      assert.equal(metadata['registration_endpoint'], `${warder.app.config.issuer}/oauth/register`)
    } finally {
      await warder.close()
    }
  })

  test('CA-10 nobody, where it is closed', async () => {
    const warder = await startWarder({ 'registration.policy': 'closed' })
    try {
      assert.equal((await warder.post('/oauth/register', { redirect_uris: [redirect_uri] })).status, 404)
      const metadata = (await (await warder.get('/.well-known/openid-configuration')).json()) as Record<
        string,
        unknown
      >
      assert.equal(metadata['registration_endpoint'], undefined)
    } finally {
      await warder.close()
    }
  })
})

describe('RFC 7591 with a client written by others', () => {
  let warder: LiveWarder
  before(async () => void (warder = await startLive({ 'registration.policy': 'open' })))
  after(() => warder.stop())

  test('openid-client registers itself and gets a token', async () => {
    const config = await openid.dynamicClientRegistration(
      new URL(warder.origin),
      {
        client_name: 'Robot',
        grant_types: ['client_credentials'],
        response_types: [],
        token_endpoint_auth_method: 'client_secret_basic',
      },
      undefined,
      { execute: [openid.allowInsecureRequests] },
    )
    const tokens: Partial<Tokens> = await openid.clientCredentialsGrant(config)
    assert.equal(claimsOf(tokens.access_token ?? '')['client_id'], config.clientMetadata().client_id)
  })
})
