import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { heldBy } from '../../../packages/warder/src/access/permissions/held.ts'
import { grantRole } from '../../../packages/warder/src/roles/manage.ts'
import { performBulk } from '../../../packages/warder/src/scim/bulk/perform.ts'
import { revokeConnection } from '../../../packages/warder/src/scim/connections/connection.ts'
import { provisioningOf } from '../../../packages/warder/src/scim/use/guard.ts'
import { bulkOf, callsOf, directoryOf, patch, type Directory } from '../../support/programs/scim.ts'
import { startWarder, type TestWarder } from '../../support/warder.ts'

describe('bulk requests', () => {
  let warder: TestWarder
  let entra: Directory
  let okta: Directory
  before(async () => {
    warder = await startWarder()
    entra = await directoryOf(warder)
    okta = await directoryOf(warder, { name: 'Another' })
  })
  after(() => warder.close())

  const disable = (id: string) => ({
    method: 'PATCH',
    path: `/Users/${id}`,
    data: patch({ op: 'replace', path: 'active', value: false }),
  })
  const post = (bulkId: string, more: object = {}) => ({
    method: 'POST',
    path: '/Users',
    bulkId,
    data: { userName: `${bulkId}@bulk.example`, ...more },
  })
  const row = (id: string) =>
    warder.app.db.selectFrom('user').selectAll().where('id', '=', id).executeTakeFirst()

  test('AD-11 SC-02 each id is looked at: whoever is of others is not there, between those who are', async () => {
    const [mine, also] = [await entra.user('mine@example.com'), await entra.user('also@example.com')]
    const theirs = await okta.user('theirs@example.com')
    const group = await okta.group('Theirs', [theirs])
    const own = await warder.user('own@example.com')
    const add = patch({ op: 'add', path: 'members', value: [{ value: mine }] })
    const { results } = await bulkOf(entra, [
      disable(mine),
      disable(theirs),
      disable(own.id),
      { method: 'PUT', path: `/Users/${own.id}`, data: { userName: 'taken@example.com' } },
      { method: 'DELETE', path: `/Users/${theirs}` },
      { method: 'DELETE', path: `/Groups/${group}` },
      { method: 'PATCH', path: `/Groups/${group}`, data: add },
      {
        method: 'POST',
        path: '/Groups',
        bulkId: 'g',
        data: { displayName: 'G', members: [{ value: theirs }] },
      },
      disable(also),
    ])
    assert.deepEqual(
      results.map(({ status }) => status),
      ['200', '404', '404', '404', '404', '404', '404', '400', '200'],
    )
    for (const id of [theirs, own.id]) assert.equal((await row(id))?.disabled_at, null)
    assert.equal((await row(own.id))?.email, 'own@example.com')
    assert.equal((await okta.call('GET', `/Groups/${group}`)).status, 200)
  })

  test('SC-02 SC-03 an account that is there is taken over by none of many', async () => {
    const own = await warder.user('victim@example.com')
    const mine = await entra.user('mover@example.com')
    const { results } = await bulkOf(entra, [
      { ...post('v1'), data: { userName: 'victim@example.com' } },
      post('v2', { emails: [{ value: 'VICTIM@example.com' }] }),
      {
        method: 'PATCH',
        path: `/Users/${mine}`,
        data: patch({ op: 'replace', path: 'userName', value: 'victim@example.com' }),
      },
      {
        method: 'PATCH',
        path: `/Users/bulkId:v1`,
        data: patch({ op: 'replace', path: 'active', value: false }),
      },
    ])
    assert.deepEqual(
      results.map(({ status, response }) => `${status} ${String(response?.['scimType'])}`),
      ['409 uniqueness', '409 uniqueness', '409 uniqueness', '409 undefined'],
    )
    assert.deepEqual(
      [(await row(own.id))?.disabled_at, (await row(mine))?.email],
      [null, 'mover@example.com'],
    )
  })

  test('SC-07 nobody becomes an administrator, and the last one stays', async () => {
    const boss = await entra.user('boss@example.com')
    await grantRole(warder.operator, boss, 'admin')
    const told = { roles: [{ value: 'admin', primary: true }], entitlements: [{ value: '*' }] }
    const { results } = await bulkOf(entra, [
      post('climber', told),
      {
        method: 'POST',
        path: '/Groups',
        bulkId: 'admin',
        data: { displayName: 'admin', members: [{ value: 'bulkId:climber' }] },
      },
      disable(boss),
      { method: 'DELETE', path: `/Users/${boss}` },
    ])
    assert.deepEqual(
      results.map(({ status }) => status),
      ['201', '201', '409', '409'],
    )
    const id = results[0]?.location?.split('/').at(-1) ?? ''
    assert.deepEqual((await heldBy(warder.app.db, warder.operator.tenant.id, id)).roles, [])
    assert.equal((await row(boss))?.disabled_at, null)
  })

  test('LP-04 each operation is in the audit as a single one is, and none that was refused or undone', async () => {
    await entra.user('clash@bulk.example')
    const manager = (name: string) => ({
      'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User': { manager: { value: `bulkId:${name}` } },
    })
    const newest = await warder.app.db
      .selectFrom('audit_event')
      .select('seq')
      .orderBy('seq', 'desc')
      .executeTakeFirst()
    const { results } = await bulkOf(entra, [
      post('audited'),
      {
        method: 'PATCH',
        path: '/Users/bulkId:audited',
        data: patch({ op: 'add', path: 'title', value: 'Lady' }),
      },
      post('undone', manager('clash')),
      post('clash', manager('undone')),
      { method: 'DELETE', path: '/Users/bulkId:undone' },
    ])
    const id = results[0]?.location?.split('/').at(-1)
    const events = await warder.app.db
      .selectFrom('audit_event')
      .selectAll()
      .where('seq', '>', newest?.seq ?? 0)
      .orderBy('seq')
      .execute()
    assert.deepEqual(
      events.map(({ type, actor, subject }) => [type, actor, subject]),
      ['user.created', 'user.updated'].map((type) => [type, entra.id, id]),
    )
    assert.ok(events.every(({ detail }) => detail.includes(`"provisioner":"${entra.id}"`)))
  })

  test('a connection that has ended when an operation begins writes nothing', async () => {
    const ending = await directoryOf(warder, { name: 'Ending' })
    const id = await ending.user('late@example.com')
    const caller = await warder.app.db
      .selectFrom('provisioner')
      .selectAll()
      .where('id', '=', ending.id)
      .executeTakeFirstOrThrow()
    await revokeConnection(warder.operator, ending.id)
    const { app, tenant, trace } = warder.operator
    const call = { app, tenant, trace, caller } as unknown as Parameters<typeof provisioningOf>[0]
    const Operations = [post('never'), disable(id), { method: 'DELETE', path: `/Users/${id}` }]
    const { Operations: results } = await performBulk(provisioningOf(call), { Operations })
    assert.deepEqual(
      results.map(({ status }) => status),
      ['401', '401', '401'],
    )
    assert.equal((await row(id))?.disabled_at, null)
  })

  test('a bulk request needs the token like everything, and neither token nor password is in a log or an answer', async () => {
    for (const token of ['wsc_unknown', 'nothing'])
      assert.equal((await callsOf(warder, token).call('POST', '/Bulk', { Operations: [] })).status, 401)
    const from = warder.lines.length
    const password = 'hunter22'
    const answers = [
      await bulkOf(entra, [post('secret', { password, active: password }), post('other', { password })]),
      await entra.call('POST', '/Bulk', `{"Operations":[{"data":{"password":"${password}"`),
      await entra.call('POST', '/Users', `{"password":${password}}`),
      await entra.call('POST', '/Users', { userName: password, password }),
      await callsOf(warder, `${entra.token}x`).call('GET', '/Users'),
    ]
    const told = JSON.stringify(answers) + warder.lines.slice(from).join('\n')
    assert.ok(!told.includes(entra.token.slice(4)), 'the token')
    assert.ok(!told.includes(password), 'the password')
  })
})
