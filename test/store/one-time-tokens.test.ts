import assert from 'node:assert/strict'
import { test } from 'node:test'
import { removeExpired } from '../../packages/warder/src/store/expired.ts'
import * as tokens from '../../packages/warder/src/store/one-time-tokens.ts'
import { ascending, fifty, onEveryStore } from './open-stores.ts'

onEveryStore('one-time tokens', (store) => {
  const make = (subject?: string, replace = false) =>
    tokens.create(store.db, 'password_reset', {
      ...(subject && { subject }),
      data: { user: 'Ada' },
      expires_at: 100,
      now: 1,
      replace,
    })

  test('of fifty concurrent consumers one wins', async () => {
    const token = await make()
    const won = await fifty(() => tokens.consume(store.db, 'password_reset', token, 10))
    assert.equal(won.filter(Boolean).length, 1)
    assert.equal(won.find(Boolean)?.consumed_at, 10)
  })

  test('of fifty concurrent consumers in transactions of their own one wins', async () => {
    const token = await make()
    const won = await fifty(() =>
      store.db.transaction().execute((tx) => tokens.consume(tx, 'password_reset', token, 10)),
    )
    assert.equal(won.filter(Boolean).length, 1)
  })

  test('a token spent in a transaction that fails is not spent', async () => {
    const token = await make()
    const failing = store.db.transaction().execute(async (tx) => {
      assert.ok(await tokens.consume(tx, 'password_reset', token, 10))
      throw new Error('changed my mind')
    })
    await assert.rejects(failing, /changed my mind/)
    assert.ok(await tokens.consume(store.db, 'password_reset', token, 10))
  })

  test('of fifty concurrent guesses five are counted', async () => {
    const token = await make()
    const counted = await fifty(() => tokens.tryAttempt(store.db, 'password_reset', token, 5, 10))
    const attempts = counted.flatMap((row) => (row ? [row.attempts] : []))
    assert.deepEqual(attempts.toSorted(ascending), [1, 2, 3, 4, 5])
  })

  test('of fifty concurrent changes of the same data one is made', async () => {
    const read = await tokens.find(store.db, 'password_reset', await make())
    assert.ok(read)
    const changed = await fifty((index) => tokens.setData(store.db, read, { index }, 10))
    assert.equal(changed.filter(Boolean).length, 1)
  })

  test('of fifty concurrent replacements one token stays', async () => {
    const made = await fifty(() => make('usr_race', true))
    const won = await Promise.all(made.map((token) => tokens.consume(store.db, 'password_reset', token, 10)))
    assert.equal(won.filter(Boolean).length, 1)
  })

  test('a replacement leaves other subjects and purposes alone', async () => {
    const others = [await make('usr_bob')]
    const login = await tokens.create(store.db, 'sign_in_attempt', {
      subject: 'usr_alice',
      data: {},
      expires_at: 100,
      now: 1,
    })
    await make('usr_alice', true)
    for (const token of others) assert.ok(await tokens.consume(store.db, 'password_reset', token, 10))
    assert.ok(await tokens.consume(store.db, 'sign_in_attempt', login, 10))
  })

  test('another purpose, the moment of expiry and a spent token find nothing to spend', async () => {
    const token = await make()
    assert.equal(await tokens.consume(store.db, 'registration', token, 10), undefined)
    assert.equal(await tokens.consume(store.db, 'password_reset', token, 100), undefined)
    assert.equal(await tokens.tryAttempt(store.db, 'password_reset', token, 5, 100), undefined)
    assert.ok(await tokens.consume(store.db, 'password_reset', token, 99))
    assert.equal(await tokens.tryAttempt(store.db, 'password_reset', token, 5, 10), undefined)
    assert.equal((await tokens.find(store.db, 'password_reset', token))?.consumed_at, 99)
  })

  test('what is held to be used later is held only while it can be spent', async () => {
    const token = await make()
    const held = (purpose: tokens.Purpose, now: number) =>
      store.db.transaction().execute((tx) => tokens.holdLive(tx, purpose, token, now))
    assert.deepEqual(await held('password_reset', 99), true)
    assert.deepEqual(await held('registration', 99), false)
    assert.deepEqual(await held('password_reset', 100), false)
    await tokens.consume(store.db, 'password_reset', token, 10)
    assert.deepEqual(await held('password_reset', 11), false)
  })

  test('what is spent, expired or of another purpose is read, changed and ended by nobody', async () => {
    const token = await make('usr_carol')
    const read = await tokens.find(store.db, 'password_reset', token)
    assert.ok(read)
    const { token_hash } = read
    const live = (now: number) => tokens.findLive(store.db, 'password_reset', token, now)
    const listed = (subject: string) => tokens.liveOf(store.db, 'password_reset', subject, 10)
    const end = (purpose: tokens.Purpose, subject: string) =>
      tokens.end(store.db, purpose, { subject, token_hash }, 10)
    assert.equal((await live(99))?.subject, 'usr_carol')
    assert.equal(await live(100), undefined)
    assert.equal(await tokens.setData(store.db, read, {}, 100), false)
    assert.deepEqual([(await listed('usr_carol')).length, (await listed('usr_dora')).length], [1, 0])
    assert.deepEqual(
      [await end('registration', 'usr_carol'), await end('password_reset', 'usr_dora')],
      [false, false],
    )
    assert.equal(await end('password_reset', 'usr_carol'), true)
    assert.equal(await end('password_reset', 'usr_carol'), false)
    assert.equal(await live(10), undefined)
    assert.deepEqual(await listed('usr_carol'), [])
    assert.equal(await tokens.setData(store.db, read, {}, 10), false)
  })

  test('only the digest of a token is kept', async () => {
    const token = await make()
    const rows = await store.db.selectFrom('one_time_token').selectAll().execute()
    assert.ok(!JSON.stringify(rows).includes(token.slice(4)))
  })

  test('the open tokens of a subject are found, newest first', async () => {
    for (const now of [1, 3, 2]) {
      await tokens.create(store.db, 'registration', { subject: 'Ada', data: { now }, expires_at: 100, now })
    }
    const live = await tokens.liveOf(store.db, 'registration', 'Ada', 10)
    assert.deepEqual(
      live.map(({ data }) => data),
      ['{"now":3}', '{"now":2}', '{"now":1}'],
    )
    assert.deepEqual(await tokens.liveOf(store.db, 'registration', 'Ada', 100), [])
  })

  test('times come back as numbers and rows as plain objects', async () => {
    const expires_at = 4_102_444_800
    const token = await tokens.create(store.db, 'registration', { data: {}, expires_at, now: 1 })
    const row = await tokens.find(store.db, 'registration', token)
    assert.equal(row?.expires_at, expires_at)
    assert.equal(Object.getPrototypeOf(row), Object.prototype)
  })

  test('clean-up removes what expired five minutes ago, in batches', async () => {
    await store.db.deleteFrom('one_time_token').execute()
    const kept = await tokens.create(store.db, 'registration', { data: {}, expires_at: 101, now: 1 })
    for (let i = 0; i < 5; i++) await make()
    assert.equal(await removeExpired(store.db, 'one_time_token', 399, 3), 0)
    assert.equal(await removeExpired(store.db, 'one_time_token', 400, 3), 3)
    assert.equal(await removeExpired(store.db, 'one_time_token', 400, 3), 2)
    assert.equal(await removeExpired(store.db, 'one_time_token', 400, 3), 0)
    assert.ok(await tokens.find(store.db, 'registration', kept))
  })
})
