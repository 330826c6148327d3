import assert from 'node:assert/strict'
import { setTimeout as delay } from 'node:timers/promises'
import { test } from 'node:test'
import type { OwnPostgres } from '../../support/faults/postgres.ts'
import { throughOutage } from './outage.ts'

const outages: [what: string, harm: (database: OwnPostgres) => Promise<void>][] = [
  [
    'F-09 stopped for seven seconds, which is longer than keys are fresh',
    async (database) => {
      await database.stop()
      await delay(7000)
      await database.start()
    },
  ],
  [
    'F-02 one of its processes killed with -9, and then all of it stopped as by a failure of power',
    async (database) => {
      database.killBackend()
      await delay(500)
      await database.stop('immediate')
      await database.start()
    },
  ],
]
for (const [what, harm] of outages) {
  test(`${what} under load: 503 in two seconds at most, nothing answered is lost, the keys stay, and it heals`, async (t) => {
    const outage = await throughOutage(harm)
    t.diagnostic(JSON.stringify(outage))
    assert.deepEqual(Object.keys(outage.writes), ['200', '503'])
    assert.ok(outage.slowest < 2500, `${outage.slowest} ms`)
    assert.ok(outage.p99 < 250, `p99 ${outage.p99} ms`)
    assert.ok(outage.healed < 5000, `${outage.healed} ms`)
  })
}
