import assert from 'node:assert/strict'
import { before, beforeEach, test } from 'node:test'
import * as lists from '../../../packages/warder/src/store/people/session-lists.ts'
import * as sessions from '../../../packages/warder/src/store/people/sessions.ts'
import * as users from '../../../packages/warder/src/store/people/users.ts'
import { addUser, fifty, onEveryStore, sessionRow } from '../open-stores.ts'

onEveryStore('the sessions of a person', (store) => {
  const row = (id: string, seen: number, user_id: string) =>
    sessionRow(id, user_id, { last_seen_at: seen, idle_expires_at: 500, expires_at: 1000 })
  const open = (id: string, seen: number, user_id = 'usr_ada') =>
    sessions.insert(store.db, row(id, seen, user_id))
  const left = async (now = 10) =>
    (await lists.listLive(store.db, 'usr_ada', now, { limit: 200 })).map(({ id }) => id).toSorted()

  before(async () => {
    await addUser(store.db, 'usr_ada')
    await addUser(store.db, 'usr_bob')
  })
  beforeEach(() => store.db.deleteFrom('session').execute())

  test('those that were unused for longest end first, and nobody loses a session of somebody else', async () => {
    for (const [id, seen] of [
      ['ses_a', 3],
      ['ses_b', 1],
      ['ses_c', 5],
      ['ses_d', 2],
    ] as const)
      await open(id, seen)
    await open('ses_bob', 1, 'usr_bob')
    assert.deepEqual((await lists.revokeAllBut(store.db, 'usr_ada', 2, 10)).toSorted(), ['ses_b', 'ses_d'])
    assert.deepEqual(await left(), ['ses_a', 'ses_c'])
    assert.deepEqual(await lists.revokeAllBut(store.db, 'usr_ada', 2, 10), [])
    assert.equal(await lists.hasAtLeast(store.db, 'usr_bob', 1, 10), true)
  })

  test('none may be kept, and one that has ended takes no place', async () => {
    await open('ses_a', 1)
    await open('ses_b', 2)
    await sessions.revoke(store.db, 'ses_b', 'usr_ada', 5)
    assert.equal(await lists.hasAtLeast(store.db, 'usr_ada', 1, 10), true)
    assert.equal(await lists.hasAtLeast(store.db, 'usr_ada', 2, 10), false)
    assert.equal(await lists.hasAtLeast(store.db, 'usr_ada', 1, 500), false)
    assert.deepEqual(await lists.revokeAllBut(store.db, 'usr_ada', 0, 10), ['ses_a'])
  })

  test('of fifty sign-ins at once that drop the oldest, as many sessions stay as are allowed', async () => {
    const max = 3
    await fifty((n) =>
      store.db.transaction().execute(async (tx) => {
        await users.noteLogin(tx, 'usr_ada', 10)
        await lists.revokeAllBut(tx, 'usr_ada', max - 1, 10)
        await sessions.insert(tx, row(`ses_${n}`, 10, 'usr_ada'))
      }),
    )
    assert.equal((await left()).length, max)
  })

  test('of fifty sign-ins at once that are refused when there is no room, as many succeed as are allowed', async () => {
    const max = 3
    const opened = await fifty((n) =>
      store.db.transaction().execute(async (tx) => {
        await users.noteLogin(tx, 'usr_ada', 10)
        if (await lists.hasAtLeast(tx, 'usr_ada', max, 10)) return false
        await sessions.insert(tx, row(`ses_${n}`, 10, 'usr_ada'))
        return true
      }),
    )
    assert.equal(opened.filter(Boolean).length, max)
    assert.equal((await left()).length, max)
  })

  test('F-40 a list is read page by page, each session once, also when they began in the same second', async () => {
    for (let n = 0; n < 25; n++) await open(`ses_${String(n).padStart(2, '0')}`, n)
    await store.db.updateTable('session').set({ created_at: 7 }).where('id', '>', 'ses_20').execute()
    const seen: string[] = []
    let after: lists.After | undefined
    for (let page = 0; page < 3; page++) {
      const rows = await lists.listLive(store.db, 'usr_ada', 10, { limit: 10, after })
      seen.push(...rows.map(({ id }) => id))
      const last = rows.at(-1)
      after = last && { created_at: last.created_at, id: last.id }
    }
    assert.equal(seen.length, 25)
    assert.equal(new Set(seen).size, 25)
    assert.deepEqual(seen.slice(0, 5), ['ses_24', 'ses_23', 'ses_22', 'ses_21', 'ses_20'])
  })
})
