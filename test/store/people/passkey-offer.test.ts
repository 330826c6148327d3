import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as factors from '../../../packages/warder/src/store/people/factors.ts'
import { addUser, onEveryStore } from '../open-stores.ts'

onEveryStore('the offer of a passkey', (store) => {
  test('of twenty who ask at the same time one is told to make it', async () => {
    await addUser(store.db, 'usr_ada')
    const told = await Promise.all(
      Array.from({ length: 20 }, () => factors.offerPasskey(store.db, 'usr_ada', 10)),
    )
    assert.equal(told.filter(Boolean).length, 1)
    assert.equal(await factors.offerPasskey(store.db, 'usr_ada', 99), false)
  })

  test('it is made to nobody who has one', async () => {
    await addUser(store.db, 'usr_bob')
    const row = { id: 'pky_1', method: 'passkey', lookup: 'AQ', data: '{}', name: null } as const
    await factors.add(store.db, { id: 'usr_bob', directory_id: 'dir_common' }, [row], 5)
    assert.equal(await factors.offerPasskey(store.db, 'usr_bob', 10), false)
  })
})
