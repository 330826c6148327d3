import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import * as credentials from '../../../packages/warder/src/store/people/credentials.ts'
import * as devices from '../../../packages/warder/src/store/people/devices.ts'
import { addUser, fifty, onEveryStore } from '../open-stores.ts'

const laptop = { user_id: 'usr_ada', browser_hash: 'laptop', user_agent: 'Firefox', address: '192.0.2.1' }
const phone = { ...laptop, browser_hash: 'phone', address: '198.51.100.1' }

onEveryStore('known devices', (store) => {
  beforeEach(async () => {
    await store.db.deleteFrom('user').execute()
    for (const id of ['usr_ada', 'usr_bob']) await addUser(store.db, id)
  })

  test('a device is known to the person who signed in on it, and to nobody else', async () => {
    const { db } = store
    assert.equal(await devices.isKnown(db, 'usr_ada', 'laptop', 10), false)
    await devices.remember(db, { ...laptop, country: 'CH' }, 10)
    assert.equal(await devices.isKnown(db, 'usr_ada', 'laptop', 10), true)
    assert.equal(await devices.isKnown(db, 'usr_ada', 'phone', 10), false)
    assert.equal(await devices.isKnown(db, 'usr_bob', 'laptop', 10), false)
  })

  test('a device seen again keeps its first time, and every country it was in', async () => {
    const { db } = store
    await devices.remember(db, { ...laptop, country: 'CH' }, 10)
    await devices.remember(db, { ...laptop, country: 'FR', address: '203.0.113.9' }, 20)
    await devices.remember(db, { ...laptop, country: null }, 30)
    const rows = await db.selectFrom('known_device').selectAll().execute()
    assert.deepEqual(
      rows.map(({ first_seen_at, last_seen_at, address, country }) => [
        first_seen_at,
        last_seen_at,
        address,
        country,
      ]),
      [[10, 30, '192.0.2.1', null]],
    )
    assert.deepEqual((await devices.countriesOf(db, 'usr_ada', 10)).sort(), ['CH', 'FR'])
  })

  test('a device is trusted until its time, by one person, and a sign-in there leaves it so', async () => {
    const { db } = store
    await devices.remember(db, { ...laptop, country: null }, 10)
    await devices.remember(db, { ...laptop, user_id: 'usr_bob', country: null }, 10)
    await devices.remember(db, { ...phone, country: null }, 10)
    assert.equal(await devices.isTrusted(db, 'usr_ada', 'laptop', 10), false)
    await devices.trust(db, 'usr_ada', 'laptop', 100)
    await devices.remember(db, { ...laptop, country: null }, 20)
    for (const [user, browser, now, trusted] of [
      ['usr_ada', 'laptop', 99, true],
      ['usr_ada', 'laptop', 100, false],
      ['usr_ada', 'phone', 20, false],
      ['usr_bob', 'laptop', 20, false],
    ] as const)
      assert.equal(await devices.isTrusted(db, user, browser, now), trusted, `${user} ${browser} ${now}`)
    await devices.trust(db, 'usr_bob', 'laptop', 100)
    assert.deepEqual(
      (await devices.trustedOf(db, 'usr_ada', 20)).map((row) => row.browser_hash),
      ['laptop'],
    )
    assert.deepEqual(await devices.trustedOf(db, 'usr_ada', 100), [])
  })

  test('trust is taken back in one browser, in all, and with everything that is forgotten', async () => {
    const { db } = store
    for (const device of [laptop, phone]) {
      await devices.remember(db, { ...device, country: null }, 10)
      await devices.trust(db, 'usr_ada', device.browser_hash, 100)
    }
    assert.equal(await devices.distrust(db, 'usr_bob'), 0)
    assert.equal(await devices.distrust(db, 'usr_ada', 'phone'), 1)
    assert.equal(await devices.isTrusted(db, 'usr_ada', 'laptop', 20), true)
    await devices.trust(db, 'usr_ada', 'phone', 100)
    assert.equal(await devices.distrust(db, 'usr_ada'), 2)
    await devices.trust(db, 'usr_ada', 'laptop', 100)
    await devices.forgetAll(db, 'usr_ada', 'laptop')
    assert.equal(await devices.isTrusted(db, 'usr_ada', 'laptop', 20), false)
    assert.equal(await devices.isKnown(db, 'usr_ada', 'laptop', 20), true)
  })

  test('fifty sign-ins at once on one device make one device', async () => {
    await fifty((at) => devices.remember(store.db, { ...laptop, country: 'CH' }, at))
    assert.equal((await store.db.selectFrom('known_device').selectAll().execute()).length, 1)
  })

  test('the last place is that of the device used last', async () => {
    const { db } = store
    assert.equal(await devices.lastSeen(db, 'usr_ada'), undefined)
    await devices.remember(db, { ...laptop, country: null }, 10)
    await devices.remember(db, { ...phone, country: null }, 20)
    assert.deepEqual(await devices.lastSeen(db, 'usr_ada'), { address: '198.51.100.1', last_seen_at: 20 })
  })

  test('forgetting leaves the device that is named and the devices of others', async () => {
    const { db } = store
    await devices.remember(db, { ...laptop, country: 'CH' }, 10)
    await devices.remember(db, { ...phone, country: 'FR' }, 10)
    await devices.remember(db, { ...phone, user_id: 'usr_bob', country: 'FR' }, 10)
    assert.equal(await devices.forgetAll(db, 'usr_ada', 'laptop'), 1)
    assert.equal(await devices.isKnown(db, 'usr_ada', 'laptop', 10), true)
    assert.equal(await devices.forgetAll(db, 'usr_ada'), 1)
    assert.deepEqual(await devices.countriesOf(db, 'usr_ada', 10), [])
    assert.equal(await devices.isKnown(db, 'usr_bob', 'phone', 10), true)
    assert.deepEqual(await devices.countriesOf(db, 'usr_bob', 10), ['FR'])
  })

  test('what was not seen for long is removed, in batches', async () => {
    const { db } = store
    for (let at = 0; at < 5; at++)
      await devices.remember(db, { ...laptop, browser_hash: `b${at}`, country: `C${at}` }, at)
    assert.equal(await devices.removeUnseen(db, 3, 2), 2)
    assert.equal(await devices.removeUnseen(db, 3, 2), 1)
    const left = await db.selectFrom('known_device').select('browser_hash').execute()
    assert.deepEqual(left.map((row) => row.browser_hash).sort(), ['b3', 'b4'])
    assert.deepEqual((await devices.countriesOf(db, 'usr_ada', 10)).sort(), ['C3', 'C4'])
  })

  test('a locked credential is not held, until it is replaced', async () => {
    const { db } = store
    const row = { id: 'crd_1', user_id: 'usr_ada', directory_id: 'dir_common', method: 'password' }
    const times = { created_at: 1, updated_at: 1 }
    await credentials.insert(db, { ...row, lookup: 'usr_ada', data: 'old', ...times })
    assert.equal(await credentials.holdUnchanged(db, 'usr_ada', 'password', 'old'), true)
    await credentials.lock(db, 'usr_ada', 'password', 5)
    assert.equal(await credentials.holdUnchanged(db, 'usr_ada', 'password', 'old'), false)
    assert.equal(await credentials.replace(db, 'usr_ada', 'password', 'new', 6), true)
    assert.equal(await credentials.holdUnchanged(db, 'usr_ada', 'password', 'new'), true)
  })

  test('a person has a hundred at most: one more takes the place of the one that was unseen for longest', async () => {
    const { db } = store
    await devices.remember(db, { ...laptop, user_id: 'usr_bob', country: null }, 1)
    await devices.remember(db, { ...phone, country: null }, 1)
    for (let at = 0; at < devices.mostDevices; at++)
      await devices.remember(db, { ...laptop, browser_hash: `b${at}`, country: null }, 10 + at)
    assert.equal(await devices.isKnown(db, 'usr_ada', 'phone', 20), false)
    assert.equal(await devices.isKnown(db, 'usr_ada', 'b0', 20), true)
    await devices.remember(db, { ...laptop, browser_hash: 'b0', country: null }, 500)
    await devices.remember(db, { ...laptop, browser_hash: 'new', country: null }, 501)
    assert.equal(await devices.isKnown(db, 'usr_ada', 'b0', 20), true, 'it was seen since')
    assert.equal(await devices.isKnown(db, 'usr_ada', 'b1', 20), false)
    const rows = await db
      .selectFrom('known_device')
      .select('user_id')
      .where('user_id', '=', 'usr_ada')
      .execute()
    assert.equal(rows.length, devices.mostDevices)
    assert.equal(await devices.isKnown(db, 'usr_bob', 'laptop', 20), true, 'of nobody else')
  })
})
