import assert from 'node:assert/strict'
import { test } from 'node:test'
import { server } from '../cli/child.ts'
import { cheapFailures, failFromEach, residentMiB } from '../support/many-addresses.ts'
import { tempDir } from '../support/services.ts'

test('DS-14 six thousand failed sign-ins from as many addresses leave little behind', async (t) => {
  const folder = tempDir()
  const running = await server(folder.path, [], cheapFailures)
  const pid = running.process.pid ?? 0
  try {
    // What is compiled and loaded by the first ones is not what they leave behind.
    await failFromEach(running.url, 0, 2_000)
    const first = residentMiB(pid)
    await failFromEach(running.url, 2_000, 4_000)
    const last = residentMiB(pid)
    t.diagnostic(`${first.toFixed(0)} MiB after 2,000, ${last.toFixed(0)} MiB after 6,000`)
    assert.ok(last < first + 40, `${first.toFixed(0)} MiB became ${last.toFixed(0)}`)
  } finally {
    running.process.kill('SIGTERM')
    await running.ended
    folder.drop()
  }
})
