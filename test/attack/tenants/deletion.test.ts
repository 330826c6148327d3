import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { after, before, describe, test } from 'node:test'
import { sql } from 'kysely'
import { firstTables } from '../../../packages/warder/src/store/migrations/first/tables.ts'
import { tenantBrands } from '../../../packages/warder/src/store/migrations/0004-tenant-brands.ts'
import { belongings } from '../../../packages/warder/src/store/tenants/belongings.ts'
import { findBySlug } from '../../../packages/warder/src/store/tenants.ts'
import { createTenant, resumeTenant, suspendTenant } from '../../../packages/warder/src/tenants/manage.ts'
import { eraseTenants } from '../../../packages/warder/src/users/lifecycle/erase-tenants.ts'
import { administrator, type Administrator } from '../../support/people/administrators.ts'
import { makeTenant, type TenantWorld } from '../../support/people/tenants.ts'
import { stores, type FreshStore } from '../../support/services.ts'
import { json, startWarder, type TestWarder } from '../../support/warder.ts'

/** The tables that name a tenant. */
const naming = [...firstTables.statements, ...tenantBrands.statements].flatMap((statement) => {
  const [, table] = /^create table "?(\w+)"? \(/.exec(statement.trim()) ?? []
  return table !== undefined && /\btenant_id text (?:not null|primary key)/.test(statement) ? [table] : []
})

/** The audit and what was agreed to stay as after any erasure; sessions go with their people, domains at once. */
const otherwise = ['audit_event', 'consent_record', 'session', 'tenant_domain']

test('TN-17 every table that names a tenant is one that is emptied of it', () => {
  const kept = naming.filter((table) => !(table in belongings) && !otherwise.includes(table))
  assert.ok(naming.length > 10)
  assert.deepEqual(kept, [])
})

for (const [kind, fresh] of stores()) {
  describe(`a tenant that is deleted, on ${kind}`, () => {
    let store: FreshStore
    let warder: TestWarder
    let elsewhere: TestWarder
    let root: Administrator
    before(async () => {
      store = await fresh()
      warder = await startWarder({ database_url: store.url })
      elsewhere = await startWarder({ database_url: store.url })
      root = await administrator(warder)
    })
    after(async () => {
      await warder.close()
      await elsewhere.close()
      await store.drop()
    })

    const bearer = (token: string) => ({ authorization: `Bearer ${token}` })
    const drop = async (world: TenantWorld) => {
      const path = `/tenants/${world.tenant.id}`
      return root.call('DELETE', path, undefined, await root.state(path))
    }
    const rowsOf = async (table: string, id: string) => {
      const found = await sql<{ count: number | string }>`
        select count(*) as count from ${sql.table(table)} where tenant_id = ${id}`.execute(warder.app.db)
      return Number(found.rows[0]?.count)
    }

    test('TN-17 nothing of it is there for anybody, here at once and elsewhere in seconds', async () => {
      const acme = await makeTenant(warder, 'acme')
      await acme.user()
      const token = await acme.token()
      const made = await warder.post(
        acme.at('/api/keys'),
        { name: 'Backups', scopes: ['profile:read'] },
        bearer(token),
      )
      const { key } = await json<{ key: string }>(made)
      const opened = (at: TestWarder) =>
        Promise.all(
          [
            at.get(acme.at('/auth/me'), bearer(token)),
            at.get(acme.at('/auth/me'), { 'x-api-key': key }),
            at.get(acme.at('/login')),
            at.get(acme.at('/.well-known/jwks.json')),
            at.get(acme.at('/scim/v2/Users')),
          ].map(async (answer) => (await answer).status),
        )
      assert.deepEqual(await opened(elsewhere), [200, 200, 200, 200, 401])
      assert.equal((await drop(acme)).status, 204)
      assert.deepEqual(await opened(warder), [404, 404, 404, 404, 404])
      elsewhere.clock.now += 5
      assert.deepEqual(await opened(elsewhere), [404, 404, 404, 404, 404])

      const { items } = await json<{ items: { kind: string; hash: string }[] }>(
        await warder.get('/oauth/revocations'),
      )
      const hash = createHash('sha256').update(acme.tenant.id).digest('base64url')
      assert.ok(items.some((item) => item.kind === 'tenant' && item.hash === hash))
      const { items: events } = await root.ask<{ items: { actor: string }[] }>(
        'GET',
        '/audit?type=tenant.deleted',
        200,
      )
      assert.equal(events[0]?.actor, root.id)
    })

    test('TN-17 its slug is never given out again, and nobody brings it back', async () => {
      const { tenant } = await makeTenant(warder, 'never-again')
      await root.call('DELETE', `/tenants/${tenant.id}`, undefined, { 'if-match': '*' })
      await eraseTenants(warder.app)
      const again = { slug: tenant.slug, name: 'Again' }
      await assert.rejects(createTenant(warder.operator, again), { code: 'conflict' })
      for (const name of [tenant.slug, tenant.id]) {
        await root.ask('GET', `/tenants/${name}`, 404)
        await root.ask('POST', `/tenants/${name}/resume`, 404)
        await root.ask('POST', `/tenants/${name}/suspend`, 404)
      }
      const { items } = await root.ask<{ items: { slug: string }[] }>('GET', '/tenants', 200)
      assert.equal(
        items.some(({ slug }) => slug === tenant.slug),
        false,
      )
    })

    test('TN-17 its people are erased, and everything it had goes', async () => {
      const gone = await makeTenant(warder, 'gone')
      const stays = await makeTenant(warder, 'stays')
      for (const world of [gone, stays]) {
        for (let i = 0; i < 25; i++) await world.user(`person-${i}@example.com`)
        await world.user('ada@example.com', { roles: ['admin'] })
        await world.client()
        const headers = bearer(await world.token())
        await world.signedIn()
        const ask = async (path: string, body: object) =>
          assert.equal((await warder.post(world.at(path), body, headers)).status, 201, path)
        await ask('/api/keys', { name: 'Backups', scopes: ['profile:read'] })
        await ask('/api/admin/roles', { name: 'reader', permissions: ['docs:read'] })
        await ask('/api/admin/provisioners', { name: 'Entra' })
        await ask('/api/service-accounts', { name: 'Builds' })
      }
      assert.equal((await drop(gone)).status, 204)
      const names = { name: gone.tenant.name, directory: gone.tenant.directory_id }
      let asked = 0
      // It leaves off when the process stops, and the next one goes on.
      assert.equal(await eraseTenants(warder.app, () => ++asked > 3), 0)
      assert.equal(await eraseTenants(warder.app), 1)
      assert.equal(await eraseTenants(warder.app), 0)

      for (const table of naming.filter((table) => table !== 'audit_event')) {
        assert.equal(await rowsOf(table, gone.tenant.id), 0, table)
      }
      const people = async (directory_id: string) =>
        (
          await warder.app.db
            .selectFrom('user')
            .select('id')
            .where('directory_id', '=', directory_id)
            .execute()
        ).length
      assert.deepEqual([await people(names.directory), await people(stays.tenant.directory_id)], [0, 26])
      assert.equal(await rowsOf('client', stays.tenant.id), 1)
      const events = await warder.app.db
        .selectFrom('audit_event')
        .select('subject')
        .where('tenant_id', '=', gone.tenant.id)
        .execute()
      assert.ok(events.every(({ subject }) => !subject?.startsWith('usr_')))
      const row = await findBySlug(warder.app.db, 'gone')
      assert.deepEqual([row?.name, row?.pairwise_salt], ['', null])
    })

    test('TN-17 the people of a directory that others have too stay', async () => {
      const tenant = await createTenant(warder.operator, {
        slug: 'members',
        name: 'Members',
        directory: 'common',
      })
      await root.call('DELETE', `/tenants/${tenant.id}`, undefined, { 'if-match': '*' })
      await eraseTenants(warder.app)
      assert.equal((await warder.get('/auth/me', bearer(root.access_token))).status, 200)
    })

    test('the tenant that runs the server is not deleted, and one is deleted in the state that was read', async () => {
      const any = { 'if-match': '*' }
      assert.equal((await root.call('DELETE', '/tenants/default', undefined, any)).status, 409)
      assert.equal((await root.call('DELETE', '/tenants/nobody', undefined, any)).status, 404)
      const { slug } = await createTenant(warder.operator, { slug: 'state', name: 'State' })
      const path = `/tenants/${slug}`
      assert.equal((await root.call('DELETE', path)).status, 428)
      const before_ = await root.state(path)
      await suspendTenant(warder.operator, slug)
      assert.equal((await root.call('DELETE', path, undefined, before_)).status, 412)
      await resumeTenant(warder.operator, slug)
      assert.equal((await root.call('DELETE', path, undefined, before_)).status, 204)
    })

    test('to delete one needs the permission, and a sign-in of a moment ago', async () => {
      const { id } = await createTenant(warder.operator, { slug: 'guarded', name: 'Guarded' })
      const reader = await administrator(warder, ['tenants:read'])
      assert.equal(
        (await reader.call('DELETE', `/tenants/${id}`, undefined, { 'if-match': '*' })).status,
        403,
      )
      warder.clock.now += 301
      assert.equal((await root.call('DELETE', `/tenants/${id}`, undefined, { 'if-match': '*' })).status, 401)
    })
  })
}
