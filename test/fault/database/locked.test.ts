import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { closeStore, openStore } from '../../../packages/warder/src/store/open.ts'
import { server } from '../../cli/child.ts'
import { startChild } from '../../store/child.ts'
import { cheap, clientOf, percentile } from '../../support/faults/client.ts'
import { checkInvariants } from '../../support/faults/invariants.ts'
import { tempDir } from '../../support/services.ts'

test('F-15 while another program holds the lock of the file everything that reads is quick, and a sign-in waits for it', async (t) => {
  const folder = tempDir()
  const running = await server(folder.path, [], cheap)
  const client = clientOf(running.url)
  try {
    const { access_token } = await client.person('ada@example.com')
    const holder = startChild('hold-lock', join(folder.path, 'warder.db'))
    assert.equal(await holder.line(), 'held')
    let waiting = true
    const written = client.signIn('ada@example.com').finally(() => (waiting = false))
    const times: number[] = []
    for (const until = performance.now() + 2000; performance.now() < until;) {
      for (const path of ['/health', '/.well-known/jwks.json', '/auth/me']) {
        const { status, ms } = await client.get(path, access_token)
        assert.equal(status, 200, path)
        times.push(ms)
      }
    }
    assert.ok(waiting, 'it was answered before it could be written')
    holder.process.stdin.write('enough')
    assert.equal((await written).status, 200)
    assert.equal(await holder.ended, 0)
    const p99 = percentile(times, 0.99)
    t.diagnostic(`p99 ${p99.toFixed(0)} ms of ${times.length}`)
    assert.ok(p99 < 250, `p99 ${p99} ms`)
  } finally {
    client.close()
    running.process.kill('SIGTERM')
    await running.ended
    const db = openStore(`sqlite:${join(folder.path, 'warder.db')}`)
    await checkInvariants(db)
    await closeStore(db)
    folder.drop()
  }
})
