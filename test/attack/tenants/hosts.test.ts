import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import * as domains from '../../../packages/warder/src/store/tenants/domains.ts'
import { findBySlug } from '../../../packages/warder/src/store/tenants.ts'
import { suspendTenant } from '../../../packages/warder/src/tenants/manage.ts'
import { moveTenant } from '../../../packages/warder/src/tenants/domains/move.ts'
import { tenantOf } from '../../../packages/warder/src/tenants/tenant.ts'
import { createBrowser, type Browser } from '../../support/cookies.ts'
import { makeTenant, placeOf, type TenantWorld } from '../../support/people/tenants.ts'
import { goodPassword, json, startWarder, type TestWarder } from '../../support/warder.ts'

const proxy = '10.0.0.1'
const stranger = '192.0.2.1'

/** Requests to a host by its name. */
const host =
  (warder: TestWarder, name: string, address = stranger) =>
  async (path: string, init: RequestInit = {}) =>
    warder.handler(new Request(`https://${name}${path}`, init), { address })

type Metadata = { issuer: string; token_endpoint: string }
const issuerAt = async (send: ReturnType<typeof host>, path = '') =>
  (await json<Metadata>(await send(`${path}/.well-known/openid-configuration`))).issuer

/** Gives a tenant a domain, as one that DNS has confirmed. */
async function give(warder: TestWarder, world: TenantWorld, name: string): Promise<void> {
  const { now } = warder.clock
  const row = { id: `dom_${name}`, tenant_id: world.tenant.id, name, challenge: 'x', created_at: now }
  await domains.insert(warder.app.db, { ...row, verified_at: now, seen_at: now, check_at: now + 86_400 })
}

async function signIn(browser: Browser): Promise<Browser> {
  const fields = { email: 'ada@example.com', password: goodPassword }
  await browser.submit(await browser.open('/login'), '/login', fields)
  return browser
}

describe('a tenant below the base domain', () => {
  let warder: TestWarder
  let acme: TenantWorld
  const at = (name: string, address?: string) => host(warder, name, address)
  before(async () => {
    warder = await startWarder({ 'tenants.base_domain': 'people.example' })
    acme = await makeTenant(warder, 'acme')
    await makeTenant(warder, 'other')
    await acme.user()
    await warder.user()
  })
  after(() => warder.close())

  test('its issuer is its host, and its metadata, keys and tokens name that', async () => {
    const acmeHost = at('acme.people.example')
    assert.equal(acme.tenant.issuer, 'https://acme.people.example')
    const metadata = await json<Metadata>(await acmeHost('/.well-known/openid-configuration'))
    assert.equal(metadata.issuer, 'https://acme.people.example')
    assert.equal(metadata.token_endpoint, 'https://acme.people.example/oauth/token')
    const { keys } = await json<{ keys: object[] }>(await acmeHost('/.well-known/jwks.json'))
    assert.equal(keys.length > 0, true)
    const token = await acme.token()
    const claims = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as {
      iss: string
    }
    assert.equal(claims.iss, 'https://acme.people.example')
    const headers = { authorization: `Bearer ${token}` }
    assert.equal((await acmeHost('/auth/me', { headers })).status, 200)
  })

  test('TN-02 the host says the same as the path below it, and nothing of another tenant is there', async () => {
    const headers = { authorization: `Bearer ${await acme.token()}` }
    assert.equal((await at('other.people.example')('/auth/me', { headers })).status, 401)
    assert.equal((await at('id.example')('/auth/me', { headers })).status, 401)
    assert.equal((await at('id.example')('/t/acme/auth/me', { headers })).status, 200)
    for (const path of ['/t/other/login', '/t/acme/login', '/t/other/.well-known/openid-configuration'])
      assert.equal((await at('acme.people.example')(path)).status, 404, path)
    assert.equal(
      (await at('acme.people.example')('/.well-known/oauth-authorization-server/t/other')).status,
      404,
    )
  })

  for (const name of [
    'people.example',
    'nobody.people.example',
    'www.people.example',
    'a.acme.people.example',
    'acme.people.example.evil.example',
    'acmepeople.example',
    'xacme.people.example',
  ])
    test(`TN-02 the host ${name} is nobody's`, async () => {
      const { status } = await at(name)('/login')
      assert.ok(status === 421 || status === 404, String(status))
      assert.equal((await at(name)('/health')).status, 200)
    })

  test('what belongs to the whole server is not there', async () => {
    for (const path of ['/metrics', '/setup', '/openapi.json', '/api/admin/settings', '/api/admin/tenants'])
      assert.equal((await at('acme.people.example')(path)).status, 404, path)
  })

  test('people sign in there, and its pages are nowhere else', async () => {
    const origin = 'https://acme.people.example'
    const browser = await signIn(createBrowser(at('acme.people.example'), origin))
    const account = await browser.open('/account')
    assert.equal(account.status, 200)
    assert.doesNotMatch(account.html, /\/t\/acme/)
    const there = await warder.get('/t/acme/login?return_to=/account/security')
    assert.deepEqual(
      [there.status, there.headers.get('location')],
      [303, `${origin}/login?return_to=/account/security`],
    )
  })

  test('SE-09 a form of the server, or of another tenant, is not taken there', async () => {
    for (const origin of ['https://id.example', 'https://other.people.example', 'null']) {
      const browser = createBrowser(at('acme.people.example'), origin)
      const page = await browser.submit(await browser.open('/login'), '/login', {
        email: 'ada@example.com',
        password: goodPassword,
      })
      assert.equal(page.status, 403, origin)
    }
  })

  test('a cookie of one host opens nothing at another', async () => {
    const browser = await signIn(createBrowser(at('acme.people.example'), 'https://acme.people.example'))
    const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    assert.equal((await at('acme.people.example')('/auth/me', { headers: { cookie } })).status, 200)
    for (const name of ['other.people.example', 'id.example'])
      assert.equal((await at(name)('/auth/me', { headers: { cookie } })).status, 401)
  })

  test('passkeys are of the host, and a form elsewhere makes none for it', async () => {
    type Options = { publicKey: { rpId: string } }
    const ask = async (name: string, path = '') =>
      (await json<Options>(await at(name)(`${path}/auth/passkey/auth-options`, { method: 'POST' }))).publicKey
        .rpId
    assert.equal(await ask('acme.people.example'), 'acme.people.example')
    assert.equal(await ask('other.people.example'), 'other.people.example')
    assert.equal(await ask('id.example'), 'id.example')
  })

  test('TN-17 one that is suspended is not found at its host, where the feed says so', async () => {
    const gone = await makeTenant(warder, 'gone')
    await suspendTenant(warder.operator, gone.tenant.slug)
    assert.equal((await at('gone.people.example')('/login')).status, 404)
    assert.equal((await at('gone.people.example')('/oauth/revocations')).status, 200)
  })

  test('no tenant gets the host of the server', async () => {
    const server = await startWarder({
      issuer: 'https://people.id.example',
      'tenants.base_domain': 'id.example',
    })
    await assert.rejects(makeTenant(server, 'people'), { code: 'invalid_input' })
    assert.equal((await makeTenant(server, 'acme')).tenant.issuer, 'https://acme.id.example')
    await server.close()
  })
})

