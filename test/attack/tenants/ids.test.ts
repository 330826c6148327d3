import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { routes } from '../../../packages/warder/src/routes.ts'
import { newKeyPair, plainAgent, withAgents } from '../../support/people/agents.ts'
import { firstTenant, makeTenant, type TenantWorld } from '../../support/people/tenants.ts'
import { json, startWarder, type TestWarder } from '../../support/warder.ts'

type Made = { id?: string; client_id?: string; name?: string; key?: string }

/** What an administrator makes by one call, and the identifier that paths name it by. */
const things: Record<string, { path: string; body: object }> = {
  users: {
    path: '/api/admin/users',
    body: { email: 'bob@example.com', password: 'four unrelated words here' },
  },
  clients: {
    path: '/api/admin/clients',
    body: {
      client_name: 'Notes',
      redirect_uris: ['https://app.example/cb'],
      token_endpoint_auth_method: 'none',
    },
  },
  roles: { path: '/api/admin/roles', body: { name: 'editor', permissions: ['docs:read'] } },
  'service-accounts': { path: '/api/service-accounts', body: { name: 'Reports', scopes: ['docs:read'] } },
  agents: { path: '/api/agents', body: { ...plainAgent, public_keys: [newKeyPair().jwk] } },
  provisioners: { path: '/api/admin/provisioners', body: { name: 'Entra' } },
  keys: { path: '/api/keys', body: { name: 'Backups', scopes: ['docs:read'] } },
}

describe('identifiers of another tenant', () => {
  let warder: TestWarder
  let first: TenantWorld
  let acme: TenantWorld
  let other: TenantWorld
  /** Of the administrators of each. */
  const tokens = new Map<TenantWorld, string>()
  const ids: Record<string, string> = {}

  const send = (place: TenantWorld, method: string, path: string, body?: object) => {
    const text = body && JSON.stringify(body)
    return warder.request(place.at(path), {
      method,
      headers: {
        authorization: `Bearer ${tokens.get(place)}`,
        'if-match': '*',
        ...(text && { 'content-type': 'application/json', 'content-length': String(text.length) }),
      },
      ...(text && { body: text }),
    })
  }

  before(async () => {
    warder = await startWarder(withAgents)
    first = firstTenant(warder)
    acme = await makeTenant(warder, 'acme')
    other = await makeTenant(warder, 'other')
    for (const one of [first, acme, other]) {
      await one.user('ada@example.com', { roles: ['admin'] })
      tokens.set(one, await one.token())
    }
    for (const [name, { path, body }] of Object.entries(things)) {
      const answer = await send(other, 'POST', path, body)
      assert.equal(answer.status, 201, `${name} ${await answer.clone().text()}`)
      const made = await json<Made & { service_account?: Made; agent?: Made }>(answer)
      ids[name] = made.client_id ?? made.id ?? made.name ?? ''
    }
    const { items } = await json<{ items: { id: string }[] }>(await send(other, 'GET', '/auth/sessions'))
    ids['sessions'] = items[0]?.id ?? ''
    const keys = await json<{ items: { id?: string; kid?: string }[] }>(
      await send(other, 'GET', '/api/admin/signing-keys'),
    )
    ids['signing-keys'] = keys.items[0]?.kid ?? keys.items[0]?.id ?? ''
  })
  after(() => warder.close())

  /** An identifier of the same form that nobody has. */
  const unknown = (id: string) => id.replace(/[a-z0-9]$/i, (last) => (last === 'z' ? 'y' : 'z'))
  const withId = (path: string, id: string) =>
    path.replace(':part', 'part').replace(/:[a-z_]+/, encodeURIComponent(id))

  const name = (path: string) => /^\/(?:api|auth)\/(?:admin\/)?([a-z-]+)\/:/.exec(path)?.[1] ?? ''
  const nameable = new Set([...Object.keys(things), 'sessions', 'signing-keys'])
  const named = routes.filter(({ path, guard }) => nameable.has(name(path)) && guard !== 'agentAssertion')

  test('there are many of them', () => assert.ok(named.length > 30, String(named.length)))

  for (const { method, path } of named)
    test(`TN-03 ${method} ${path} knows nothing of another tenant`, async () => {
      const id = ids[name(path)]
      assert.ok(id)
      const body = method === 'GET' || method === 'DELETE' ? undefined : {}
      for (const place of [acme, first]) {
        const [theirs = '', nobodys]: string[] = await Promise.all(
          [id, unknown(id)].map(async (one) => {
            const answer = await send(place, method, withId(path, one), body)
            const text = (await answer.text()).replaceAll(one, 'ID').replace(/urn:warder:request:[^"]+/, '')
            return `${answer.status} ${text}`
          }),
        )
        assert.equal(theirs, nobodys)
        assert.match(theirs, /^4/)
      }
    })

  test('TN-03 lists and the audit are of one tenant', async () => {
    for (const path of [
      ...['/api/admin/users', '/api/admin/clients', '/api/admin/api-keys', '/api/admin/service-accounts'],
      ...['/api/admin/agents', '/api/admin/provisioners', '/api/admin/audit', '/auth/sessions', '/api/keys'],
    ]) {
      const own = await (await send(other, 'GET', path)).text()
      const theirs = await (await send(acme, 'GET', path)).text()
      for (const id of Object.values(ids))
        assert.ok(!theirs.includes(`"${id}"`) || id === 'editor', `${path} ${id}`)
      assert.notEqual(own, theirs)
    }
    assert.equal((await send(acme, 'GET', `/api/admin/audit?tenant=${other.tenant.id}`)).status, 403)
  })
})

describe('who is signed in to another tenant', () => {
  let warder: TestWarder
  let acme: TenantWorld
  /** By an access token, and by a cookie under either name. */
  let known: Record<string, string>[]
  const cookies = (value: string) => `__Host-warder_session=${value}; __Host-warder_session_acme=${value}`
  const nobody = [{ authorization: 'Bearer x' }, { cookie: cookies('x') }]
  before(async () => {
    warder = await startWarder()
    acme = await makeTenant(warder, 'acme')
    const first = firstTenant(warder)
    await first.user('ada@example.com', { roles: ['admin'] })
    const { cookies: jar } = await first.signedIn()
    known = [
      { authorization: `Bearer ${await first.token()}` },
      { cookie: cookies(jar.get('__Host-warder_session') ?? '') },
    ]
    const statuses = known.map(async (headers) => (await warder.get('/auth/me', headers)).status)
    assert.deepEqual(await Promise.all(statuses), [200, 200])
  })
  after(() => warder.close())

  for (const { method, path, guard } of routes.filter((one) => one.guard !== 'anyone'))
    test(`TN-02 ${method} ${path} (${guard}) takes them for nobody`, async () => {
      const at = acme.at(path.replaceAll(/:[a-z_]+/g, 'x_1'))
      const ask = async (headers: Record<string, string> = {}) => {
        const answer = await warder.request(at, { method, headers })
        return [answer.status, answer.headers.get('location')]
      }
      for (const [way, headers] of known.entries())
        assert.deepEqual(await ask(headers), await ask(nobody[way]))
    })
})
