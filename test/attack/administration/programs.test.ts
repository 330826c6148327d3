import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createClient } from '../../../packages/warder/src/oauth-server/register.ts'
import { operatorManager } from '../../../packages/warder/src/service-accounts/manager.ts'
import { createAccount } from '../../../packages/warder/src/service-accounts/create.ts'
import { basicOf, oauthWorld } from '../../support/oauth.ts'
import { clientKey, proofOf } from '../../support/oauth-clients/keys.ts'
import { onEveryDatabase } from '../../support/on-every-database.ts'
import { administrator, callAdmin } from '../../support/people/administrators.ts'
import { newApiKey } from '../../support/people/api-keys.ts'
import { json, origin } from '../../support/warder.ts'

type Client = {
  client_id: string
  client_name: string
  client_secret?: string
  scope: string
  disabled: boolean
}
type Key = { kid: string; alg: string; state: string }
type Page<T> = { items: T[]; next_cursor: string | null }
const notes = { client_name: 'Notes', redirect_uris: ['https://notes.example/cb'], scope: 'openid email' }

onEveryDatabase('programs, by whoever administers', (warder) => {
  const tokenOf = async (client: { client_id: string; client_secret?: string }, scope: string) => {
    const asked = { grant_type: 'client_credentials', scope }
    const answer = await warder.form('/oauth/token', asked, basicOf({ ...client } as never))
    return (await json<{ access_token?: string }>(answer)).access_token
  }

  test('an application is registered by the names of RFC 7591, changed, disabled and deleted; its secret is told once', async () => {
    const ada = await administrator(warder)
    const keyed = { 'idempotency-key': 'notes' }
    const first = await ada.call('POST', '/clients', { ...notes, skip_consent: true }, keyed)
    assert.equal(first.status, 201, await first.clone().text())
    const { client_secret, ...made } = await json<Client>(first)
    assert.match(client_secret ?? '', /^wcs_/)
    const again = await ada.call('POST', '/clients', { ...notes, skip_consent: true }, keyed)
    assert.deepEqual([again.status, await json(again)], [200, made])
    const path = `/clients/${made.client_id}`
    assert.deepEqual(await ada.ask('GET', path, 200), made)

    const changed = await ada.call('PATCH', path, { client_name: 'Diary' }, await ada.state(path))
    assert.equal((await json<Client>(changed)).client_name, 'Diary')
    assert.equal((await ada.call('PATCH', path, { client_name: 'X' }, { 'if-match': '"old"' })).status, 412)
    assert.equal(
      (await ada.call('PATCH', path, { redirect_uris: ['http://x.example/*'] }, { 'if-match': '*' })).status,
      400,
    )
    const next = await ada.ask<Client>('POST', `${path}/rotate-secret`, 200)
    assert.match(next.client_secret ?? '', /^wcs_/)
    assert.notEqual(next.client_secret, client_secret)
    assert.equal((await ada.ask<Client>('POST', `${path}/disable`, 200)).disabled, true)
    assert.equal((await ada.ask<Client>('POST', `${path}/enable`, 200)).disabled, false)
    assert.equal((await ada.call('DELETE', path, undefined, await ada.state(path))).status, 204)
    await ada.ask('GET', path, 404)
    const events = await warder.app.db
      .selectFrom('audit_event')
      .selectAll()
      .where('client_id', '=', made.client_id)
      .execute()
    assert.ok(events.length >= 6 && events.every(({ actor }) => actor === ada.id))
  })

  test('CIBA Core §4 and RFC 8693 §2.1: so is one that acts for people who are elsewhere', async () => {
    const ada = await administrator(warder)
    const grant_types = [
      'urn:openid:params:grant-type:ciba',
      'urn:ietf:params:oauth:grant-type:token-exchange',
    ]
    const elsewhere = {
      backchannel_token_delivery_mode: 'ping',
      backchannel_client_notification_endpoint: 'https://till.example/answered',
      backchannel_authentication_request_signing_alg: 'ES256',
      token_exchange: { subjects: ['cli_web'], audiences: ['https://bills.example'] },
    }
    const jwks = { keys: [clientKey('ES256').jwk] }
    const till = { client_name: 'Till', grant_types, jwks, ...elsewhere }
    const made = await ada.ask<Client & typeof elsewhere>('POST', '/clients', 201, till)
    for (const [name, value] of Object.entries(elsewhere))
      assert.deepEqual(made[name as keyof typeof elsewhere], value, name)
    const wrong = { ...till, backchannel_authentication_request_signing_alg: 'HS256' }
    await ada.ask('POST', '/clients', 400, wrong)
  })

  test('AD-02 a program administers by a token of its own with that scope, which nobody gives who does not hold it', async () => {
    const ada = await administrator(warder, ['clients:write', 'clients:read', 'users:read'])
    const machine = { client_name: 'Robot', type: 'machine', grant_types: ['client_credentials'] }
    await ada.ask('POST', '/clients', 403, { ...machine, scope: 'warder:users:write' })
    await ada.ask('POST', '/clients', 403, { ...machine, scope: 'warder:*' })
    const robot = await ada.ask<Client>('POST', '/clients', 201, { ...machine, scope: 'warder:users:read' })
    const patch = (scope: string) =>
      ada.call('PATCH', `/clients/${robot.client_id}`, { scope }, { 'if-match': '*' })
    assert.equal((await patch('warder:users:read warder:signing_keys:write')).status, 403)

    const bearer = { authorization: `Bearer ${await tokenOf(robot, 'warder:users:read')}` }
    assert.equal((await callAdmin(warder, 'GET', '/users', undefined, bearer)).status, 200)
    assert.equal((await callAdmin(warder, 'GET', '/clients', undefined, bearer)).status, 403)
    const { id } = await warder.user('target@example.com')
    assert.equal((await callAdmin(warder, 'POST', `/users/${id}/disable`, {}, bearer)).status, 403)
    await ada.ask('POST', `/clients/${robot.client_id}/disable`, 200)
    assert.equal((await callAdmin(warder, 'GET', '/users', undefined, bearer)).status, 401)
  })

  test('RFC 9449 §7.1 a token that is bound to a key needs its proof, and whoever lacks one is told which', async () => {
    const key = clientKey('ES256')
    const robot = await createClient(warder.operator, {
      name: 'R',
      type: 'machine',
      scope: 'warder:users:read',
    })
    const { now } = warder.clock
    const proof = proofOf(key, { method: 'POST', url: `${origin}/oauth/token`, now })
    const answer = await warder.form(
      '/oauth/token',
      { grant_type: 'client_credentials' },
      { ...basicOf(robot), dpop: proof },
    )
    const { access_token } = await json<{ access_token: string }>(answer)
    const list = (headers: Record<string, string>) => callAdmin(warder, 'GET', '/users', undefined, headers)
    const shown = (by = key) =>
      proofOf(by, { method: 'GET', url: `${origin}/api/admin/users`, now, access_token })
    assert.equal((await list({ authorization: `DPoP ${access_token}`, dpop: shown() })).status, 200)
    assert.equal((await list({ authorization: `Bearer ${access_token}` })).status, 401)
    assert.equal(
      (await list({ authorization: `DPoP ${access_token}`, dpop: shown(clientKey('ES256')) })).status,
      401,
    )
    const without = await list({ authorization: `DPoP ${access_token}` })
    assert.equal(without.status, 401)
    assert.match(without.headers.get('www-authenticate') ?? '', /^DPoP error="invalid_dpop_proof"/)
    const asBearer = await list({ authorization: `Bearer ${access_token}` })
    assert.equal(asBearer.status, 401)
    // RFC 9449 §7.1.
    assert.match(asBearer.headers.get('www-authenticate') ?? '', /^DPoP error="invalid_token".* algs="ES256 /)
  })

  test('AD-02 an application that acts for an administrator administers nothing, whatever scope it was given', async () => {
    const ada = await administrator(warder)
    const world = oauthWorld(warder)
    const scope = 'openid warder:users:read'
    const notes = await world.client({ scope, skip_consent: true })
    const { access_token } = await world.tokens(notes, scope, await world.signedIn(ada.email))
    const bearer = { authorization: `Bearer ${access_token}` }
    assert.equal((await warder.get('/oauth/userinfo', bearer)).status, 200)
    assert.equal((await callAdmin(warder, 'GET', '/users', undefined, bearer)).status, 403)
  })

  test('what a program does by its token or a key is written down as its own, and does not reach above it', async () => {
    const chief = await administrator(warder)
    const robot = await createClient(warder.operator, {
      name: 'R',
      type: 'machine',
      scope: 'warder:users:write',
    })
    const { id } = await warder.user('by-robot@example.com')
    const bearer = { authorization: `Bearer ${await tokenOf(robot, 'warder:users:write')}` }
    assert.equal((await callAdmin(warder, 'POST', `/users/${id}/disable`, {}, bearer)).status, 200)
    assert.equal((await callAdmin(warder, 'POST', `/users/${chief.id}/disable`, {}, bearer)).status, 403)

    const key = await newApiKey(warder, chief.access_token, { scopes: ['users:write'] })
    assert.equal(
      (await callAdmin(warder, 'POST', `/users/${id}/enable`, {}, { 'x-api-key': key })).status,
      200,
    )
    const told = await warder.app.db
      .selectFrom('audit_event')
      .select(['type', 'actor', 'detail'])
      .where('subject', '=', id)
      .where('type', 'in', ['user.disabled', 'user.enabled'])
      .orderBy('seq')
      .execute()
    assert.deepEqual(
      told.map(({ actor }) => actor),
      [robot.client_id, chief.id],
    )
    assert.match(told[1]?.detail ?? '', /"api_key":"key_/)
  })

  test('keys, service accounts and agents of everybody are listed without a secret, and ended', async () => {
    const ada = await administrator(warder)
    const key = await newApiKey(warder, ada.access_token)
    const { id: account } = await createAccount(operatorManager(warder.operator), { name: 'Robot' })
    const keys = await ada.ask<Page<{ id: string; prefix: string }>>('GET', `/api-keys?user=${ada.id}`, 200)
    assert.equal(keys.items.length, 1)
    assert.ok(!JSON.stringify(keys).includes(key))
    await ada.ask('DELETE', `/api-keys/${keys.items[0]?.id}`, 204)
    await ada.ask('DELETE', `/api-keys/${keys.items[0]?.id}`, 404)
    assert.equal((await warder.get('/auth/me', { 'x-api-key': key })).status, 401)
    await ada.ask('GET', `/service-accounts/${account}`, 200)
    await ada.ask('DELETE', `/service-accounts/${account}`, 204)
    await ada.ask('GET', `/service-accounts/${account}`, 404)
    assert.deepEqual((await ada.ask<Page<unknown>>('GET', '/agents', 200)).items, [])
  })

  test('a signing key is replaced, retired, or in an emergency ended with every token it signed', async () => {
    const ada = await administrator(warder)
    const signing = async (by = ada) => (await by.ask<Page<Key>>('GET', '/signing-keys', 200)).items
    const known = async () =>
      (await json<{ keys: { kid: string }[] }>(await warder.get('/.well-known/jwks.json'))).keys.map(
        ({ kid }) => kid,
      )
    const first = (await signing()).find(({ alg, state }) => alg === 'ES256' && state === 'signing')
    const path = `/signing-keys/${first?.kid}`
    await ada.ask('POST', `${path}/retire`, 409)
    await ada.ask('POST', '/signing-keys/rotate', 403, { tenant_id: 'ten_other' })
    await ada.ask('POST', '/signing-keys/rotate', 200, { alg: 'ES256' })
    assert.ok((await known()).includes(first?.kid ?? ''), 'it is there while its tokens live')
    warder.clock.now += 400
    const bob = await administrator(warder)
    const dead = async () => {
      const keys = warder.app.db.selectFrom('revocation').select('seq').where('kind', '=', 'key')
      return (await keys.execute()).length
    }
    const before = await dead()
    await bob.ask('POST', `${path}/retire`, 204)
    assert.ok(!(await known()).includes(first?.kid ?? ''))
    assert.equal((await ada.call('GET', '/users')).status, 401, 'a token that it signed')
    await bob.ask('POST', `${path}/retire`, 404)
    // Whoever checks tokens by themselves hears of it.
    assert.equal(await dead(), before + 1)
    const list = JSON.stringify(await signing(bob))
    assert.ok(!/"d"|private|sealed/.test(list), list)
    await bob.ask('POST', '/signing-keys/rotate', 200, { alg: 'ES256', emergency: true })
    assert.equal((await bob.call('GET', '/users')).status, 401)
    const events = await warder.app.db
      .selectFrom('audit_event')
      .selectAll()
      .where('actor', '=', bob.id)
      .execute()
    assert.ok(
      ['signing_key.retired', 'signing_key.rotated'].every((type) =>
        events.some((event) => event.type === type),
      ),
    )
  })
})
