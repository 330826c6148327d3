import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { findByHash } from '../../../packages/warder/src/store/programs/api-key-holders.ts'
import * as usage from '../../../packages/warder/src/store/programs/api-key-usage.ts'
import * as apiKeys from '../../../packages/warder/src/store/programs/api-keys.ts'
import * as accounts from '../../../packages/warder/src/store/services/accounts.ts'
import * as users from '../../../packages/warder/src/store/people/users.ts'
import type { ApiKeyTable } from '../../../packages/warder/src/store/schema/programs.ts'
import { apiKeyRow } from '../../support/people/api-keys.ts'
import { accountRow } from '../../support/people/service-accounts.ts'
import { addUser, fifty, onEveryStore } from '../open-stores.ts'

onEveryStore('API keys', (store) => {
  const person = (id: string): apiKeys.KeyOwner => ({ type: 'person', id })
  const add = (id: string, more: Partial<ApiKeyTable> = {}, user_id = 'usr_ada') =>
    apiKeys.insert(store.db, apiKeyRow(id, user_id, more))

  before(async () => {
    await addUser(store.db, 'usr_ada', ['admin'])
    await addUser(store.db, 'usr_bob')
  })

  test('a key is found by its digest, with its person and what their roles allow', async () => {
    await store.db
      .insertInto('role')
      .values({
        tenant_id: 'ten_default',
        name: 'editor',
        description: '',
        permissions: 'docs:read docs:write',
        created_at: 1,
        updated_at: 1,
      })
      .execute()
    await users.grantRole(store.db, 'ten_default', 'usr_ada', 'editor', 1)
    await add('key_1')
    const found = await findByHash(store.db, 'hash of key_1')
    assert.equal(found?.id, 'key_1')
    assert.equal(found.email, 'usr_ada@example.com')
    assert.deepEqual(found.roles?.split(' ').toSorted(), ['admin', 'editor'])
    assert.equal(found.permissions, 'docs:read docs:write')
    assert.equal(await findByHash(store.db, 'hash of nothing'), undefined)
  })

  test('fifty at once find each their own', async () => {
    await add('key_2', {}, 'usr_bob')
    const found = await fifty((at) =>
      findByHash(store.db, at % 3 === 0 ? 'none' : `hash of key_${1 + (at % 2)}`),
    )
    for (const [at, row] of found.entries())
      assert.equal(row?.id, at % 3 === 0 ? undefined : `key_${1 + (at % 2)}`)
  })

  const next = { prefix: 'p', issued_at: 10, issued_by: null, expires_at: null }

  test('a secret that is replaced is found as long as it is kept, and the one before it is not', async () => {
    await add('key_3')
    for (const at of [1, 2]) {
      const read = await apiKeys.find(store.db, 'ten_default', 'key_3')
      assert.ok(read)
      assert.equal(
        await apiKeys.replaceSecret(store.db, read, { ...next, key_hash: `new ${at}`, replaced_until: 50 }),
        true,
      )
    }
    assert.equal((await findByHash(store.db, 'new 2'))?.key_hash, 'new 2')
    assert.equal((await findByHash(store.db, 'new 1'))?.key_hash, 'new 2')
    assert.equal(await findByHash(store.db, 'hash of key_3'), undefined)

    const read = await apiKeys.find(store.db, 'ten_default', 'key_3')
    assert.ok(read)
    await apiKeys.replaceSecret(store.db, read, { ...next, key_hash: 'new 3', replaced_until: null })
    assert.equal(await findByHash(store.db, 'new 2'), undefined)
  })

  test('of fifty who replace one secret exactly one does', async () => {
    await add('key_4')
    const read = { id: 'key_4', key_hash: 'hash of key_4' }
    const done = await fifty((at) =>
      apiKeys.replaceSecret(store.db, read, { ...next, key_hash: `raced ${at}`, replaced_until: 50 }),
    )
    assert.equal(done.filter(Boolean).length, 1)
  })

  test('what expired or was revoked gets no other secret', async () => {
    await add('key_5', { expires_at: 10 })
    const read = { id: 'key_5', key_hash: 'hash of key_5' }
    assert.equal(
      await apiKeys.replaceSecret(store.db, read, { ...next, key_hash: 'late', replaced_until: null }),
      false,
    )
    await add('key_6', { revoked_at: 5 })
    const gone = { id: 'key_6', key_hash: 'hash of key_6' }
    assert.equal(
      await apiKeys.replaceSecret(store.db, gone, { ...next, key_hash: 'late', replaced_until: null }),
      false,
    )
  })

  test('AK-10 nobody sees a key of another tenant, and of fifty who end one exactly one does', async () => {
    await add('key_7')
    assert.equal(await apiKeys.find(store.db, 'ten_other', 'key_7'), undefined)
    const ended = await fifty(() => apiKeys.revoke(store.db, 'key_7', 5))
    assert.equal(ended.filter(Boolean).length, 1)
    assert.equal(await apiKeys.find(store.db, 'ten_default', 'key_7'), undefined)
  })

  test('a key is of a person, of a service account or of the tenant, and found with each of these alone', async () => {
    await accounts.insert(store.db, accountRow('svc_robot', { scope: 'reports:read' }))
    await addUser(store.db, 'usr_owner')
    await add('key_w1', {}, 'usr_owner')
    await add('key_w2', { user_id: null, service_account_id: 'svc_robot' })
    await add('key_w3', { user_id: null })
    const owners: [id: string, owner: apiKeys.KeyOwner][] = [
      ['key_w1', person('usr_owner')],
      ['key_w2', { type: 'service_account', id: 'svc_robot' }],
      ['key_w3', { type: 'tenant', id: 'ten_default' }],
    ]
    for (const [id, owner] of owners) {
      const row = await apiKeys.find(store.db, 'ten_default', id)
      assert.deepEqual(row && apiKeys.ownerOf(row), owner)
      const whose = { owner, tenant_id: 'ten_default' }
      const listed = await apiKeys.listOf(store.db, whose, { limit: 9 })
      assert.deepEqual([listed.map((key) => key.id), await apiKeys.countLive(store.db, owner, 5)], [[id], 1])
      const held = await findByHash(store.db, `hash of ${id}`)
      assert.equal(held?.account_scope ?? null, id === 'key_w2' ? 'reports:read' : null)
    }
    await accounts.remove(store.db, 'ten_default', 'svc_robot')
    assert.equal(await findByHash(store.db, 'hash of key_w2'), undefined)
    assert.deepEqual(await apiKeys.revokeAllOf(store.db, { type: 'tenant', id: 'ten_default' }, 9), [
      'key_w3',
    ])
  })

  test('only what works is counted', async () => {
    await addUser(store.db, 'usr_counted')
    await add('key_c1', {}, 'usr_counted')
    await add('key_c2', { expires_at: 10 }, 'usr_counted')
    await add('key_c3', { revoked_at: 1 }, 'usr_counted')
    await add('key_c4', { expires_at: 11 }, 'usr_counted')
    assert.equal(await apiKeys.countLive(store.db, person('usr_counted'), 10), 2)
  })

  test('a list goes from the newest to the oldest, page by page, without what was revoked', async () => {
    await addUser(store.db, 'usr_listed')
    for (let at = 0; at < 7; at++)
      await add(
        `key_l${at}`,
        { created_at: at < 4 ? 5 : at, ...(at === 2 && { revoked_at: 9 }) },
        'usr_listed',
      )
    const whose = { tenant_id: 'ten_default', owner: person('usr_listed') }
    const seen: string[] = []
    let after: apiKeys.After | undefined
    for (;;) {
      const page = await apiKeys.listOf(store.db, whose, { limit: 2, after })
      seen.push(...page.map(({ id }) => id))
      const last = page.at(-1)
      if (!last || page.length < 2) break
      after = last
    }
    assert.deepEqual(seen, ['key_l6', 'key_l5', 'key_l3', 'key_l1', 'key_l0', 'key_l4'])
    const all = await apiKeys.listAll(store.db, whose, 3, 'key_l1')
    assert.deepEqual(
      all.map(({ id, email }) => [id, email]),
      ['key_l3', 'key_l4', 'key_l5'].map((id) => [id, 'usr_listed@example.com']),
    )
  })

  test('uses are added up, by key and by day, and a key that is gone is passed over', async () => {
    await add('key_u1')
    await add('key_u2')
    const days = new Map([
      ['2027-01-15', 2],
      ['2027-01-16', 1],
    ])
    const seen = (id: string, last_used_at: number): usage.Use => ({ id, uses: 3, last_used_at, days })
    await usage.add(store.db, [seen('key_u2', 40), seen('key_gone', 40), seen('key_u1', 40)])
    await usage.add(store.db, [seen('key_u1', 30)])
    const found = await apiKeys.find(store.db, 'ten_default', 'key_u1')
    assert.deepEqual([Number(found?.use_count), found?.last_used_at], [6, 40], 'the later of two times stays')
    const rows = await usage.between(store.db, 'key_u1', '2027-01-15', '2027-01-16')
    assert.deepEqual(
      rows.map(({ day, uses }) => [day, Number(uses)]),
      [
        ['2027-01-15', 4],
        ['2027-01-16', 2],
      ],
    )
    assert.equal((await usage.between(store.db, 'key_u1', '2027-01-16', '2027-01-31')).length, 1)
    assert.equal(await usage.removeBefore(store.db, '2027-01-16', 1), 1)
    assert.equal(await usage.removeBefore(store.db, '2027-01-16', 10), 1)
  })

  test('batches of many keys from two processes at once lose nothing', async () => {
    const ids = Array.from({ length: 40 }, (_, at) => `key_many_${String(at).padStart(2, '0')}`)
    for (const id of ids) await add(id)
    const batch = (order: string[]) =>
      usage.add(
        store.db,
        order.map((id) => ({ id, uses: 1, last_used_at: 9, days: new Map([['2027-02-01', 1]]) })),
      )
    await Promise.all(Array.from({ length: 6 }, (_, at) => batch(at % 2 ? ids : ids.toReversed())))
    for (const id of ids) {
      const found = await apiKeys.find(store.db, 'ten_default', id)
      assert.equal(Number(found?.use_count), 6, id)
    }
  })

  test('what ended long ago is cleaned up, with what is known of its use', async () => {
    await add('key_o1', { revoked_at: 5 })
    await add('key_o2', { expires_at: 5 })
    await add('key_o3', { expires_at: 60 })
    await usage.add(store.db, [
      { id: 'key_o2', uses: 1, last_used_at: 4, days: new Map([['2027-03-01', 1]]) },
    ])
    assert.ok((await apiKeys.removeOver(store.db, 'revoked_at', 6, 100)) >= 1)
    assert.ok((await apiKeys.removeOver(store.db, 'expires_at', 6, 100)) >= 1)
    assert.equal(await findByHash(store.db, 'hash of key_o1'), undefined)
    assert.equal(await findByHash(store.db, 'hash of key_o2'), undefined)
    assert.ok(await findByHash(store.db, 'hash of key_o3'))
    assert.deepEqual(await usage.between(store.db, 'key_o2', '2027-01-01', '2027-12-31'), [])
  })

  test('all keys of a person end at once, and go with the person', async () => {
    await addUser(store.db, 'usr_gone')
    await add('key_g1', {}, 'usr_gone')
    await add('key_g2', {}, 'usr_gone')
    assert.equal((await apiKeys.revokeAllOf(store.db, person('usr_gone'), 9)).length, 2)
    assert.equal((await apiKeys.revokeAllOf(store.db, person('usr_gone'), 9)).length, 0)
    await users.remove(store.db, 'usr_gone')
    assert.equal(await findByHash(store.db, 'hash of key_g1'), undefined)
  })
})
