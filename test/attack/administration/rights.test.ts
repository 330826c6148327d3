import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createClient } from '../../../packages/warder/src/oauth-server/register.ts'
import { createRole, grantRole, revokeRole, updateRole } from '../../../packages/warder/src/roles/manage.ts'
import { onEveryDatabase } from '../../support/on-every-database.ts'
import { administrator } from '../../support/people/administrators.ts'
import { makeShared } from '../../support/people/members.ts'
import { goodPassword, json } from '../../support/warder.ts'

type Role = { name: string; permissions: string[] }
let count = 0
const fresh = () => `someone-${++count}@example.com`
const peoplesRights = [
  'users:read',
  'users:write',
  'users:verify',
  'sessions:read',
  'sessions:write',
  'roles:read',
  'roles:write',
]

onEveryDatabase('what administrators may do', (warder) => {
  test('AD-02 nobody gives what they do not have: in a role, by a role, with an invitation', async () => {
    const ada = await administrator(warder, [...peoplesRights, 'docs:*'])
    const { id } = await warder.user(fresh())
    await createRole(warder.operator, { name: 'keeper', permissions: ['signing_keys:write'] })
    for (const [path, body] of [
      ['/roles', { name: 'more', permissions: ['*'] }],
      ['/roles', { name: 'more', permissions: ['docs:read', 'clients:write'] }],
      ['/roles/admin/members', { user_id: id }],
      ['/roles/keeper/members', { user_id: id }],
      ['/roles/keeper/members', { user_id: ada.id }],
      ['/users', { email: fresh(), roles: ['admin'] }],
      ['/users', { email: fresh(), roles: ['keeper'], invite: true }],
    ] as const)
      await ada.ask('POST', path, 403, body)
    for (const method of ['PATCH', 'DELETE'])
      assert.equal(
        (await ada.call(method, '/roles/keeper', { permissions: [] }, { 'if-match': '*' })).status,
        403,
      )

    await ada.ask('POST', '/roles', 201, { name: 'reader', permissions: ['docs:read'] })
    assert.equal(
      (await ada.call('PATCH', '/roles/reader', { permissions: ['audit:read'] }, { 'if-match': '*' })).status,
      403,
    )
    await ada.ask('POST', '/roles/reader/members', 200, { user_id: id })
    const { items } = await ada.ask<{ items: { id: string }[] }>('GET', '/roles/reader/members', 200)
    assert.deepEqual(
      items.map((item) => item.id),
      [id],
    )
    await ada.ask('DELETE', `/roles/reader/members/${id}`, 204)
  })

  test('AD-02 nobody takes over a program that may do more than they: by its secret, its address or its return', async () => {
    const ada = await administrator(warder, ['clients:read', 'clients:write', 'users:read'])
    const program = (permission: string) =>
      createClient(warder.operator, { name: 'Robot', type: 'machine', scope: `warder:${permission}` })
    const [above, below] = [await program('*'), await program('users:read')]
    const attempts = (id: string) =>
      [
        ['PATCH', `/clients/${id}`, { client_name: 'Mine' }],
        ['POST', `/clients/${id}/rotate-secret`, undefined],
        ['POST', `/clients/${id}/enable`, undefined],
      ] as const
    for (const [{ client_id }, status] of [
      [above, 403],
      [below, 200],
    ] as const)
      for (const [method, path, body] of attempts(client_id))
        assert.equal(
          (await ada.call(method, path, body, { 'if-match': '*' })).status,
          status,
          `${method} ${path}`,
        )
    const { client_id, client_secret = '' } = above
    const fields = { grant_type: 'client_credentials', client_id, client_secret }
    assert.equal((await warder.form('/oauth/token', fields)).status, 200, 'its own secret goes on')
    await ada.ask('POST', `/clients/${client_id}/disable`, 200)
  })

  test('AD-02 roles and verified addresses need their own permission, and what else is sent changes nothing', async () => {
    const helper = await administrator(warder, ['users:read', 'users:write'])
    await createRole(warder.operator, { name: 'plain', permissions: [] })
    await helper.ask('POST', '/users', 403, { email: fresh(), roles: ['plain'], invite: true })
    await helper.ask('POST', '/users', 403, { email: fresh(), password: goodPassword })
    const { id } = await warder.user(fresh())
    const patch = (body: object) => helper.call('PATCH', `/users/${id}`, body, { 'if-match': '*' })
    assert.equal((await patch({ email: fresh(), email_verified: true })).status, 403)
    const sent = {
      full_name: 'Bob',
      roles: ['admin'],
      disabled: true,
      tenant_id: 'ten_other',
      data: { role: 'admin' },
    }
    const { roles, disabled, tenant_id } = await json(await patch(sent))
    assert.deepEqual([roles, disabled, tenant_id], [[], false, 'ten_default'])
  })

  test('AD-05 nobody acts on somebody who may do more than they', async () => {
    const helper = await administrator(warder, peoplesRights)
    const [chief] = [await administrator(warder), await administrator(warder)]
    const path = `/users/${chief.id}`
    await helper.ask('GET', path, 200)
    for (const [method, at, body] of [
      ['PATCH', path, { full_name: 'Mallory' }],
      ['PATCH', path, { email: fresh(), email_verified: true }],
      ['DELETE', path, undefined],
      ['POST', `${path}/disable`, undefined],
      ['POST', `${path}/lock-down`, undefined],
      ['DELETE', `${path}/sessions`, undefined],
      ['DELETE', `/roles/admin/members/${chief.id}`, undefined],
    ] as const)
      assert.equal((await helper.call(method, at, body, { 'if-match': '*' })).status, 403, `${method} ${at}`)
    assert.equal((await chief.call('GET', '/users?limit=1')).status, 200)
    const kept = await chief.ask<{ full_name: string; disabled: boolean }>('GET', path, 200)
    assert.deepEqual([kept.full_name, kept.disabled], ['Ada Lovelace', false])
  })

  test('AD-05 nor on somebody who may do more elsewhere: an account leads to every tenant of its person', async () => {
    const helper = await administrator(warder, peoplesRights)
    const acme = await makeShared(warder, 'acme')
    const { id } = await warder.user(fresh())
    await acme.member(id)
    const path = `/users/${id}`
    const rename = () => helper.call('PATCH', path, { full_name: 'Mallory' }, { 'if-match': '*' })
    assert.equal((await rename()).status, 200, 'a member like others')
    await createRole(acme.by, { name: 'chief', permissions: ['*'] })
    await grantRole(acme.by, id, 'chief')
    assert.equal((await rename()).status, 403)
    assert.equal((await helper.call('POST', `${path}/lock-down`)).status, 403)
    const chief = await administrator(warder)
    await chief.ask('POST', `${path}/lock-down`, 200)

    // Who administers that tenant alone looks after members, whatever else these are.
    const email = fresh()
    await acme.member((await warder.user(email)).id, ['chief'])
    const headers = { authorization: `Bearer ${await acme.token(email)}` }
    const { id: other } = await administrator(warder)
    await acme.member(other)
    const member = `/t/acme/api/admin/tenants/${acme.tenant.id}/memberships/${other}`
    assert.equal((await warder.request(member, { method: 'DELETE', headers })).status, 204)
  })

  test('AD-15 a right that is taken away is gone from the next request on, also of one that had begun', async () => {
    const ada = await administrator(warder, ['users:read', 'users:write'])
    const { id } = await warder.user(fresh())
    const role = (await ada.ask<{ roles: string[] }>('GET', `/users/${ada.id}`, 200)).roles[0] ?? ''
    await updateRole(warder.operator, role, { permissions: ['users:read'] })
    await ada.ask('POST', `/users/${id}/disable`, 403)
    await ada.ask('GET', `/users/${id}`, 200)
    await revokeRole(warder.operator, ada.id, role)
    await ada.ask('GET', `/users/${id}`, 403)

    await updateRole(warder.operator, role, { permissions: ['users:read', 'users:write'] })
    await grantRole(warder.operator, ada.id, role)
    const body = new ReadableStream({
      start: async (stream) => {
        await revokeRole(warder.operator, ada.id, role)
        stream.enqueue(new TextEncoder().encode('{"full_name":"Mallory"}'))
        stream.close()
      },
    })
    const slow = await warder.request(`/api/admin/users/${id}`, {
      method: 'PATCH',
      body,
      duplex: 'half',
      headers: {
        authorization: `Bearer ${ada.access_token}`,
        'content-type': 'application/json',
        'if-match': '*',
      },
    } as RequestInit)
    assert.equal(slow.status, 403, await slow.clone().text())
  })

  test('the last administrator stays, however many go at once', async () => {
    const { app } = warder
    const [ada, bob] = [await administrator(warder), await administrator(warder)]
    const others = await app.db
      .selectFrom('user_role')
      .select('user_id')
      .where('role', '=', 'admin')
      .execute()
    for (const { user_id } of others)
      if (user_id !== ada.id && user_id !== bob.id) await revokeRole(warder.operator, user_id, 'admin')
    const answers = await Promise.all([
      ada.call('POST', `/users/${bob.id}/disable`),
      bob.call('POST', `/users/${ada.id}/disable`),
    ])
    assert.equal(answers.filter(({ status }) => status === 200).length, 1)
    const left = answers[0]?.status === 200 ? ada : bob
    await left.ask('POST', `/users/${left.id}/disable`, 409)
    assert.equal((await left.call('DELETE', `/users/${left.id}`, undefined, { 'if-match': '*' })).status, 409)
    assert.equal((await json<Role>(await left.call('GET', '/roles/admin'))).name, 'admin')
  })

  test('SE-06 a browser needs its CSRF token for what changes something, and none for a look', async () => {
    const ada = await administrator(warder)
    const browser = warder.browser()
    await browser.submit(await browser.open('/login'), '/login', { email: ada.email, password: goodPassword })
    assert.equal((await browser.send('/api/admin/users?limit=1')).status, 200)
    const { csrf_token } = await json<{ csrf_token: string }>(await browser.send('/auth/csrf'))
    const make = (headers: Record<string, string>) => {
      const body = JSON.stringify({ name: 'by-browser', permissions: [] })
      const sized = { 'content-type': 'application/json', 'content-length': String(body.length) }
      return browser.send('/api/admin/roles', { method: 'POST', body, headers: { ...sized, ...headers } })
    }
    for (const headers of [
      {},
      { 'x-csrf-token': 'x' },
      { 'x-csrf-token': csrf_token, origin: 'https://evil.example' },
    ])
      assert.equal((await make(headers as Record<string, string>)).status, 403)
    assert.equal((await make({ 'x-csrf-token': csrf_token })).status, 201)
  })

  test('TN-01 who administers another tenant administers nothing here', async () => {
    const ada = await administrator(warder)
    await warder.app.db
      .insertInto('tenant')
      .values({
        ...{ id: 'ten_other', directory_id: 'dir_common', slug: 'other', name: 'Other', issuer: null },
        ...{ second_factor_required_at: null, suspended_at: null, created_at: 1 },
      })
      .onConflict((conflict) => conflict.column('id').doNothing())
      .execute()
    await warder.app.db
      .updateTable('session')
      .set({ tenant_id: 'ten_other' })
      .where('user_id', '=', ada.id)
      .execute()
    await warder.app.db
      .insertInto('user_role')
      .values({ user_id: ada.id, tenant_id: 'ten_other', role: 'admin', granted_at: 1 })
      .execute()
    await ada.ask('GET', '/users', 401)
    await ada.ask('POST', '/roles', 401, { name: 'theirs', permissions: [] })
  })
})
