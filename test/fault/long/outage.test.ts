import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import { throughOutage } from '../database/outage.ts'

test('F-09 stopped for thirty seconds under load, three times: each call is refused in two seconds, and it heals in five', async (t) => {
  const outage = await throughOutage(async (database) => {
    for (let i = 0; i < 3; i++) {
      await database.stop()
      await delay(30_000)
      await database.start()
      await delay(5000)
    }
  })
  t.diagnostic(JSON.stringify(outage))
  assert.deepEqual(Object.keys(outage.writes), ['200', '503'])
  assert.ok(outage.slowest < 2500, `${outage.slowest} ms`)
  assert.ok(outage.p99 < 250, `p99 ${outage.p99} ms`)
  assert.ok(outage.healed < 5000, `${outage.healed} ms`)
})