describe('a tenant at a domain of its own', () => {
  let warder: TestWarder
  let acme: TenantWorld
  const at = (name: string, address?: string) => host(warder, name, address)
  before(async () => {
    warder = await startWarder()
    acme = await makeTenant(warder, 'acme')
    await acme.user()
    await give(warder, acme, 'login.acme.example')
  })
  after(() => warder.close())

  test('TN-02 the issuer is the stored one, whatever host was asked', async () => {
    assert.equal(await issuerAt(at('login.acme.example')), 'https://id.example/t/acme')
    const page = await at('login.acme.example')('/login')
    assert.deepEqual([page.status, page.headers.get('location')], [303, 'https://id.example/t/acme/login'])
    assert.equal((await at('id.example')('/t/acme/login')).status, 200)
  })

  test('moved there, it has its pages there, and the old address leads to it', async () => {
    const token = await acme.token()
    const { refresh_token } = await json<{ refresh_token: string }>(
      await warder.post('/t/acme/auth/login', { email: 'ada@example.com', password: goodPassword }),
    )
    await moveTenant(warder.operator, 'acme', 'login.acme.example')
    assert.equal(await issuerAt(at('login.acme.example')), 'https://login.acme.example')
    assert.equal(await issuerAt(at('id.example'), '/t/acme'), 'https://login.acme.example')
    const page = await at('id.example')('/t/acme/login')
    assert.deepEqual([page.status, page.headers.get('location')], [303, 'https://login.acme.example/login'])
    assert.equal((await at('login.acme.example')('/login')).status, 200)

    // What names the old issuer is nobody's token any more, and what names nobody goes on.
    const headers = { authorization: `Bearer ${token}` }
    assert.equal((await at('login.acme.example')('/auth/me', { headers })).status, 401)
    const row = await findBySlug(warder.app.db, 'acme')
    assert.ok(row)
    const moved = placeOf({ ...warder.operator, tenant: tenantOf(row, warder.app.config) })
    const renewed = await warder.post(moved.at('/auth/refresh'), { refresh_token })
    const { access_token } = await json<{ access_token: string }>(renewed)
    const again = { authorization: `Bearer ${access_token}` }
    assert.equal((await at('login.acme.example')('/auth/me', { headers: again })).status, 200)

    const browser = await signIn(createBrowser(at('login.acme.example'), 'https://login.acme.example'))
    assert.equal((await browser.open('/account')).status, 200)
  })

  test('a mail leads to where the tenant is', async () => {
    await warder.post('/t/acme/auth/forgot-password', { email: 'ada@example.com' })
    const texts = (await warder.inbox()).map(({ text }) => text).join('\n')
    assert.match(texts, /https:\/\/login\.acme\.example\/reset-password\?token=/)
  })
})

