import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createRole, grantRole, revokeRole } from '../../../packages/warder/src/roles/manage.ts'
import { onEveryDatabase } from '../../support/on-every-database.ts'
import { holders, makeKey, type Key } from '../../support/people/api-keys.ts'
import { program, type Program } from '../../support/people/programs.ts'
import { keeper, type Keeper } from '../../support/people/service-accounts.ts'
import { json } from '../../support/warder.ts'

type Said = { active: boolean; owner?: { type: string; id: string }; scopes?: string[] }

onEveryDatabase('API keys of programs', (warder) => {
  const tenant = { type: 'tenant', id: 'ten_default' }
  const ofAccount = (id: string) => ({ type: 'service_account', id })
  let people = 0
  /** Somebody whose roles allow just this. */
  const somebody = async (...permissions: string[]): Promise<Program> => {
    const email = `somebody-${++people}@example.com`
    await warder.user(email)
    await createRole(warder.operator, { name: `role-${people}`, permissions })
    await grantRole(warder.operator, email, `role-${people}`)
    return program(warder, email)
  }
  /** What Warder says of a key to an API that may ask. */
  const said = async (by: Keeper, key: string): Promise<Said> => {
    const { key: asking } = await makeKey(warder, by.program.headers(), {
      scopes: ['keys:verify'],
      owner: { type: 'tenant' },
    })
    return json<Said>(await warder.form('/api/keys/verify', { key }, { 'x-api-key': asking }))
  }
  const make = (by: Program, owner: unknown, scopes = ['reports:read']) =>
    by.post('/api/keys', { name: 'Robot', scopes, owner })
  const news = async () =>
    (await json<{ items: { kind: string }[] }>(await warder.get('/oauth/revocations'))).items.filter(
      ({ kind }) => kind === 'key',
    ).length

  test('AK-02 of a service account does what the account may do now, and says whose it is', async () => {
    const ada = await keeper(warder)
    const { id } = await ada.account()
    const made = await json<Key>(await make(ada.program, ofAccount(id), ['reports:read', 'reports:write']))
    assert.deepEqual(made.owner, ofAccount(id))
    const { active, owner, scopes } = await said(ada, made.key)
    assert.deepEqual(
      { active, owner, scopes },
      {
        active: true,
        owner: ofAccount(id),
        scopes: ['reports:read', 'reports:write'],
      },
    )
    const before = await news()
    await ada.patch(id, { scopes: ['reports:read'] })
    assert.deepEqual((await said(ada, made.key)).scopes, ['reports:read'])
    assert.ok((await news()) > before, 'whoever remembers it asks anew')
  })

  test('AK-07 of a service account is dead while that is disabled, and gone with it', async () => {
    const ada = await keeper(warder)
    const { id } = await ada.account()
    const { key, id: key_id } = await json<Key>(await make(ada.program, ofAccount(id)))
    const before = await news()
    await ada.patch(id, { disabled: true })
    assert.deepEqual(await said(ada, key), { active: false })
    const disabled = await news()
    assert.ok(disabled > before)
    await ada.patch(id, { disabled: false })
    assert.equal((await said(ada, key)).active, true)
    assert.equal((await ada.program.remove(`/api/service-accounts/${id}`)).status, 204)
    assert.deepEqual(await said(ada, key), { active: false })
    assert.ok((await news()) > disabled)
    assert.equal((await ada.program.get(`/api/keys/${key_id}`)).status, 404)
  })

  test('AK-02 of the tenant does what its maker gave it, and goes on when they leave', async () => {
    const ada = await keeper(warder)
    const { key } = await json<Key>(await make(ada.program, { type: 'tenant' }))
    const { owner, scopes } = await said(ada, key)
    assert.deepEqual({ owner, scopes }, { owner: tenant, scopes: ['reports:read'] })
    const { email } = await json<{ email: string }>(await ada.program.get('/auth/me'))
    const other = await keeper(warder)
    await revokeRole(warder.operator, email, 'admin')
    assert.equal((await said(other, key)).active, true)
  })

  test('is nobody: it opens no account, and looks after service accounts where its scope says so', async () => {
    const ada = await keeper(warder)
    const scopes = ['profile:read', 'service_accounts:write', 'reports:read']
    const made = await json<Key>(await make(ada.program, { type: 'tenant' }, scopes))
    const bearer = { authorization: `Bearer ${made.key}` }
    assert.equal((await warder.get('/auth/me', bearer)).status, 403)
    for (const path of ['/api/keys', '/auth/sessions', `/api/keys/${made.id}`])
      assert.equal((await warder.get(path, bearer)).status, 401, path)
    assert.equal(
      (await warder.post('/api/keys', { name: 'X', scopes: ['reports:read'] }, bearer)).status,
      401,
    )
    const robot = { name: 'Robot', scopes: ['reports:read'] }
    const answer = await warder.post('/api/service-accounts', robot, bearer)
    assert.equal(answer.status, 201)
    const more = { name: 'Robot', scopes: ['reports:write'] }
    assert.equal((await warder.post('/api/service-accounts', more, bearer)).status, 403)
    const { id } = await json<{ id: string }>(answer)
    const row = await warder.app.db
      .selectFrom('audit_event')
      .select(['actor', 'detail'])
      .where('subject', '=', id)
      .executeTakeFirstOrThrow()
    assert.equal(row.actor, 'ten_default')
    assert.equal((JSON.parse(row.detail) as { api_key: string }).api_key, made.id)
  })

  // oxfmt-ignore
  const wishes: [holds: string[], owner: 'account' | 'tenant', scopes: string[], status: number][] = [
    [['service_accounts:write', 'reports:read'],  'account', ['reports:read'],  201],
    [['service_accounts:write'],                  'account', ['reports:read'],  403],
    [['service_accounts:write', 'docs:read'],     'account', ['docs:read'],     403],
    [['service_accounts:read', 'reports:read'],   'account', ['reports:read'],  403],
    [['api_keys:write', 'reports:read'],          'account', ['reports:read'],  403],
    [['api_keys:write', 'reports:read'],          'tenant',  ['reports:read'],  201],
    [['api_keys:*', 'reports:*'],                 'tenant',  ['reports:read'],  201],
    [['api_keys:write'],                          'tenant',  ['reports:read'],  403],
    [['api_keys:read', 'reports:read'],           'tenant',  ['reports:read'],  403],
    [['service_accounts:write', 'reports:read'],  'tenant',  ['reports:read'],  403],
  ]
  for (const [holds, owner, scopes, status] of wishes)
    test(`AK-02 whoever may ${holds.join(' and ')} and wants ${scopes.join()} for the ${owner} gets ${status}`, async () => {
      const { id } = await (await keeper(warder)).account({ scopes: ['reports:read'] })
      const somebodys = await somebody(...holds)
      const asked = owner === 'account' ? ofAccount(id) : { type: 'tenant' }
      assert.equal((await make(somebodys, asked, scopes)).status, status)
    })

  test('AK-10 is unknown to whoever does not look after it, and to those of another tenant', async () => {
    const ada = await keeper(warder)
    const { id } = await ada.account()
    const bob = await somebody('reports:read')
    const reader = await somebody('service_accounts:read', 'api_keys:read')
    for (const owner of [ofAccount(id), { type: 'tenant' }]) {
      const made = await json<Key>(await make(ada.program, owner))
      const path = `/api/keys/${made.id}`
      for (const get of [path, `${path}/usage`]) {
        assert.equal((await bob.get(get)).status, 404)
        assert.equal((await reader.get(get)).status, 200)
      }
      for (const program of [bob, reader]) {
        assert.equal((await program.post(`${path}/rotate`)).status, 404)
        assert.equal((await program.remove(path)).status, 404)
      }
      // Whoever writes may not read a secret that does more than they may.
      const writer = await somebody('service_accounts:*', 'api_keys:*')
      assert.equal((await writer.post(`${path}/rotate`)).status, 403)

      const { db } = warder.app
      const move = (tenant_id: string) =>
        db.updateTable('api_key').set({ tenant_id }).where('id', '=', made.id).execute()
      const columns = await db.selectFrom('tenant').selectAll().executeTakeFirstOrThrow()
      const elsewhere = { id: 'ten_other', slug: 'other', name: 'Other', issuer: 'https://other.example' }
      await db
        .insertInto('tenant')
        .values({ ...columns, ...elsewhere })
        .onConflict((conflict) => conflict.doNothing())
        .execute()
      await move('ten_other')
      assert.equal((await ada.program.get(path)).status, 404)
      assert.equal((await ada.program.remove(path)).status, 404)
      assert.deepEqual(await said(ada, made.key), { active: false })
      await move('ten_default')

      const rotated = await json<Key>(await ada.program.post(`${path}/rotate`, { grace_period_seconds: 0 }))
      assert.deepEqual(
        [(await said(ada, made.key)).active, (await said(ada, rotated.key)).active],
        [false, true],
      )
      assert.equal((await ada.program.remove(path)).status, 204)
      assert.deepEqual(await said(ada, rotated.key), { active: false })
    }
    assert.equal((await make(ada.program, ofAccount('svc_nobody'))).status, 404)
    assert.equal((await make(ada.program, { type: 'user', id })).status, 400)
  })

  test('AK-10 a person’s own key is theirs alone, whoever looks after programs', async () => {
    const { someone } = holders(warder)
    const { made } = await someone()
    const root = await keeper(warder)
    assert.equal((await root.program.get(`/api/keys/${made.id}`)).status, 404)
    assert.equal((await root.program.post(`/api/keys/${made.id}/rotate`)).status, 404)
    assert.equal((await root.program.remove(`/api/keys/${made.id}`)).status, 404)
  })

  test('is listed with its owner, for those who look after it', async () => {
    const ada = await keeper(warder)
    const { id } = await ada.account()
    const made = await json<Key>(await make(ada.program, ofAccount(id)))
    const listed = async (by: Program, query: string) => {
      const answer = await by.get(`/api/keys${query}`)
      if (answer.status !== 200) return answer.status
      return (await json<{ items: Key[] }>(answer)).items.map((key) => key.id)
    }
    assert.deepEqual(await listed(ada.program, `?owner=${id}`), [made.id])
    assert.deepEqual(await listed(ada.program, ''), [])
    const tenants = await listed(ada.program, '?owner=tenant')
    assert.ok(Array.isArray(tenants) && tenants.length > 0 && !tenants.includes(made.id))
    const bob = await somebody('reports:read')
    assert.deepEqual([await listed(bob, `?owner=${id}`), await listed(bob, '?owner=tenant')], [403, 403])
  })

  test('AK-08 of twenty at once only as many are made as an account may have', async () => {
    const ada = await keeper(warder)
    const { id } = await ada.account()
    const { db, now } = warder.app
    await db.updateTable('api_key').set({ revoked_at: now() }).execute()
    for (let at = 0; at < 49; at++) assert.equal((await make(ada.program, ofAccount(id))).status, 201)
    const answers = await Promise.all(Array.from({ length: 20 }, () => make(ada.program, ofAccount(id))))
    assert.equal(answers.filter(({ status }) => status === 201).length, 1)
    assert.equal(answers.filter(({ status }) => status === 409).length, 19)
    assert.equal((await make(ada.program, { type: 'tenant' })).status, 201, 'each owner has as many')
  })

  test('making one needs a sign-in of the last five minutes', async () => {
    const ada = await somebody('api_keys:write', 'reports:read')
    warder.clock.now += 301
    const answer = await make(ada, { type: 'tenant' })
    assert.equal((await json<{ code: string }>(answer)).code, 'insufficient_user_authentication')
  })
})
