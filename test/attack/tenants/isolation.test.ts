import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Page } from '../../support/cookies.ts'
import { oauthWorld } from '../../support/oauth.ts'
import { addApp } from '../../support/people/second-step.ts'
import { firstTenant, makeTenant, type TenantWorld } from '../../support/people/tenants.ts'
import { asRoot } from '../../support/tenants/as-root.ts'
import { goodPassword, json, startWarder, type TestWarder } from '../../support/warder.ts'

describe('two tenants beside the first', () => {
  let warder: TestWarder
  let first: TenantWorld
  let acme: TenantWorld
  let other: TenantWorld
  before(async () => {
    warder = await startWarder()
    first = firstTenant(warder)
    acme = await makeTenant(warder, 'acme')
    other = await makeTenant(warder, 'other')
    for (const one of [first, acme, other]) await one.user()
  })
  after(() => warder.close())

  const bearer = (token: string) => ({ authorization: `Bearer ${token}` })
  const me = (place: TenantWorld, headers: Record<string, string>) =>
    warder.get(place.at('/auth/me'), headers)

  test('the same address is another person in each', async () => {
    const ids = await Promise.all(
      [first, acme, other].map(async (one) =>
        json<{ id: string; tenant_id: string }>(await me(one, bearer(await one.token()))),
      ),
    )
    assert.equal(new Set(ids.map(({ id }) => id)).size, 3)
    assert.deepEqual(
      ids.map(({ tenant_id }) => tenant_id),
      [first, acme, other].map(({ tenant }) => tenant.id),
    )
  })

  test('TN-01 an access token opens its own tenant alone', async () => {
    for (const own of [first, acme, other]) {
      const token = await own.token()
      for (const place of [first, acme, other]) {
        const statuses = await Promise.all(
          ['/auth/me', '/auth/sessions', '/api/keys', '/api/admin/users', '/oauth/userinfo'].map(
            async (path) => (await warder.get(place.at(path), bearer(token))).status,
          ),
        )
        const expected = place === own ? [200, 200, 200, 403, 200] : [401, 401, 401, 401, 401]
        assert.deepEqual(statuses, expected, `${own.tenant.slug} at ${place.tenant.slug}`)
      }
    }
  })

  test('TN-01 keys and issuers are of one tenant', async () => {
    const kids = new Set<string>()
    let all = 0
    for (const { at, tenant } of [first, acme, other]) {
      const metadata = await json<{ issuer: string; jwks_uri: string }>(
        await warder.get(at('/.well-known/openid-configuration')),
      )
      assert.equal(metadata.issuer, tenant.issuer)
      assert.equal(metadata.jwks_uri, `${tenant.issuer}/.well-known/jwks.json`)
      const { keys } = await json<{ keys: { kid: string }[] }>(await warder.get(at('/.well-known/jwks.json')))
      assert.ok(keys.length > 0)
      all += keys.length
      for (const { kid } of keys) kids.add(kid)
    }
    assert.equal(kids.size, all)
  })

  test('RFC 8414 §3.1: the metadata of a tenant also stand at the well-known path before its own', async () => {
    const [below, before] = await Promise.all(
      [
        '/t/acme/.well-known/oauth-authorization-server',
        '/.well-known/oauth-authorization-server/t/acme',
      ].map(async (path) => (await warder.get(path)).text()),
    )
    assert.equal(below, before)
    assert.equal((JSON.parse(below ?? '') as { issuer: string }).issuer, acme.tenant.issuer)
    assert.equal((await warder.get('/.well-known/oauth-authorization-server/t/nobody')).status, 404)
  })

  test('TN-01 a tenant introspects no token of another', async () => {
    const { client_id, client_secret = '' } = await acme.client()
    const credentials = Buffer.from(`${client_id}:${client_secret}`).toString('base64')
    const ask = (place: TenantWorld, token: string) =>
      warder.form(place.at('/oauth/introspect'), { token }, { authorization: `Basic ${credentials}` })
    assert.deepEqual(await json(await ask(acme, await other.token())), { active: false })
    assert.equal((await ask(other, await other.token())).status, 401)
  })

  test('TN-01 an access token that says nothing is of its own tenant as well, also where it was read before', async () => {
    const place = asRoot(warder, acme)
    const there = oauthWorld(place)
    const client = await there.client({ access_token_format: 'opaque', skip_consent: true })
    const { access_token } = await there.tokens(client, 'openid', await there.signedIn())
    assert.match(access_token, /^wat_/)
    const opened = async (at: TenantWorld) =>
      (await warder.get(at.at('/oauth/userinfo'), bearer(access_token))).status
    assert.deepEqual([await opened(other), await opened(first)], [401, 401])
    assert.equal(await opened(acme), 200)
    assert.deepEqual([await opened(other), await opened(first)], [401, 401])
  })

  test('TN-01 of two tenants with one API each is told of its own tokens alone', async () => {
    const resources = ['https://api.example']
    const api = { access_token_format: 'opaque', skip_consent: true, scope: 'notes:read', resources } as const
    const place = oauthWorld(asRoot(warder, acme))
    const mine = await place.client(api)
    const { access_token: token } = await place.tokens(mine, 'notes:read', await place.signedIn())
    const theirs = await other.client(api)
    const ask = async (at: TenantWorld, { client_id, client_secret = '' }: typeof mine) => {
      const authorization = `Basic ${Buffer.from(`${client_id}:${client_secret}`).toString('base64')}`
      const answer = await warder.form(at.at('/oauth/introspect'), { token }, { authorization })
      return (await json<{ active: boolean }>(answer)).active
    }
    assert.equal(await ask(acme, mine), true)
    assert.equal(await ask(other, theirs), false)
  })

  test('TN-02 neither a header nor a query nor a host says which tenant it is', async () => {
    const token = await acme.token()
    for (const headers of [
      { 'x-tenant-id': other.tenant.id },
      { 'x-tenant': 'other' },
      { 'x-forwarded-prefix': '/t/other' },
      { 'x-original-url': '/t/other/auth/me' },
    ] as Record<string, string>[]) {
      const answer = await warder.get('/t/acme/auth/me?tenant=other', { ...headers, ...bearer(token) })
      assert.equal((await json<{ tenant_id: string }>(answer)).tenant_id, acme.tenant.id)
      assert.equal((await warder.get('/t/other/auth/me', { ...headers, ...bearer(token) })).status, 401)
    }
  })

  test('TN-02 a session is one of its tenant, whatever name its cookie is sent by', async () => {
    const browser = await acme.signedIn()
    const [name, value = ''] = [...browser.cookies].find(([cookie]) => cookie.includes('session')) ?? []
    assert.equal(name, '__Host-warder_session_acme')
    assert.equal((await me(acme, { cookie: `${name}=${value}` })).status, 200)
    for (const [place, cookie] of [
      [first, '__Host-warder_session'],
      [first, '__Host-warder_session_acme'],
      [other, '__Host-warder_session_other'],
      [other, '__Host-warder_session_acme'],
      [other, '__Host-warder_session'],
    ] as const)
      assert.equal((await me(place, { cookie: `${cookie}=${value}` })).status, 401, cookie)
  })

  test('somebody is signed in to several at once, and leaves one', async () => {
    const browser = await acme.signedIn('ada@example.com', await first.signedIn())
    const open = async () =>
      Promise.all([first, acme].map(async ({ at }) => (await browser.send(at('/auth/me'))).status))
    assert.deepEqual(await open(), [200, 200])
    await browser.submit(await browser.open('/t/acme/logout'), '/t/acme/logout', {})
    assert.deepEqual(await open(), [200, 401])
  })

  test('two sign-ins that wait in one browser do not put each other out, nor a form that is open', async () => {
    const email = 'careful@example.com'
    const worlds = []
    for (const one of [first, acme]) {
      await one.user(email)
      const there = one === first ? warder : asRoot(warder, one)
      worlds.push({ one, app: await addApp(there, email) })
    }
    const browser = warder.browser()
    const forms = []
    for (const { one } of worlds) forms.push(await browser.open(one.at('/login')))
    const asked = []
    for (const [n, { one }] of worlds.entries()) {
      const page: Page = forms[n] ?? assert.fail()
      asked.push(await browser.submit(page, one.at('/login'), { email, password: goodPassword }))
    }
    for (const [n, { one, app }] of worlds.entries()) {
      const page: Page = asked[n] ?? assert.fail()
      assert.equal(page.path, one.at('/mfa'))
      const on = await browser.submit(page, one.at('/mfa'), { code: app.code() })
      assert.equal(on.status, 200)
      assert.ok(on.path.startsWith(one.at('/account')), on.path)
    }
  })

  test('TN-02 a password is one of its directory', async () => {
    await acme.user('only-acme@example.com')
    const login = async (place: TenantWorld) =>
      (await warder.post(place.at('/auth/login'), { email: 'only-acme@example.com', password: goodPassword }))
        .status
    assert.deepEqual([await login(acme), await login(other), await login(first)], [200, 401, 401])
  })

  test('TN-02 a link that was mailed by one opens nothing at another', async () => {
    await warder.post('/t/acme/auth/forgot-password', { email: 'ada@example.com' })
    const mail = (await warder.inbox())
      .map(({ text }) => text)
      .find((text) => text.includes('reset-password'))
    const link = /https:\S+reset-password\?token=(\S+)/.exec(mail ?? '')
    assert.ok(link?.[0].startsWith(`${acme.tenant.issuer}/reset-password?`))
    const token = link?.[1] ?? ''
    const reset = (place: TenantWorld) =>
      warder.post(place.at('/auth/reset-password'), { token, password: 'another horse battery staple' })
    assert.ok((await reset(other)).status >= 400)
    assert.equal((await other.token()).length > 0, true)
    assert.equal((await reset(acme)).status, 200)
  })

  test('TN-02 a registration makes the account where it was asked for', async () => {
    const person = { email: 'new@example.com', full_name: 'New', password: goodPassword }
    assert.equal((await warder.post('/t/acme/auth/register', person)).status, 201)
    const mails = (await warder.inbox()).map(({ text }) => text)
    const token = /acme\/verify-email\?token=(\S+)/.exec(mails.join('\n'))?.[1] ?? ''
    const verify = async (place: TenantWorld) =>
      (await warder.post(place.at('/auth/verify-email'), { token, password: goodPassword })).status
    assert.deepEqual([await verify(other), await verify(first), await verify(acme)], [400, 400, 200])
  })

  test('what belongs to the whole server is at its root alone', async () => {
    for (const path of ['/health', '/health/ready', '/metrics', '/dev/inbox', '/setup', '/openapi.json'])
      assert.equal((await warder.get(acme.at(path))).status, 404, path)
    const root = await acme.user('root@example.com', { roles: ['admin'] })
    const token = await acme.token(root.email)
    assert.equal((await warder.get('/t/acme/api/admin/users', bearer(token))).status, 200)
    assert.equal((await warder.get('/t/acme/api/admin/settings', bearer(token))).status, 404)
  })
})
