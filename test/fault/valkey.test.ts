import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { eventually } from '../support/eventually.ts'
import { fifty } from '../store/open-stores.ts'
import { goodPassword, json } from '../support/warder.ts'
import { allAnswer, outages, startPair, underLoad, type Pair } from './valkey-pair.ts'

describe('two instances and one Valkey', () => {
  let pair: Pair
  before(async () => (pair = await startPair({ 'limits.mailing': '1000000' })))
  after(() => pair.close())

  const nothingWrong = { wrong: {}, misspent: 0 }
  const judge = ({ wrong, misspent }: { wrong: Record<string, number>; misspent: number }) =>
    assert.deepEqual({ wrong, misspent }, nothingWrong)

  test('both say that they have it', async () => {
    const checks = [
      { name: 'database', ok: true },
      { name: 'valkey', ok: true },
    ]
    for (const warder of pair.both)
      assert.deepEqual(await json(await warder.get('/health/ready')), { status: 'ok', checks })
  })

  test('a session that ends on one is not remembered by the other', async () => {
    const cookie = await pair.signIn()
    // The first looks within the seconds of signing in are not remembered.
    for (const { clock } of pair.both) clock.now += 10
    for (const warder of pair.both)
      for (let i = 0; i < 2; i++) assert.equal((await warder.get('/auth/me', { cookie })).status, 200)
    await end(cookie)
    assert.equal((await pair.a.get('/auth/me', { cookie })).status, 401)
    // The clock stands still: without news it would be remembered for ever.
    await eventually('the news come', async () => (await pair.b.get('/auth/me', { cookie })).status === 401)
  })

  /** Signs out at the first instance. */
  const end = async (cookie: string) => {
    const { csrf_token } = await json<{ csrf_token: string }>(await pair.a.get('/auth/csrf', { cookie }))
    const headers = { cookie, 'x-csrf-token': csrf_token }
    const left = await pair.a.request('/auth/logout/session', { method: 'POST', headers })
    assert.equal(left.status, 200)
  }

  test('F-17 killed under load: everybody is answered, nothing is spent twice, and it is found again', async (t) => {
    const report = await underLoad(pair, async (answered) => {
      await pair.valkey.kill()
      await answered(100)
      const ready = await pair.a.get('/health/ready')
      assert.equal(ready.status, 200)
      assert.equal((await json(ready))['status'], 'degraded')
      await pair.valkey.start()
      await eventually('both have found it', () => allAnswer(pair))
    })
    t.diagnostic(JSON.stringify(report))
    judge(report)
    assert.deepEqual(outages(pair), [
      [1, 1],
      [1, 1],
    ])
  })

  test('F-18 flushed under load: what was spent stays spent, who was locked stays locked, nobody is signed out', async (t) => {
    await pair.a.user('alice@example.com')
    const guess = (password: string) => pair.b.post('/auth/login', { email: 'alice@example.com', password })
    for (let i = 0; (await guess('a wrong password')).status !== 429; i++) assert.ok(i < 100, 'never locked')
    const { refresh_token } = await pair.a.tokens()
    const refresh = () => pair.a.post('/auth/refresh', { refresh_token })
    assert.equal((await refresh()).status, 200)
    const { now } = pair.a.clock
    assert.equal(await pair.a.app.replay.once('statement', now + 600, now), true)

    const report = await underLoad(pair, async (answered) => {
      for (let i = 0; i < 5; i++) {
        assert.equal((await pair.a.app.valkey?.ask(['FLUSHALL']))?.ok, true)
        await answered(20)
      }
      assert.equal(await pair.b.app.replay.once('statement', now + 600, now), false)
      assert.equal((await guess(goodPassword)).status, 429)
    })
    t.diagnostic(JSON.stringify(report))
    judge(report)
    // Past the seconds in which a repeat gets the same answer.
    for (const { clock } of pair.both) clock.now += 60
    assert.equal((await refresh()).status, 401)
  })

  test('F-19 frozen under load: nobody waits for a second, and it is found again', async (t) => {
    const before_it = outages(pair)
    const report = await underLoad(pair, async (answered) => {
      pair.valkey.signal('SIGSTOP')
      await answered(200)
      pair.valkey.signal('SIGCONT')
      await eventually('both have found it', () => allAnswer(pair))
    })
    t.diagnostic(JSON.stringify(report))
    judge(report)
    assert.ok(report.p99 < 1000, `p99 is ${report.p99} ms`)
    assert.deepEqual(
      outages(pair),
      before_it.map(([away, back]) => [away + 1, back + 1]),
    )
  })

  test('F-20 cut off alone: what the other spent is spent, and what ends there ends here in five seconds', async () => {
    const cookie = await pair.signIn()
    for (const { clock } of pair.both) clock.now += 10
    for (let i = 0; i < 2; i++) assert.equal((await pair.b.get('/auth/me', { cookie })).status, 200)
    pair.proxy.drop(true)
    await eventually('it is noticed', () => pair.b.app.valkey?.answers() === false)
    assert.equal(pair.a.app.valkey?.answers(), true)

    const { now } = pair.a.clock
    const spent = await fifty((i) => pair.both[i % 2 ? 0 : 1].app.replay.once('partition', now + 60, now))
    assert.equal(spent.filter(Boolean).length, 1)
    assert.equal(await pair.a.app.replay.once('here', now + 60, now), true)
    assert.equal(await pair.b.app.replay.once('here', now + 60, now), false)

    await end(cookie)
    assert.equal((await pair.a.get('/auth/me', { cookie })).status, 401)
    for (const { clock } of pair.both) clock.now += 5
    assert.equal((await pair.b.get('/auth/me', { cookie })).status, 401)
    pair.proxy.drop(false)
    await eventually('it is found again', () => allAnswer(pair))
  })
})

describe('a limit of two instances', () => {
  const limit = 20
  let pair: Pair
  before(async () => (pair = await startPair({ 'limits.mailing': String(limit) })))
  after(() => pair.close())

  const asked = async (times: number, which: 'a' | 'b', address: string) => {
    const statuses = []
    for (let i = 0; i < times; i++) {
      const body = JSON.stringify({ email: 'nobody@example.com' })
      const headers = { 'content-type': 'application/json', 'content-length': String(body.length) }
      const init = { method: 'POST', headers, body }
      statuses.push((await pair[which].request('/auth/forgot-password', init, address)).status)
    }
    return statuses
  }
  const let_through = (statuses: readonly number[]) => statuses.filter((status) => status === 202).length

  test('is shared: what one let through the other does not', async () => {
    assert.equal(let_through(await asked(15, 'a', '192.0.2.10')), 15)
    const statuses = await asked(10, 'b', '192.0.2.10')
    assert.deepEqual([let_through(statuses), statuses.at(-1)], [5, 429])
    assert.equal(let_through(await asked(1, 'a', '192.0.2.10')), 0)
  })

  test('F-17 F-20 goes on where it was when Valkey is away, once for each instance and never without end', async () => {
    assert.equal(let_through(await asked(10, 'a', '192.0.2.11')), 10)
    assert.equal(let_through(await asked(1, 'b', '192.0.2.11')), 1)
    await pair.valkey.kill()
    assert.equal(let_through(await asked(50, 'a', '192.0.2.11')), limit - 10)
    assert.equal(let_through(await asked(50, 'b', '192.0.2.11')), limit - 11)
    // Who was never counted before is counted from the beginning.
    assert.equal(let_through(await asked(50, 'b', '192.0.2.12')), limit)
  })
})
