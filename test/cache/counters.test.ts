import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Counters } from '../../packages/warder/src/cache/counters.ts'
import { memoryCounters } from '../../packages/warder/src/cache/memory.ts'
import { valkeyCounters } from '../../packages/warder/src/cache/valkey/counters.ts'
import { openValkey, type Valkey } from '../../packages/warder/src/cache/valkey/valkey.ts'
import { silent } from '../../packages/warder/src/log.ts'
import { fifty } from '../store/open-stores.ts'
import { redisUrl } from '../support/services.ts'

const openOne = () => openValkey({ url: redisUrl(), issuer: `https://${process.pid}.example`, log: silent })

/** Every kind, and how to get another view of the same counts: another instance, where they are shared. */
const kinds: [
  name: string,
  open: () => Promise<{ one: Counters; other: Counters; close: () => Promise<void> }>,
][] = [
  [
    'in memory',
    async () => {
      const counters = memoryCounters()
      return { one: counters, other: counters, close: async () => undefined }
    },
  ],
  [
    'in Valkey',
    async () => {
      const open = () =>
        openValkey({ url: redisUrl(), issuer: `https://${process.pid}.example`, log: silent })
      const two: [Valkey, Valkey] = [await open(), await open()]
      const [one, other] = [valkeyCounters(two[0]), valkeyCounters(two[1])]
      return { one, other, close: async () => void (await Promise.all(two.map((valkey) => valkey.close()))) }
    },
  ],
]

for (const [name, open] of kinds) {
  describe(`counters ${name}`, () => {
    let counters: Awaited<ReturnType<typeof open>>
    before(async () => (counters = await open()))
    after(() => counters.close())

    test('a window allows its limit, says what is left, and starts again', async () => {
      const answers = []
      for (const now of [0, 1, 2, 59, 60]) answers.push(await counters.one.take('login', 2, 60, now))
      assert.deepEqual(answers, [
        { ok: true, remaining: 1, reset: 60 },
        { ok: true, remaining: 0, reset: 60 },
        { ok: false, remaining: 0, reset: 60 },
        { ok: false, remaining: 0, reset: 60 },
        { ok: true, remaining: 1, reset: 120 },
      ])
    })

    test('of a hundred at once on two instances exactly the limit is ok', async () => {
      const both = await fifty(async () => [
        await counters.one.take('race', 7, 60, 1_800_000_000),
        await counters.other.take('race', 7, 60, 1_800_000_000),
      ])
      assert.equal(both.flat().filter(({ ok }) => ok).length, 7)
    })

    test('what one instance used up is used up on the other, and other keys are not', async () => {
      for (let i = 0; i < 3; i++) await counters.one.take('mallory', 3, 60, 10)
      assert.deepEqual(await counters.other.take('mallory', 3, 60, 20), {
        ok: false,
        remaining: 0,
        reset: 70,
      })
      assert.equal((await counters.other.take('alice', 3, 60, 20)).remaining, 2)
    })

    test('a limit of none allows none', async () => {
      assert.equal((await counters.one.take('closed', 0, 60, 10)).ok, false)
    })
  })
}

test('F-23 in memory a clock that was set back by an hour makes nobody wait longer than a window', () => {
  const counters = memoryCounters()
  for (let i = 0; i < 2; i++) counters.take('back', 2, 60, 7200)
  assert.deepEqual(counters.take('back', 2, 60, 3600), { ok: false, remaining: 0, reset: 3660 })
  assert.equal(counters.take('back', 2, 60, 3660).ok, true)
})

describe('clocks and Valkey', () => {
  let valkeys: [Valkey, Valkey]
  before(async () => {
    valkeys = [await openOne(), await openOne()]
  })
  after(() => Promise.all(valkeys.map((valkey) => valkey.close())))

  test('F-23 a window of a clock that was wrong is forgotten by the clock of the server, a minute late', async () => {
    const [valkey] = valkeys
    await valkeyCounters(valkey).take('wrong', 2, 60, 4_000_000_000)
    const left = await valkey.ask(['PTTL', valkey.key('limit', 'wrong')])
    assert.ok(left.ok)
    assert.ok(Number(left.reply) > 60_000 && Number(left.reply) <= 120_000, String(left.reply))
  })

  test('F-24 an instance whose clock is ninety seconds behind shares the limit, and waits for its own window', async () => {
    const [ahead, behind] = valkeys.map((valkey) => valkeyCounters(valkey)) as [Counters, Counters]
    const taken = []
    for (let i = 0; i < 10; i++) {
      const waits = await behind.take('skew', 3, 60, 1000)
      assert.ok(waits.reset <= 1060, `until ${waits.reset}`)
      taken.push(waits, await ahead.take('skew', 3, 60, 1090))
    }
    // The one that is ahead begins its window anew, once.
    assert.equal(taken.filter(({ ok }) => ok).length, 4)
    assert.deepEqual(await behind.take('skew', 3, 60, 1001), { ok: false, remaining: 0, reset: 1060 })
  })
})
