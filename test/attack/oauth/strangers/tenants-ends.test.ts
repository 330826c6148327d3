import assert from 'node:assert/strict'
import { test } from 'node:test'
import { clientName } from '../../../../packages/protocol/src/index.ts'
import { digest } from '../../../../packages/warder/src/crypto/tokens.ts'
import { deleteClient } from '../../../../packages/warder/src/oauth-server/register.ts'
import { setClientDisabled } from '../../../../packages/warder/src/oauth-server/registration/change.ts'
import { exportFor } from '../../../../packages/warder/src/privacy/export/export.ts'
import type { Operator } from '../../../../packages/warder/src/users/manage.ts'
import { answered, errorOf } from '../../../support/oauth.ts'
import type { TenantPlace } from '../../../support/people/tenants.ts'
import { json } from '../../../support/warder.ts'
import { inTenants } from './in-tenants.ts'

const offline = 'openid offline_access'

inTenants('what ends a client that describes itself in one tenant', (tenants) => {
  const opened = async (place: TenantPlace, token: string) => (await tenants.in(place).userinfo(token)).status
  const named = async (value: string) => {
    type Feed = { items: { kind: string; hash: string }[] }
    const { items } = await json<Feed>(await tenants.warder.get('/oauth/revocations'))
    return items.some(({ kind, hash }) => kind === 'client' && hash === digest(value))
  }

  const ends: [what: string, end: (by: Operator, client_id: string) => Promise<unknown>][] = [
    ['an operator who disables it', (by, client_id) => setClientDisabled(by, client_id, true)],
    ['an operator who deletes it', deleteClient],
  ]
  for (const [what, end] of ends)
    test(`TN-01 ${what} ends its tokens there, and nothing of another tenant’s`, async () => {
      const { acme, other, first, shared } = tenants
      // Once between strangers, and once where one person is somebody in both.
      for (const [there, elsewhere] of [
        [acme, other],
        [first, shared],
      ] as const) {
        const client = tenants.documents.published()
        const { client_id } = client
        const gone = await tenants.in(there).tokens(client, offline)
        const left = await tenants.in(elsewhere).tokens(client, offline)
        await end(there.by, client_id)
        assert.deepEqual(
          [await opened(there, gone.access_token), await opened(elsewhere, left.access_token)],
          [401, 200],
        )
        assert.notEqual((await tenants.in(there).refresh(client, gone.refresh_token ?? '')).status, 200)
        assert.equal((await tenants.in(elsewhere).refresh(client, left.refresh_token ?? '')).status, 200)
        // What verifiers elsewhere hear must not end it for them either.
        assert.equal(await named(clientName(there.tenant.issuer, client_id)), true)
        for (const name of [client_id, clientName(elsewhere.tenant.issuer, client_id)])
          assert.equal(await named(name), false)
        const browser = await tenants.in(elsewhere).signedIn()
        assert.ok(answered(await browser.open(tenants.in(elsewhere).address(client))).get('code'))
      }
    })

  test('TN-01 also what no list names ends there, and is not ended elsewhere', async () => {
    const { first, shared, warder } = tenants
    const client = tenants.documents.published()
    const gone = await tenants.in(first).tokens(client)
    const left = await tenants.in(shared).tokens(client)
    // As of a token that another instance gives out in this very moment.
    await warder.app.db.deleteFrom('access_token').execute()
    await setClientDisabled(first.by, client.client_id, true)
    assert.deepEqual(
      [await opened(first, gone.access_token), await opened(shared, left.access_token)],
      [401, 200],
    )
  })

  test('nothing of what it had before it was deleted comes back with the next yes', async () => {
    const { acme } = tenants
    const client = tenants.documents.published()
    const before = await tenants.in(acme).tokens(client, offline)
    await deleteClient(acme.by, client.client_id)
    await tenants.in(acme).tokens(client, offline)
    const again = await tenants.in(acme).refresh(client, before.refresh_token ?? '')
    assert.equal(await errorOf(again), 'invalid_grant')
  })

  test('CA-11 it stays out where it is disabled, and is asked about anew where it was deleted', async () => {
    const { acme, other } = tenants
    const client = tenants.documents.published()
    for (const place of [acme, other]) await tenants.in(place).tokens(client)
    await setClientDisabled(acme.by, client.client_id, true)
    await deleteClient(other.by, client.client_id)
    const open = async (place: TenantPlace) =>
      (await tenants.in(place).signedIn()).open(tenants.in(place).address(client))
    assert.equal((await open(acme)).status, 400)
    assert.match((await open(other)).path, /^\/consent/)
    await setClientDisabled(acme.by, client.client_id, false)
    assert.ok(answered(await open(acme)).get('code'))
  })

  test('TN-01 whoever takes back what they allowed in one tenant takes back nothing in another', async () => {
    const { first, shared } = tenants
    const client = tenants.documents.published()
    const here = await tenants.in(first).signedIn()
    const there = await tenants.in(shared).signedIn()
    const gone = await tenants.in(first).tokens(client, offline, here)
    const left = await tenants.in(shared).tokens(client, offline, there)
    const action = `/account/grants/${encodeURIComponent(client.client_id)}/withdraw`
    const page = await here.open('/account/applications')
    assert.equal(page.html.split(`action="${action}"`).length, 2, 'it is listed once')
    await here.submit(page, action, {})
    assert.deepEqual(
      [await opened(first, gone.access_token), await opened(shared, left.access_token)],
      [401, 200],
    )
    assert.equal(
      await errorOf(await tenants.in(first).refresh(client, gone.refresh_token ?? '')),
      'invalid_grant',
    )
    assert.equal((await tenants.in(shared).refresh(client, left.refresh_token ?? '')).status, 200)
    assert.match((await here.open(tenants.in(first).address(client))).path, /^\/consent/)
    assert.ok(answered(await there.open(tenants.in(shared).address(client))).get('code'))
  })

  test('the copy of what is known of a person names it as everybody does, once for each tenant', async () => {
    const { first, shared } = tenants
    const client = tenants.documents.published()
    for (const place of [first, shared]) await tenants.in(place).tokens(client)
    let text = ''
    for await (const part of await exportFor(first.by, 'ada@example.com')) text += part
    type Named = { client_id: string; tenant_id: string }
    const copy = JSON.parse(text) as Record<string, Named[]>
    for (const section of ['applications', 'application_grants']) {
      const rows = (copy[section] ?? []).filter(({ client_id }) => client_id === client.client_id)
      assert.deepEqual(
        rows.map(({ tenant_id }) => tenant_id).toSorted(),
        [first, shared].map(({ tenant }) => tenant.id).toSorted(),
      )
    }
    assert.ok(copy['applications']?.every(({ client_id }) => client_id.startsWith('http')))
  })

  test('an administrator turns over a list that ends with such a client, and disables it by its name', async () => {
    const { first, warder, documents } = tenants
    const mine = [documents.published(), documents.published()]
    for (const client of mine) await tenants.in(first).tokens(client)
    await warder.user('root@example.com', { roles: ['admin'] })
    const { access_token } = await warder.tokens('root@example.com')
    const headers = { authorization: `Bearer ${access_token}`, 'if-match': '*' }
    type Page = { items: { client_id: string; disabled: boolean }[]; next_cursor: string | null }
    const seen: string[] = []
    for (let cursor: string | null = '', pages = 0; cursor !== null && pages < 50; pages++) {
      const after = cursor && `&cursor=${encodeURIComponent(cursor)}`
      const answer = await warder.get(`/api/admin/clients?limit=1${after}`, headers)
      assert.equal(answer.status, 200)
      const page: Page = await json(answer)
      seen.push(...page.items.map(({ client_id }) => client_id))
      cursor = page.next_cursor
    }
    for (const { client_id } of mine) {
      assert.equal(seen.filter((one) => one === client_id).length, 1)
      const path = `/api/admin/clients/${encodeURIComponent(client_id)}`
      assert.equal((await warder.request(`${path}/disable`, { method: 'POST', headers })).status, 200)
      assert.equal((await json<Page['items'][0]>(await warder.get(path, headers)))?.disabled, true)
    }
  })
})
