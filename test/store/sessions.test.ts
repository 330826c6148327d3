import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import * as sessions from '../../packages/warder/src/store/people/sessions.ts'
import { addUser, fifty, onEveryStore } from './open-stores.ts'

onEveryStore('sessions', (store) => {
  const open = async (id: string, user_id = 'usr_ada', limits = { idle_expires_at: 50, expires_at: 100 }) =>
    sessions.insert(store.db, {
      id,
      token_hash: `hash of ${id}`,
      user_id,
      directory_id: 'dir_common',
      tenant_id: 'ten_default',
      browser_hash: null,
      amr: 'pwd',
      auth_time: 1,
      user_agent: 'test',
      address: '192.0.2.1',
      created_at: 1,
      last_seen_at: 1,
      ...limits,
      revoked_at: null,
    })

  before(async () => {
    await addUser(store.db, 'usr_ada', ['administrator', 'auditor'])
    await addUser(store.db, 'usr_bob')
  })

  test('a live session comes with its person and their roles', async () => {
    await open('ses_1')
    const found = await sessions.findLive(store.db, 'hash of ses_1', 10)
    assert.equal(found?.id, 'ses_1')
    assert.equal(found.email, 'usr_ada@example.com')
    assert.deepEqual(found.roles?.split(' ').toSorted(), ['administrator', 'auditor'])
    assert.deepEqual(await sessions.findLiveById(store.db, 'ses_1', 10), found)
  })

  test('without a role there is null', async () => {
    await open('ses_2', 'usr_bob')
    assert.equal((await sessions.findLive(store.db, 'hash of ses_2', 10))?.roles, null)
  })

  const ends: [what: string, now: number, end: () => Promise<unknown>][] = [
    ['idle for too long', 50, async () => undefined],
    ['revoked', 10, () => sessions.revoke(store.db, 'ses_end', 'usr_bob', 5)],
    ['revoked by its cookie', 10, () => sessions.revokeByToken(store.db, 'hash of ses_end', 5)],
    ['given another cookie', 10, () => sessions.replaceToken(store.db, 'ses_end', 'another')],
    [
      'of a disabled account',
      10,
      () => store.db.updateTable('user').set({ disabled_at: 5 }).where('id', '=', 'usr_bob').execute(),
    ],
  ]
  for (const [what, now, end] of ends) {
    test(`a session that is ${what} is not found by its cookie`, async () => {
      await store.db.deleteFrom('session').where('id', '=', 'ses_end').execute()
      await open('ses_end', 'usr_bob')
      assert.ok(await sessions.findLive(store.db, 'hash of ses_end', 49))
      await end()
      assert.equal(await sessions.findLive(store.db, 'hash of ses_end', now), undefined)
      await store.db.updateTable('user').set({ disabled_at: null }).execute()
    })
  }

  test('nobody ends the session of somebody else, and of fifty who end one exactly one does', async () => {
    await open('ses_3')
    assert.equal(await sessions.revoke(store.db, 'ses_3', 'usr_bob', 5), false)
    const ended = await fifty(() => sessions.revoke(store.db, 'ses_3', 'usr_ada', 5))
    assert.equal(ended.filter(Boolean).length, 1)
  })

  test('all sessions of a person end but the excepted one', async () => {
    await store.db.deleteFrom('session').execute()
    for (const id of ['ses_a', 'ses_b', 'ses_c']) await open(id)
    await open('ses_bob', 'usr_bob')
    const ended = await sessions.revokeAllOf(store.db, 'usr_ada', { except: 'ses_b', now: 5 })
    assert.deepEqual(ended.toSorted(), ['ses_a', 'ses_c'])
    const left = await sessions.listLive(store.db, 'usr_ada', 10)
    assert.deepEqual(
      left.map((session) => session.id),
      ['ses_b'],
    )
    assert.equal((await sessions.listLive(store.db, 'usr_bob', 10)).length, 1)
  })

  test('use moves the idle limit forward, never past the end and never back', async () => {
    await open('ses_use')
    const limit = async () => (await sessions.findLiveById(store.db, 'ses_use', 20))?.idle_expires_at
    await sessions.touch(
      store.db,
      [
        ['ses_use', 30],
        ['ses_gone', 30],
      ],
      40,
    )
    assert.equal(await limit(), 70)
    await sessions.touch(store.db, [['ses_use', 20]], 40)
    assert.equal(await limit(), 70)
    await sessions.touch(store.db, [['ses_use', 90]], 40)
    assert.equal(await limit(), 100)
  })
})
