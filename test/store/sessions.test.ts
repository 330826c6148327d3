import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import * as standing from '../../packages/warder/src/store/people/session-standing.ts'
import * as lists from '../../packages/warder/src/store/people/session-lists.ts'
import * as sessions from '../../packages/warder/src/store/people/sessions.ts'
import type { SessionTable } from '../../packages/warder/src/store/schema/people.ts'
import { addUser, fifty, onEveryStore, sessionRow } from './open-stores.ts'

onEveryStore('sessions', (store) => {
  const limits = { idle_expires_at: 50, expires_at: 100 }
  const open = async (id: string, user_id = 'usr_ada', more: Partial<SessionTable> = {}) =>
    sessions.insert(store.db, sessionRow(id, user_id, { ...limits, remembered_at: 1, ...more }))

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
    [
      'given another cookie',
      10,
      () => sessions.replaceToken(store.db, 'ses_end', 'hash of ses_end', 'another'),
    ],
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
    const left = await lists.listLive(store.db, 'usr_ada', 10, { limit: 50 })
    assert.deepEqual(
      left.map((session) => session.id),
      ['ses_b'],
    )
    assert.equal((await lists.listLive(store.db, 'usr_bob', 10, { limit: 50 })).length, 1)
  })

  test('use moves the idle limit forward, never past the end and never back', async () => {
    await open('ses_use')
    const rest = { idle: 40, short_idle: 5 }
    const limit = async () => (await sessions.findLiveById(store.db, 'ses_use', 20))?.idle_expires_at
    await sessions.touch(
      store.db,
      [
        ['ses_use', 30],
        ['ses_gone', 30],
      ],
      rest,
    )
    assert.equal(await limit(), 70)
    await sessions.touch(store.db, [['ses_use', 20]], rest)
    assert.equal(await limit(), 70)
    await sessions.touch(store.db, [['ses_use', 90]], rest)
    assert.equal(await limit(), 100)
  })
  test('a session that nobody asked to keep rests for the short time', async () => {
    await open('ses_short', 'usr_ada', { remembered_at: null })
    await sessions.touch(store.db, [['ses_short', 30]], { idle: 40, short_idle: 5 })
    assert.equal((await sessions.findLiveById(store.db, 'ses_short', 20))?.idle_expires_at, 35)
  })

  test('of fifty who hold one cookie one gets the next, and none when it is not the cookie any more', async () => {
    await open('ses_turn')
    const won = await fifty((n) =>
      sessions.replaceToken(store.db, 'ses_turn', 'hash of ses_turn', `new ${n}`),
    )
    assert.equal(won.filter(Boolean).length, 1)
    assert.equal(await sessions.replaceToken(store.db, 'ses_turn', 'hash of ses_turn', 'late'), false)
    assert.equal(await sessions.findLive(store.db, 'hash of ses_turn', 10), undefined)
    assert.equal((await sessions.findLive(store.db, `new ${won.indexOf(true)}`, 10))?.id, 'ses_turn')
  })

  test('a change is noted once, however many see it, and once more when it is another', async () => {
    await open('ses_moved')
    const note = (noted: string) => fifty(() => standing.noteChange(store.db, 'hash of ses_moved', noted))
    assert.equal((await note('network:')).filter(Boolean).length, 1)
    assert.equal((await note('network:')).filter(Boolean).length, 0)
    assert.equal((await note('country:FR')).filter(Boolean).length, 1)
  })

  test('a session is marked as suspect once, and its person clears it where they are', async () => {
    await open('ses_odd')
    const marked = await fifty(() => standing.suspect(store.db, 'hash of ses_odd', 'browser:x network:', 20))
    assert.equal(marked.filter(Boolean).length, 1)
    assert.equal((await sessions.findLiveById(store.db, 'ses_odd', 21))?.suspect_at, 20)
    const here = { user_agent: 'here', address: '198.51.100.1' }
    await standing.confirm(store.db, 'ses_odd', here, 30, 'pwd otp')
    const found = await sessions.findLiveById(store.db, 'ses_odd', 31)
    assert.deepEqual(
      [found?.suspect_at, found?.noted_change, found?.auth_time, found?.user_agent, found?.address],
      [null, null, 30, 'here', '198.51.100.1'],
    )
  })

  test('of fifty who add to what was proved in a session each adds to what the one before has written', async () => {
    await open('ses_joined')
    await fifty((n) =>
      store.db.transaction().execute(async (tx) => {
        const before = await standing.holdAmr(tx, 'ses_joined')
        await standing.setAmr(tx, 'ses_joined', [...before, `a${n}`].join(' '))
      }),
    )
    const found = await sessions.findLiveById(store.db, 'ses_joined', 10)
    const all = Array.from({ length: 50 }, (_, n) => `a${n}`)
    assert.deepEqual(new Set(found?.amr.split(' ').filter((value) => value.startsWith('a'))), new Set(all))
  })

  test('what has ended or got another cookie is neither noted nor marked', async () => {
    await open('ses_over')
    await sessions.revoke(store.db, 'ses_over', 'usr_ada', 5)
    assert.equal(await standing.noteChange(store.db, 'hash of ses_over', 'network:'), false)
    assert.equal(await standing.suspect(store.db, 'hash of ses_over', 'network:', 6), false)
    assert.equal(await standing.suspect(store.db, 'a cookie of before', 'network:', 6), false)
  })
})
