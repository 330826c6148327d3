import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import { removeMember, setMemberRoles } from '../../../../packages/warder/src/members/manage.ts'
import { requireSecondFactor } from '../../../../packages/warder/src/store/tenants.ts'
import { createRole } from '../../../../packages/warder/src/roles/manage.ts'
import { resumeTenant, suspendTenant } from '../../../../packages/warder/src/tenants/manage.ts'
import { onEveryDatabase } from '../../../support/on-every-database.ts'
import { addApp } from '../../../support/people/authenticator.ts'
import { bearer, makeShared, type Shared } from '../../../support/people/members.ts'
import { program } from '../../../support/people/programs.ts'
import { makeTenant } from '../../../support/people/tenants.ts'
import { goodPassword, json } from '../../../support/warder.ts'

type Tokens = { access_token: string; refresh_token: string }
type Me = { id: string; tenant_id: string; roles: string[]; permissions: string[] }
type List = { items: { id: string; slug: string; issuer: string; current: boolean }[] }

const claimsOf = (token: string) =>
  JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as Record<string, unknown>

onEveryDatabase('going on to another tenant', (warder) => {
  let count = 0
  const slug = () => `acme-${++count}`
  const somebody = () => warder.user(`ada-${++count}@example.com`)
  const switchTo = (token: string, name: string, at = '') =>
    warder.post(`${at}/auth/tenants/${name}/switch`, {}, bearer(token))
  const me = (token: string, place = '') => warder.get(`${place}/auth/me`, bearer(token))
  const login = (email: string, tenant: string, more: object = {}) =>
    warder.post('/auth/login', { email, password: goodPassword, tenant, ...more })

  async function memberOf(acme: Shared, roles: string[] = []) {
    const user = await somebody()
    await acme.member(user.id, roles)
    return user
  }

  test('TN-04 a member gets tokens of there, with the roles of there, and the old ones stay where they are from', async () => {
    const acme = await makeShared(warder, slug())
    await createRole(acme.by, { name: 'editor', permissions: ['docs:write'] })
    const user = await memberOf(acme, ['editor'])
    const { access_token: old } = await warder.tokens(user.email)
    const answer = await switchTo(old, acme.tenant.id)
    assert.equal(answer.status, 200)
    const { access_token, refresh_token } = await json<Tokens>(answer)
    const claims = claimsOf(access_token)
    assert.deepEqual([claims['iss'], claims['sub']], [acme.tenant.issuer, user.id])
    const there = await json<Me>(await me(access_token, acme.tenant.prefix))
    assert.deepEqual(
      [there.id, there.tenant_id, there.roles, there.permissions],
      [user.id, acme.tenant.id, ['editor'], ['docs:write']],
    )
    const here = await json<Me>(await me(old))
    assert.deepEqual([here.tenant_id, here.roles], ['ten_default', []])
    assert.deepEqual(
      [(await me(access_token)).status, (await me(old, acme.tenant.prefix)).status],
      [401, 401],
    )
    const refreshed = (at: string) => warder.post(`${at}/auth/refresh`, { refresh_token })
    assert.equal((await refreshed('')).status, 401)
    assert.equal((await refreshed(acme.tenant.prefix)).status, 200)
  })

  test('TN-04 whoever is no member, a tenant that is suspended, one with people of its own and none at all are one answer', async () => {
    const acme = await makeShared(warder, slug())
    const closed = await makeShared(warder, slug())
    const other = await makeTenant(warder, slug())
    const user = await memberOf(closed)
    await suspendTenant(warder.operator, closed.tenant.slug)
    const { access_token } = await warder.tokens(user.email)
    const told = new Set<string>()
    for (const name of [
      acme.tenant.id,
      acme.tenant.slug,
      closed.tenant.id,
      other.tenant.id,
      'ten_nobody',
      'x!',
    ]) {
      const answer = await switchTo(access_token, encodeURIComponent(name))
      assert.equal(answer.status, 403, name)
      told.add((await answer.text()).replace(/urn:warder:request:[^"]+/, ''))
    }
    assert.equal(told.size, 1)
    await resumeTenant(warder.operator, closed.tenant.slug)
    assert.equal((await switchTo(access_token, closed.tenant.id)).status, 200)
    assert.equal((await switchTo(access_token, 'default')).status, 409)
  })

  test('GET /auth/tenants tells where somebody belongs, and nothing of the others', async () => {
    const acme = await makeShared(warder, slug())
    await makeShared(warder, slug())
    const user = await memberOf(acme)
    const { access_token } = await warder.tokens(user.email)
    const list = async (token: string, at = '') =>
      (await json<List>(await warder.get(`${at}/auth/tenants`, bearer(token)))).items.map((one) => [
        one.slug,
        one.current,
      ])
    assert.deepEqual(await list(access_token), [
      ['default', true],
      [acme.tenant.slug, false],
    ])
    const { access_token: there } = await json<Tokens>(await switchTo(access_token, acme.tenant.slug))
    assert.deepEqual(await list(there, acme.tenant.prefix), [
      ['default', false],
      [acme.tenant.slug, true],
    ])
    const back = await json<Tokens>(await switchTo(there, 'default', acme.tenant.prefix))
    assert.equal((await me(back.access_token)).status, 200)
    const other = await makeTenant(warder, slug())
    await other.user()
    assert.deepEqual(await list(await other.token(), other.tenant.prefix), [[other.tenant.slug, true]])
  })

  test('going on proves nothing: what was proved, and when, is what it was, and it ends with the session before', async () => {
    const acme = await makeShared(warder, slug())
    const user = await memberOf(acme)
    const { access_token } = await warder.tokens(user.email)
    warder.clock.now += 301
    const { access_token: there } = await json<Tokens>(await switchTo(access_token, acme.tenant.id))
    const [before, after] = [claimsOf(access_token), claimsOf(there)]
    assert.deepEqual([after['amr'], after['auth_time']], [before['amr'], before['auth_time']])
    const sessions = await json<{ items: { id: string; expires_at: string }[] }>(
      await warder.get('/auth/sessions', bearer(access_token)),
    )
    assert.equal(new Set(sessions.items.map(({ expires_at }) => expires_at)).size, 1)
    assert.equal((await warder.post('/auth/logout', {}, bearer(access_token))).status, 204)
    assert.equal((await me(there, acme.tenant.prefix)).status, 401)
    const feed = await json<{ items: { kind: string; hash: string }[] }>(
      await warder.get('/oauth/revocations'),
    )
    const named = feed.items.filter(({ kind }) => kind === 'sid').map(({ hash }) => hash)
    for (const { sid } of [before, after])
      assert.ok(named.includes(createHash('sha256').update(String(sid)).digest('base64url')))
  })

  test('a tenant that asks for a second factor gets one before it is opened', async () => {
    const acme = await makeShared(warder, slug())
    const user = await memberOf(acme)
    await requireSecondFactor(warder.app.db, acme.tenant.id, warder.clock.now)
    const { access_token } = await warder.tokens(user.email)
    const refused = await switchTo(access_token, acme.tenant.id)
    assert.equal(refused.status, 401)
    assert.match(refused.headers.get('www-authenticate') ?? '', /acr_values="urn:warder:aal2"/)

    const ada = await program(warder, user.email)
    await addApp(warder, user.email, ada)
    assert.equal((await ada.post(`/auth/tenants/${acme.tenant.id}/switch`)).status, 200)
  })

  test('TN-04 whoever is taken out has nothing there any more, in the very moment, and all that they have elsewhere', async () => {
    const acme = await makeShared(warder, slug())
    const beta = await makeShared(warder, slug())
    const user = await memberOf(acme, ['admin'])
    await beta.member(user.id)
    const { access_token } = await warder.tokens(user.email)
    const there = await json<Tokens>(await switchTo(access_token, acme.tenant.id))
    const direct = await json<Tokens>(await login(user.email, acme.tenant.slug))
    const other = await json<Tokens>(await switchTo(access_token, beta.tenant.id))
    const ends = warder.clock.now
    await removeMember(acme.by, user.id)
    for (const { access_token: token, refresh_token } of [there, direct]) {
      assert.equal((await me(token, acme.tenant.prefix)).status, 401)
      assert.equal((await warder.post(`${acme.tenant.prefix}/auth/refresh`, { refresh_token })).status, 401)
    }
    assert.equal((await me(other.access_token, beta.tenant.prefix)).status, 200)
    assert.equal((await me(access_token)).status, 200)
    const feed = await json<{ items: { kind: string; at?: number }[] }>(
      await warder.get('/oauth/revocations'),
    )
    const kinds = new Set(feed.items.map(({ kind }) => kind))
    assert.ok(kinds.has('sid') && kinds.has('jti') && !kinds.has('sub'), [...kinds].join())
    assert.ok(ends <= warder.clock.now)
    assert.equal((await switchTo(access_token, acme.tenant.id)).status, 403)
    assert.equal((await login(user.email, acme.tenant.slug)).status, 401)
    await acme.member(user.id)
    assert.deepEqual((await json<Me>(await me(await acme.token(user.email), acme.tenant.prefix))).roles, [])
  })

  test('TN-04 of being taken out and going on at the same moment nothing is left open', async () => {
    const acme = await makeShared(warder, slug())
    for (let round = 0; round < 5; round++) {
      const user = await memberOf(acme)
      const { access_token } = await warder.tokens(user.email)
      const [answers] = await Promise.all([
        Promise.all(Array.from({ length: 4 }, () => switchTo(access_token, acme.tenant.id))),
        removeMember(acme.by, user.id),
      ])
      for (const answer of answers) {
        assert.ok([200, 403].includes(answer.status))
        if (answer.status !== 200) continue
        const { access_token: there } = await json<Tokens>(answer)
        assert.equal((await me(there, acme.tenant.prefix)).status, 401)
      }
    }
  })

  test('going on is written down where it leads to, and a refused one where it began', async () => {
    const acme = await makeShared(warder, slug())
    const user = await memberOf(acme)
    const { access_token } = await warder.tokens(user.email)
    await switchTo(access_token, acme.tenant.id)
    await switchTo(access_token, (await makeShared(warder, slug())).tenant.id)
    const events = await warder.app.db
      .selectFrom('audit_event')
      .select(['outcome', 'tenant_id'])
      .where('type', '=', 'session.switched')
      .where('actor', '=', user.id)
      .orderBy('seq')
      .execute()
    assert.deepEqual(
      events.map(({ outcome, tenant_id }) => [outcome, tenant_id]),
      [
        ['succeeded', acme.tenant.id],
        ['refused', 'ten_default'],
      ],
    )
  })

  test('roles are of one tenant, and changed ones count from the next request on', async () => {
    const acme = await makeShared(warder, slug())
    const user = await memberOf(acme, ['admin'])
    const token = await acme.token(user.email)
    const asked = async () =>
      (await warder.get(`${acme.tenant.prefix}/api/admin/clients`, bearer(token))).status
    assert.equal(await asked(), 200)
    assert.equal(
      (await warder.get('/api/admin/clients', bearer((await warder.tokens(user.email)).access_token))).status,
      403,
    )
    await setMemberRoles(acme.by, user.id, [])
    assert.equal(await asked(), 403)
  })

  test('POST /auth/login with `tenant` tells a wrong password, no member and no tenant by one answer', async () => {
    const acme = await makeShared(warder, slug())
    const other = await makeTenant(warder, slug())
    const user = await memberOf(acme)
    const stranger = await somebody()
    assert.equal((await login(user.email, acme.tenant.slug)).status, 200)
    assert.equal((await login(user.email, acme.tenant.id)).status, 200)
    const told = new Set<string>()
    for (const [email, tenant, more] of [
      [user.email, acme.tenant.slug, { password: 'this is not the password' }],
      [stranger.email, acme.tenant.slug, {}],
      [user.email, other.tenant.slug, {}],
      [user.email, 'nobody', {}],
    ] as const) {
      const answer = await login(email, tenant, more)
      assert.equal(answer.status, 401)
      told.add((await answer.text()).replace(/urn:warder:request:[^"]+/, ''))
    }
    assert.equal(told.size, 1)
  })

  test('a sign-in to a tenant that waits for a code is finished at the root, in that tenant, unless they are taken out', async () => {
    const acme = await makeShared(warder, slug())
    const user = await memberOf(acme)
    const ada = await program(warder, user.email)
    const app = await addApp(warder, user.email, ada)
    const begin = async () => {
      warder.clock.now += 60
      return json<{ temp_token: string; mfa_required: boolean }>(await login(user.email, acme.tenant.slug))
    }
    const finish = (temp_token: string) => warder.post('/auth/login/mfa', { temp_token, code: app.code() })
    const done = await finish((await begin()).temp_token)
    assert.equal(done.status, 200)
    const { access_token } = await json<Tokens>(done)
    assert.equal((await json<Me>(await me(access_token, acme.tenant.prefix))).tenant_id, acme.tenant.id)
    const { temp_token } = await begin()
    await removeMember(acme.by, user.id)
    assert.notEqual((await finish(temp_token)).status, 200)
  })
})
