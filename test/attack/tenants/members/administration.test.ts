import assert from 'node:assert/strict'
import { test } from 'node:test'
import { removeMember, setMemberRoles } from '../../../../packages/warder/src/members/manage.ts'
import { routes } from '../../../../packages/warder/src/routes.ts'
import { createRole } from '../../../../packages/warder/src/roles/manage.ts'
import { isShared } from '../../../../packages/warder/src/tenants/without-people.ts'
import { createUser, deleteUser, setUserDisabled } from '../../../../packages/warder/src/users/manage.ts'
import { onEveryDatabase } from '../../../support/on-every-database.ts'
import { administrator, callAdmin } from '../../../support/people/administrators.ts'
import { bearer, makeShared, type Shared } from '../../../support/people/members.ts'
import { linkTo } from '../../../support/people/programs.ts'
import { makeTenant } from '../../../support/people/tenants.ts'
import { goodPassword, json } from '../../../support/warder.ts'

type Member = { user_id: string; email: string; roles: string[] }
type Invitation = { id: string; email: string; roles: string[] }

onEveryDatabase('members of a tenant', (warder) => {
  let count = 0
  const slug = () => `acme-${++count}`
  const somebody = () => warder.user(`ada-${++count}@example.com`)

  /** Calls below `/api/admin/tenants/{id}` in the tenant itself, by somebody with these permissions. */
  async function own(acme: Shared, permissions: string[] = ['*']) {
    const role = permissions.includes('*') ? 'admin' : `role-${++count}`
    if (role !== 'admin') await createRole(acme.by, { name: role, permissions })
    const { id, email } = await somebody()
    await acme.member(id, [role])
    const token = await acme.token(email)
    const call = async (method: string, path: string, body?: object, tenant = acme.tenant.id) => {
      const text = body && JSON.stringify(body)
      return warder.request(`${acme.tenant.prefix}/api/admin/tenants/${tenant}${path}`, {
        method,
        headers: {
          ...bearer(token),
          ...(text && { 'content-type': 'application/json', 'content-length': String(text.length) }),
        },
        ...(text && { body: text }),
      })
    }
    return { id, email, token, call }
  }

  test('the first tenant adds people, shows them, changes their roles and takes them out, and it is written down in the tenant', async () => {
    const acme = await makeShared(warder, slug())
    await createRole(acme.by, { name: 'editor', permissions: ['docs:write'] })
    const root = await administrator(warder)
    const user = await somebody()
    const path = `/tenants/${acme.tenant.id}/memberships`
    const made = await root.ask<Member>('POST', path, 201, { user_id: user.id, roles: ['editor'] })
    assert.deepEqual([made.email, made.roles], [user.email, ['editor']])
    await root.ask('POST', path, 409, { user_id: user.id })
    await root.ask('POST', path, 404, { user_id: 'usr_nobody' })
    await root.ask('POST', path, 400, { user_id: (await somebody()).id, roles: ['nothing'] })
    const { items } = await root.ask<{ items: Member[] }>('GET', path, 200)
    assert.deepEqual(items, [made])
    const changed = await root.ask<Member>('PATCH', `${path}/${user.id}`, 200, { roles: ['admin'] })
    assert.deepEqual(changed.roles, ['admin'])
    await root.ask('DELETE', `${path}/${user.id}`, 409)
    await root.ask('PATCH', `${path}/${user.id}`, 409, { roles: [] })
    await acme.member((await somebody()).id, ['admin'])
    await root.ask('DELETE', `${path}/${user.id}`, 204)
    await root.ask('GET', `${path}/${user.id}`, 404)

    const admin = await own(acme)
    const audit = await warder.get(`${acme.tenant.prefix}/api/admin/audit`, bearer(admin.token))
    const types = (await json<{ items: { type: string; actor: string | null }[] }>(audit)).items
      .filter(({ actor }) => actor === root.id)
      .map(({ type }) => type)
    assert.deepEqual(types.toSorted(), ['membership.added', 'membership.removed', 'membership.updated'])
  })

  test('a repeated call with its key makes one member, and is answered with it', async () => {
    const acme = await makeShared(warder, slug())
    const root = await administrator(warder)
    const { id } = await somebody()
    const send = () =>
      root.call(
        'POST',
        `/tenants/${acme.tenant.slug}/memberships`,
        { user_id: id },
        { 'idempotency-key': id },
      )
    const [first, second] = [await send(), await send()]
    assert.deepEqual([first.status, second.status], [201, 200])
    assert.deepEqual(await json(second), await json(first))
  })

  test('TN-03 an administrator of one tenant reaches its members alone, adds nobody unasked, and gives no more than they have', async () => {
    const acme = await makeShared(warder, slug())
    const beta = await makeShared(warder, slug())
    const other = await makeTenant(warder, slug())
    await createRole(acme.by, { name: 'editor', permissions: ['docs:write'] })
    const admin = await own(acme)
    const helper = await own(acme, ['members:*'])
    const stranger = await somebody()
    for (const tenant of [
      beta.tenant.id,
      beta.tenant.slug,
      other.tenant.id,
      'ten_default',
      'default',
      'nobody',
    ])
      for (const [method, path, body] of [
        ['GET', '/memberships', undefined],
        ['DELETE', `/memberships/${stranger.id}`, undefined],
        ['POST', '/invitations', { email: 'x@example.com' }],
      ] as const)
        assert.equal((await admin.call(method, path, body, tenant)).status, 404, `${method} ${tenant}`)
    assert.equal((await admin.call('POST', '/memberships', { user_id: stranger.id })).status, 403)
    assert.equal((await admin.call('GET', `/memberships/${stranger.id}`)).status, 404)
    assert.equal((await admin.call('GET', '')).status, 404)
    assert.equal((await admin.call('POST', '/suspend', {})).status, 404)

    const { items } = await json<{ items: Member[] }>(await helper.call('GET', '/memberships'))
    assert.deepEqual(new Set(items.map(({ user_id }) => user_id)), new Set([admin.id, helper.id]))
    const email = `new-${++count}@example.com`
    assert.equal((await helper.call('POST', '/invitations', { email, roles: ['admin'] })).status, 403)
    assert.equal((await helper.call('POST', '/invitations', { email, roles: ['editor'] })).status, 403)
    // The last one stays in any case; of two neither is hers to take.
    assert.equal((await helper.call('DELETE', `/memberships/${admin.id}`)).status, 409)
    await acme.member((await somebody()).id, ['admin'])
    assert.equal((await helper.call('PATCH', `/memberships/${admin.id}`, { roles: [] })).status, 403)
    assert.equal((await helper.call('DELETE', `/memberships/${admin.id}`)).status, 403)
    assert.equal((await helper.call('PATCH', `/memberships/${helper.id}`, { roles: ['admin'] })).status, 403)
    const made = await json<Invitation>(
      await admin.call('POST', '/invitations', { email, roles: ['editor'] }),
    )
    assert.deepEqual([made.email, made.roles, 'link' in made], [email, ['editor'], false])
    assert.equal((await helper.call('DELETE', '/invitations/inv_nobody')).status, 404)
    assert.equal((await helper.call('DELETE', `/invitations/${made.id}`)).status, 204)
    const left = await json<{ items: Invitation[] }>(await admin.call('GET', '/invitations'))
    assert.deepEqual(left.items, [])
    const reader = await own(acme, ['members:read'])
    assert.equal((await reader.call('GET', '/memberships')).status, 200)
    assert.equal((await reader.call('POST', '/invitations', { email })).status, 403)
  })

  const invites = async ({ by }: Shared) => createRole(by, { name: 'invites', permissions: ['members:*'] })
  // oxfmt-ignore
  const gone: [why: string, roles: string[], happens: (acme: Shared, id: string) => Promise<unknown>][] = [
    ['was taken out',      ['admin'], (acme, id) => removeMember(acme.by, id)],
    ['may give less',      ['admin'], async (acme, id) => setMemberRoles(acme.by, id, [(await invites(acme)).name])],
    ['may invite nobody',  [],        (acme, id) => setMemberRoles(acme.by, id, [])],
    ['is disabled',        ['admin'], (_, id) => setUserDisabled(warder.operator, id, true)],
  ]
  for (const [why, roles, happens] of gone)
    test(`TN-07 an invitation of somebody who ${why} since leads nowhere`, async () => {
      const acme = await makeShared(warder, slug())
      const mallory = await own(acme)
      const ends = `mallory-${++count}@example.com`
      const stays = `bob-${++count}@example.com`
      for (const [who, email] of [
        [mallory, ends],
        [await own(acme), stays],
      ] as const)
        assert.equal((await who.call('POST', '/invitations', { email, roles })).status, 201)
      await happens(acme, mallory.id)
      const accept = async (email: string) => {
        const token = await linkTo(warder, email, '/invite')
        return warder.post('/auth/invite', { token, full_name: 'Mallory', password: goodPassword })
      }
      const refused = await accept(ends)
      assert.equal(refused.status, 400)
      assert.equal((await json<{ code: string }>(refused)).code, 'token_invalid')
      assert.equal((await accept(stays)).status, 200)
    })

  test('a tenant with people of its own has no members', async () => {
    const other = await makeTenant(warder, slug())
    const root = await administrator(warder)
    const { id } = await somebody()
    await root.ask('POST', `/tenants/${other.tenant.id}/memberships`, 409, { user_id: id })
    await root.ask('POST', '/tenants/default/memberships', 409, { user_id: id })
    const acme = await makeShared(warder, slug())
    const theirs = await other.user()
    await root.ask('POST', `/tenants/${acme.tenant.id}/memberships`, 404, { user_id: theirs.id })
    await root.ask('POST', '/tenants', 400, { name: 'Acme', slug: slug(), seats: 3 })
  })

  test('its administrator reaches nobody’s account, and no directory of all', async () => {
    const acme = await makeShared(warder, slug())
    const admin = await own(acme)
    const bystander = await somebody()
    const reachable = new Set<string>()
    for (const { method, path } of routes) {
      const shared = isShared({ method, path })
      // Of what is there, what is read: by somebody's id it tells nothing of them.
      if (shared && method !== 'GET') continue
      const at = acme.tenant.prefix + path.replaceAll(/:[a-z_]+/g, bystander.id)
      const answer = await warder.request(at, {
        method,
        headers: { ...bearer(admin.token), 'if-match': '*' },
      })
      const text = await answer.text()
      assert.ok(!text.includes(bystander.email), `${method} ${path}`)
      if (shared) continue
      const home = answer.headers.get('location')
      if (
        answer.status === 303 &&
        home !== null &&
        new URL(home, 'https://id.example').pathname.startsWith('/t/')
      )
        reachable.add(`${method} ${path}`)
      if (answer.status !== 404 && answer.status !== 303) reachable.add(`${method} ${path} ${answer.status}`)
    }
    assert.deepEqual([...reachable], [])
    for (const path of ['/users', '/connections', '/provisioners', '/settings'])
      assert.equal(
        (await callAdmin(warder, 'GET', path, undefined, bearer(admin.token))).status,
        401,
        'a token of there is none of the first tenant',
      )
    for (const path of [`/roles/admin/members`])
      assert.equal(
        (
          await warder.request(`${acme.tenant.prefix}/api/admin${path}`, {
            method: 'POST',
            headers: {
              ...bearer(admin.token),
              'content-type': 'application/json',
              'content-length': String(JSON.stringify({ user_id: bystander.id }).length),
            },
            body: JSON.stringify({ user_id: bystander.id }),
          })
        ).status,
        404,
        'nobody gets a role who is no member',
      )
  })

  test('no account is made, disabled or deleted by way of it', async () => {
    const acme = await makeShared(warder, slug())
    const { id, email } = await somebody()
    await acme.member(id)
    await assert.rejects(createUser(acme.by, { email: `new-${email}` }), { code: 'conflict' })
    await assert.rejects(setUserDisabled(acme.by, id, true), { code: 'conflict' })
    await assert.rejects(deleteUser(acme.by, id), { code: 'conflict' })
  })

  test('a table of what is there: what is about accounts is not among it', () => {
    const there = routes.filter(isShared).map(({ method, path }) => `${method} ${path}`)
    assert.ok(there.length > 60)
    const accounts =
      /users|connections|provision|scim|settings|register|password|emails?\b|phone|passkey|totp|backup|vault|export|import|setup|recover|magic|otp|saml|auth\/oauth|not-me|was-it-me|privacy|session(?!s$)/
    assert.deepEqual(
      there.filter((row) => accounts.test(row) && !row.startsWith('GET /assets/')),
      [
        'POST /auth/login/session',
        'POST /auth/logout/session',
        'POST /oauth/register',
        'GET /oauth/register/:client_id',
        'PUT /oauth/register/:client_id',
        'DELETE /oauth/register/:client_id',
      ],
    )
  })
})
