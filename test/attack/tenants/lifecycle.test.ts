import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { after, before, beforeEach, describe, test } from 'node:test'
import { createTenant, resumeTenant, suspendTenant } from '../../../packages/warder/src/tenants/manage.ts'
import { page } from '../../../packages/warder/src/store/operations/audit-events.ts'
import { stores, type FreshStore } from '../../support/services.ts'
import { makeTenant, type TenantWorld } from '../../support/people/tenants.ts'
import { goodPassword, json, startWarder, type TestWarder } from '../../support/warder.ts'

const bearer = (token: string) => ({ authorization: `Bearer ${token}` })

describe('making tenants', () => {
  let warder: TestWarder
  before(async () => {
    warder = await startWarder()
  })
  after(() => warder.close())

  const make = (slug: string, name = 'Acme') => createTenant(warder.operator, { slug, name })

  for (const slug of [
    ...['admin', 'www', 'api', 'well-known', '.well-known', '..', '.', 'a/b', '%2e', '%2e%2e', 'a%2fb', ''],
    ...[
      'a',
      'Acme',
      'ACME',
      '-acme',
      'acme-',
      'ac--me',
      '1acme',
      'ac me',
      'acme\n',
      'аcme',
      'acme?',
      'x'.repeat(300),
    ],
  ])
    test(`TN-13 ${JSON.stringify(slug.slice(0, 20))} is no slug`, async () => {
      await assert.rejects(make(slug), { code: 'invalid_input' })
    })

  test('TN-13 a slug is used once, and the first tenant has its own', async () => {
    await make('acme')
    await assert.rejects(make('acme'), { code: 'conflict' })
    await assert.rejects(make('default'), { code: 'conflict' })
  })

  test('TN-13 of twenty who want one slug at once, one gets it', async () => {
    const made = await Promise.allSettled(Array.from({ length: 20 }, () => make('wanted')))
    assert.equal(made.filter(({ status }) => status === 'fulfilled').length, 1)
  })

  test('what is done to a tenant is written down, where whoever runs the server reads it', async () => {
    const { id, slug } = await make('audited')
    await suspendTenant(warder.operator, slug)
    await resumeTenant(warder.operator, slug)
    const { rows } = await page(warder.app.db, { tenant_id: warder.operator.tenant.id }, 3)
    const said = rows.map(({ type, outcome, detail }) => [type, outcome, detail])
    const detail = JSON.stringify({ tenant: id, slug })
    assert.deepEqual(
      said,
      ['tenant.resumed', 'tenant.suspended', 'tenant.created'].map((type) => [type, 'succeeded', detail]),
    )
  })

  test('a name is one line', async () => {
    for (const name of ['', '  ', 'a\nb', 'x'.repeat(101)])
      await assert.rejects(make('named', name), { code: 'invalid_input' })
  })

  test('TN-13 what is no tenant is not found, in a path of any spelling', async () => {
    for (const path of [
      '/t',
      '/t/',
      '/t/nobody/login',
      '/t/ACME/login',
      '/t/%61cme/login',
      '/t//login',
      '/t/../login',
    ])
      assert.equal((await warder.get(path)).status, path === '/t/../login' ? 200 : 404, path)
    assert.equal((await warder.get('/t/acme/t/acme/login')).status, 404)
    assert.equal((await warder.get('/t/default/login')).status, 404)
    assert.equal((await warder.get('/t/acme/login')).status, 200)
  })
})

for (const [kind, fresh] of stores()) {
  describe(`a tenant that is suspended, on ${kind}`, () => {
    let store: FreshStore
    let here: TestWarder
    let elsewhere: TestWarder
    let acme: TenantWorld
    before(async () => {
      store = await fresh()
      here = await startWarder({ database_url: store.url })
      elsewhere = await startWarder({ database_url: store.url })
      acme = await makeTenant(here, 'acme')
      await acme.user()
    })
    after(async () => {
      await here.close()
      await elsewhere.close()
      await store.drop()
    })
    beforeEach(() => {
      for (const { clock } of [here, elsewhere]) clock.now += 60
    })

    const status = async (warder: TestWarder, path: string, headers = {}) =>
      (await warder.get(acme.at(path), headers)).status

    test('TN-17 its tokens, keys, sessions and pages are dead here at once, and elsewhere within five seconds', async () => {
      const token = await acme.token()
      const { key } = await json<{ key: string }>(
        await here.post(acme.at('/api/keys'), { name: 'Backups', scopes: ['profile:read'] }, bearer(token)),
      )
      const browser = await acme.signedIn()
      const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
      const opened = (warder: TestWarder) =>
        Promise.all([
          status(warder, '/auth/me', bearer(token)),
          status(warder, '/auth/me', { 'x-api-key': key }),
          status(warder, '/auth/me', { cookie }),
          status(warder, '/login'),
          status(warder, '/.well-known/openid-configuration'),
        ])
      const all = (code: number) => Array.from({ length: 5 }, () => code)
      assert.deepEqual([await opened(here), await opened(elsewhere)], [all(200), all(200)])

      await suspendTenant(acme.by, 'acme')
      assert.deepEqual(await opened(here), all(404))
      for (const { clock } of [here, elsewhere]) clock.now += 5
      assert.deepEqual(await opened(elsewhere), all(404))
      const login = { email: 'ada@example.com', password: goodPassword }
      assert.equal((await here.post(acme.at('/auth/login'), login)).status, 404)

      await resumeTenant(acme.by, 'acme')
      // The token was told dead to everybody, and stays so; what is asked for here goes on.
      assert.deepEqual(await opened(here), [401, 200, 200, 200, 200])
      assert.equal(await status(here, '/auth/me', bearer(await acme.token())), 200)
    })

    test('TN-17 whoever checks its tokens elsewhere hears of it in the feed', async () => {
      await suspendTenant(acme.by, 'acme')
      const { items } = await json<{ items: { kind: string; hash: string; not_before: number }[] }>(
        await here.get('/oauth/revocations'),
      )
      const hash = createHash('sha256').update(acme.tenant.id).digest('base64url')
      const told = items.filter((item) => item.kind === 'tenant' && item.hash === hash)
      assert.equal(told.at(-1)?.not_before, here.clock.now + 1)
      await assert.rejects(suspendTenant(acme.by, 'acme'), { code: 'conflict' })
      await resumeTenant(acme.by, 'acme')
      await assert.rejects(resumeTenant(acme.by, 'acme'), { code: 'conflict' })
    })

    test('TN-17 the slug of a suspended tenant is not free', async () => {
      await suspendTenant(acme.by, 'acme')
      await assert.rejects(createTenant(here.operator, { slug: 'acme', name: 'Another' }), {
        code: 'conflict',
      })
      await resumeTenant(acme.by, 'acme')
    })

    test('the tenant that runs the server is not suspended', async () => {
      await assert.rejects(suspendTenant(here.operator, 'default'), { code: 'conflict' })
      await assert.rejects(suspendTenant(here.operator, 'nobody'), { code: 'not_found' })
    })
  })
}