describe('a tenant by its id, and by a header', () => {
  let warder: TestWarder
  let acme: TenantWorld
  let other: TenantWorld
  before(async () => {
    warder = await startWarder({ 'tenants.header': 'x-warder-tenant', trusted_proxies: proxy })
    acme = await makeTenant(warder, 'acme')
    other = await makeTenant(warder, 'other')
    await acme.user()
    await warder.user()
  })
  after(() => warder.close())

  const named = (value: string, path = '/.well-known/openid-configuration', address = proxy) =>
    host(warder, 'id.example', address)(path, { headers: { 'x-warder-tenant': value } })
  const issuer = async (answer: Response) => (await json<Metadata>(answer)).issuer

  test('the id stands in the path as well, and what is answered leads to the slug', async () => {
    const id = acme.tenant.id
    assert.equal(
      await issuer(await warder.get(`/t/${id}/.well-known/openid-configuration`)),
      acme.tenant.issuer,
    )
    const page = await warder.get(`/t/${id}/login`)
    assert.match(await page.text(), / action="\/t\/acme\/login"/)
    for (const name of ['ten_unknown', 'ten_', 'TEN_1', warder.operator.tenant.id])
      assert.equal((await warder.get(`/t/${name}/login`)).status, 404, name)
  })

  test('TN-02 the header of a trusted proxy says which tenant it is, by slug or id', async () => {
    for (const name of ['acme', acme.tenant.id])
      assert.equal(await issuer(await named(name)), acme.tenant.issuer)
    assert.equal(await issuer(await named('default')), 'https://id.example')
    assert.equal((await named('nobody')).status, 404)
    const body = JSON.stringify({ email: 'ada@example.com', password: goodPassword })
    const sized = { 'content-type': 'application/json', 'content-length': String(body.length) }
    const login = await host(
      warder,
      'id.example',
      proxy,
    )('/auth/login', {
      method: 'POST',
      headers: { 'x-warder-tenant': 'acme', ...sized },
      body,
    })
    const { access_token } = await json<{ access_token: string }>(login)
    const headers = { authorization: `Bearer ${access_token}`, 'x-warder-tenant': 'acme' }
    assert.equal((await host(warder, 'id.example', proxy)('/auth/me', { headers })).status, 200)
    const wrong = { ...headers, 'x-warder-tenant': 'other' }
    assert.equal((await host(warder, 'id.example', proxy)('/auth/me', { headers: wrong })).status, 401)
  })

  test('TN-02 the header of anybody else says nothing, nor does another header', async () => {
    assert.equal(await issuer(await named('acme', undefined, stranger)), 'https://id.example')
    const answer = await host(
      warder,
      'id.example',
      proxy,
    )('/.well-known/openid-configuration', {
      headers: { 'x-tenant-id': 'acme' },
    })
    assert.equal(await issuer(answer), 'https://id.example')
  })

  test('TN-02 a path and a header that name two tenants are answered as neither', async () => {
    const path = '/t/acme/.well-known/openid-configuration'
    for (const name of ['other', other.tenant.id, 'default', 'nobody', 'acme, other'])
      assert.equal((await named(name, path)).status, 421, name)
    for (const name of ['acme', acme.tenant.id]) assert.equal((await named(name, path)).status, 200)
    assert.equal((await named('acme', '/t/other/login')).status, 421)
  })

  test('its pages are at its own place, and what is of the whole server is none of its', async () => {
    const page = await named('acme', '/login')
    assert.deepEqual([page.status, page.headers.get('location')], [303, 'https://id.example/t/acme/login'])
    for (const path of ['/openapi.json', '/setup', '/api/admin/tenants'])
      assert.equal((await named('acme', path)).status, 404, path)
    assert.equal((await named('acme', '/oauth/revocations')).status, 200)
    assert.equal((await named('acme', '/health')).status, 200)
  })
})

test('about the host of the server nothing is asked of the database', async () => {
  const warder = await startWarder()
  let asked = 0
  const { at, open } = warder.app.tenants
  warder.app.tenants.at = (name) => (asked++, at(name))
  warder.app.tenants.open = (name) => (asked++, open(name))
  assert.equal((await warder.get('/login')).status, 200)
  assert.equal(asked, 0)
  assert.equal((await host(warder, 'elsewhere.example')('/login')).status, 421)
  assert.equal(asked, 1)
  await warder.close()
})
