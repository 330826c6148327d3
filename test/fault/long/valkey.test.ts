import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { eventually } from '../../support/eventually.ts'
import { allAnswer, outages, startPair, underLoad, type Pair } from '../valkey-pair.ts'

describe('two instances under load, and one Valkey', () => {
  let pair: Pair
  before(async () => (pair = await startPair({ 'limits.mailing': '1000000' })))
  after(() => pair.close())

  const seconds = (until: number) => {
    const end = performance.now() + until * 1000
    return eventually(`${until} seconds are over`, () => performance.now() >= end, until * 1000 + 5000)
  }

  test('F-19 frozen for twenty seconds: nobody waits for a second, and one line tells of it', async (t) => {
    const report = await underLoad(pair, async () => {
      pair.valkey.signal('SIGSTOP')
      await seconds(20)
      pair.valkey.signal('SIGCONT')
      await eventually('both have found it', () => allAnswer(pair))
    })
    t.diagnostic(JSON.stringify(report))
    assert.deepEqual([report.wrong, report.misspent], [{}, 0])
    assert.ok(report.p99 < 1000, `p99 is ${report.p99} ms`)
    assert.deepEqual(outages(pair), [
      [1, 1],
      [1, 1],
    ])
  })

  test('F-17 away for thirty seconds: each instance tries no more than once in two seconds', async (t) => {
    const made = pair.proxy.connections()
    const report = await underLoad(pair, async () => {
      await pair.valkey.kill()
      await seconds(30)
      await pair.valkey.start()
      await eventually('both have found it', () => allAnswer(pair))
    })
    t.diagnostic(JSON.stringify(report))
    assert.deepEqual([report.wrong, report.misspent], [{}, 0])
    assert.ok(report.p99 < 1000, `p99 is ${report.p99} ms`)
    const tried = pair.proxy.connections() - made
    assert.ok(tried >= 5 && tried <= 16, `it tried ${tried} times`)
  })

  test('F-17 F-18 killed and begun empty twenty times: nothing is spent twice', async (t) => {
    const report = await underLoad(pair, async (answered) => {
      for (let round = 0; round < 20; round++) {
        await pair.valkey.kill()
        await answered(20)
        await pair.valkey.start()
        await answered(20)
      }
      await eventually('both have found it', () => allAnswer(pair))
    })
    t.diagnostic(JSON.stringify(report))
    assert.deepEqual([report.wrong, report.misspent], [{}, 0])
    assert.ok(report.p99 < 1000, `p99 is ${report.p99} ms`)
  })
})
