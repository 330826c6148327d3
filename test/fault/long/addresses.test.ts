import assert from 'node:assert/strict'
import { test } from 'node:test'
import { server } from '../../cli/child.ts'
import { cheapFailures, failFromEach, residentMiB } from '../../support/many-addresses.ts'
import { tempDir } from '../../support/services.ts'

const million = Number(process.env['WARDER_TEST_ADDRESSES'] ?? 1_000_000)
const steps = 10

test('DS-14 memory stays flat through a million failed sign-ins from a million addresses', async (t) => {
  const folder = tempDir()
  const running = await server(folder.path, [], cheapFailures)
  const pid = running.process.pid ?? 0
  const sizes: number[] = []
  try {
    for (let step = 0; step < steps; step++) {
      await failFromEach(running.url, (step * million) / steps, million / steps)
      sizes.push(residentMiB(pid))
      t.diagnostic(`${((step + 1) * million) / steps} addresses: ${sizes.at(-1)?.toFixed(0)} MiB`)
    }
    // The first tenth fills every table that has a limit; afterwards nothing grows but the database.
    const [first = 0] = sizes
    const most = Math.max(...sizes)
    assert.ok(most < first * 1.25 + 20, `${first.toFixed(0)} MiB became ${most.toFixed(0)}`)
  } finally {
    running.process.kill('SIGTERM')
    await running.ended
    folder.drop()
  }
})
