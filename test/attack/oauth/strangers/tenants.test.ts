import assert from 'node:assert/strict'
import { test } from 'node:test'
import { deviceCodeGrant } from '../../../../packages/protocol/src/index.ts'
import { listClients, showClient } from '../../../../packages/warder/src/oauth-server/register.ts'
import { assertionOf, clientKey } from '../../../support/oauth-clients/keys.ts'
import { answered, claimsOf, errorOf, oauthWorld, type Tokens } from '../../../support/oauth.ts'
import type { TenantPlace } from '../../../support/people/tenants.ts'
import { json } from '../../../support/warder.ts'
import { inTenants } from './in-tenants.ts'

const offline = 'openid offline_access'

/** A client that describes itself has one id in all tenants, so that nothing but the tenant tells its codes and tokens apart. */
inTenants('TN-01 a client whose id is the address of a document', (tenants) => {
  test('TN-03 is let in by each tenant, whichever of them was the first', async () => {
    const { first, acme, other, shared, warder } = tenants
    const client = tenants.documents.published()
    const places = [acme, other, first, shared]
    for (const place of places) {
      const { access_token } = await tenants.in(place).tokens(client)
      const { iss, client_id } = claimsOf(access_token)
      assert.deepEqual([iss, client_id], [place.tenant.issuer, client.client_id])
    }
    for (const { by } of places) {
      const { items } = await listClients(by)
      assert.equal(items.filter(({ client_id }) => client_id === client.client_id).length, 1)
      assert.equal((await showClient(by, client.client_id)).client_name, 'Tool belt')
    }
    const rows = await warder.app.db
      .selectFrom('client')
      .select(['client_id', 'tenant_id'])
      .where('document', '=', client.client_id)
      .execute()
    assert.deepEqual(
      rows.map(({ tenant_id }) => tenant_id).toSorted(),
      places.map(({ tenant }) => tenant.id).toSorted(),
    )
    for (const { client_id } of rows) {
      const page = await warder.browser().open(oauthWorld(warder).address({ ...client, client_id }))
      assert.equal(page.status, 400, 'the key of its row is no name of it')
    }
  })

  test('has codes that are worth nothing at another, whose tokens would be of somebody who is nobody there', async () => {
    const { acme, other, first } = tenants
    const client = tenants.documents.published()
    const code = await tenants.in(acme).code(client)
    for (const elsewhere of [other, first])
      assert.equal(await errorOf(await tenants.in(elsewhere).redeem(client, code)), 'invalid_grant')
    assert.equal((await tenants.in(acme).redeem(client, code)).status, 200, 'and it was not used up there')
  })

  test('has refresh tokens that are good at home alone', async () => {
    const { acme, other } = tenants
    const client = tenants.documents.published()
    await tenants.in(other).tokens(client, offline)
    const { refresh_token = '' } = await tenants.in(acme).tokens(client, offline)
    assert.equal(await errorOf(await tenants.in(other).refresh(client, refresh_token)), 'invalid_grant')
    assert.equal((await tenants.in(acme).refresh(client, refresh_token)).status, 200)
  })

  test('has devices that are connected where they began', async () => {
    const { acme, other } = tenants
    const client = tenants.documents.published({ redirect_uris: [], grant_types: [deviceCodeGrant] })
    const { client_id } = client
    const home = tenants.in(acme)
    const begun = await json<{ user_code: string; device_code: string }>(
      await home.warder.form('/oauth/device_authorization', { client_id, scope: 'openid' }),
    )
    const { user_code, device_code } = begun
    const typed = async (place: TenantPlace) => {
      const browser = await tenants.in(place).signedIn()
      const page = await browser.submit(await browser.open('/device'), '/device', { user_code })
      return { browser, page }
    }
    assert.match((await typed(other)).page.html, /This code is not known/)
    const { browser, page } = await typed(acme)
    await browser.submit(page, '/device/answer', { decision: 'allow' })
    const poll = (place: TenantPlace) =>
      tenants.in(place).token(client, { grant_type: deviceCodeGrant, device_code })
    assert.equal(await errorOf(await poll(other)), 'invalid_grant')
    assert.equal((await poll(acme)).status, 200)
  })

  test('has requests that are answered where they were pushed', async () => {
    const { acme, other } = tenants
    const client = tenants.documents.published()
    const home = tenants.in(acme)
    const fields = Object.fromEntries(new URLSearchParams(home.address(client).split('?')[1]))
    const { request_uri } = await json<{ request_uri: string }>(await home.warder.form('/oauth/par', fields))
    const query = new URLSearchParams({ client_id: client.client_id, request_uri }).toString()
    const elsewhere = await (await tenants.in(other).signedIn()).open(`/oauth/authorize?${query}`)
    assert.equal(elsewhere.status, 400)
    assert.ok((await home.answer(await home.signedIn(), `/oauth/authorize?${query}`)).get('code'))
  })

  test('waits for its person in one tenant alone', async () => {
    const { first, shared } = tenants
    const client = tenants.documents.published()
    const waiting = await (await tenants.in(first).signedIn()).open(tenants.in(first).address(client))
    assert.match(waiting.path, /^\/consent/)
    const moved = await (await tenants.in(shared).signedIn()).open(waiting.path)
    assert.equal(moved.status, 400)
  })

  test('is told of its tokens, and ends them, in one tenant alone', async () => {
    const { acme, other, warder } = tenants
    const key = clientKey('ES256')
    const keys = { token_endpoint_auth_method: 'private_key_jwt', jwks: { keys: [key.jwk] } }
    const client = tenants.documents.published(keys)
    const signed = ({ tenant }: TenantPlace) =>
      assertionOf(key, client.client_id, { aud: tenant.issuer, now: warder.clock.now })
    const tokensOf = async (place: TenantPlace) => {
      const code = await tenants.in(place).code(client, { scope: offline })
      return json<Tokens>(await tenants.in(place).redeem(client, code, signed(place)))
    }
    const at = (place: TenantPlace, path: string, token = '') =>
      tenants.in(place).warder.form(path, { token, ...signed(place) })
    const active = async (place: TenantPlace, token?: string) =>
      (await json(await at(place, '/oauth/introspect', token)))['active']

    const [mine, theirs] = [await tokensOf(acme), await tokensOf(other)]
    for (const token of [mine.access_token, mine.refresh_token]) {
      assert.deepEqual([await active(acme, token), await active(other, token)], [true, false])
      assert.equal((await at(other, '/oauth/revoke', token)).status, 200)
      assert.equal(await active(acme, token), true)
    }
    assert.equal((await at(acme, '/oauth/revoke', mine.refresh_token)).status, 200)
    assert.deepEqual(
      [await active(acme, mine.access_token), await active(acme, mine.refresh_token)],
      [false, false],
    )
    assert.deepEqual(
      [await active(other, theirs.access_token), await active(other, theirs.refresh_token)],
      [true, true],
    )
  })

  test('has assertions that are used once in each tenant, whatever they are called', async () => {
    const { acme, other, warder } = tenants
    const key = clientKey('ES256')
    const keys = { token_endpoint_auth_method: 'private_key_jwt', jwks: { keys: [key.jwk] } }
    const client = tenants.documents.published(keys)
    const { now } = warder.clock
    const used = async ({ tenant }: TenantPlace, place: TenantPlace) => {
      const fields = assertionOf(key, client.client_id, { aud: tenant.issuer, now }, { jti: 'the first' })
      return (await tenants.in(place).warder.form('/oauth/introspect', { token: 'x', ...fields })).status
    }
    assert.equal(await used(acme, other), 401, 'it is for somebody else')
    assert.deepEqual([await used(acme, acme), await used(other, other)], [200, 200])
    assert.deepEqual([await used(acme, acme), await used(other, other)], [401, 401])
  })

  test('signs nobody out of another, and asks nobody who is elsewhere', async () => {
    const { acme, other } = tenants
    const client = tenants.documents.published()
    const { id_token = '' } = await tenants.in(acme).tokens(client)
    const browser = await tenants.in(other).signedIn()
    await tenants.in(other).tokens(client, 'openid', browser)
    const query = new URLSearchParams({ id_token_hint: id_token, client_id: client.client_id })
    await browser.open(`/oauth/logout?${query.toString()}`)
    assert.equal((await browser.open('/account')).path, '/account')
    for (const place of [acme, other]) {
      const fields = { client_id: client.client_id, scope: 'openid', login_hint: 'ada@example.com' }
      const asked = await tenants.in(place).warder.form('/oauth/bc-authorize', fields)
      assert.equal(await errorOf(asked), 'unauthorized_client')
    }
  })

  test('RFC 7592 the token by which a client changes itself is one of its tenant', async () => {
    const { acme, other, warder } = tenants
    const body = { client_name: 'Tool belt', redirect_uris: ['https://app.example/cb'] }
    type Registered = { client_id: string; registration_access_token: string }
    const made = await json<Registered>(await warder.post(acme.at('/oauth/register'), body))
    const headers = { authorization: `Bearer ${made.registration_access_token}` }
    const path = `/oauth/register/${made.client_id}`
    for (const method of ['GET', 'DELETE'])
      assert.equal((await warder.request(other.at(path), { method, headers })).status, 401)
    assert.equal((await warder.get(acme.at(path), headers)).status, 200)
    // One that describes itself has no such token, and none is as good as any.
    const client = tenants.documents.published()
    await tenants.in(acme).tokens(client)
    for (const token of ['', 'null', made.registration_access_token]) {
      const there = acme.at(`/oauth/register/${encodeURIComponent(client.client_id)}`)
      assert.notEqual((await warder.get(there, { authorization: `Bearer ${token}` })).status, 200)
    }
  })

  test('answers the page that it was asked by, and no page of another tenant', async () => {
    const { first, shared } = tenants
    const client = tenants.documents.published()
    const browser = await tenants.in(first).signedIn()
    const page = await browser.open(tenants.in(first).address(client))
    const code = answered(await browser.submit(page, '/consent', { decision: 'allow' })).get('code') ?? ''
    assert.equal(await errorOf(await tenants.in(shared).redeem(client, code)), 'invalid_grant')
    assert.equal((await tenants.in(first).redeem(client, code)).status, 200)
  })
})
