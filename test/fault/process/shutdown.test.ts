import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { closeStore, openStore } from '../../../packages/warder/src/store/open.ts'
import { digest } from '../../../packages/warder/src/crypto/tokens.ts'
import { server } from '../../cli/child.ts'
import { eventually } from '../../support/eventually.ts'
import { cheap, clientOf, type Client } from '../../support/faults/client.ts'
import { checkInvariants, checkLog } from '../../support/faults/invariants.ts'
import { tempDir } from '../../support/services.ts'
import { goodPassword } from '../../support/warder.ts'

for (const signals of [1, 2]) {
  test(`F-44 SIGTERM under sign-ins and refreshes, ${signals} of them: what was answered is kept, and nobody gets an error`, async () => {
    const folder = tempDir()
    const running = await server(folder.path, [], cheap)
    const client = clientOf(running.url)
    try {
      await client.person('ada@example.com')
      const answered: string[] = []
      const statuses = new Set<number>()
      const load = Promise.all(Array.from({ length: 6 }, () => refreshing(client, answered, statuses)))
      await eventually('it is under load', () => answered.length > 40)
      const began = performance.now()
      running.process.kill('SIGTERM')
      if (signals === 2) {
        await running.printed('stopping')
        running.process.kill('SIGTERM')
      }
      const { code } = await running.ended
      assert.ok(performance.now() - began < 10_000)
      await load
      // The second is an order to end at once; what was answered before is kept all the same.
      if (signals === 1) assert.equal(code, 0)
      else assert.ok(code === 143 || code === 0, String(code))
      assert.deepEqual([...statuses], [200, 0], 'only a connection that was closed')

      const db = openStore(`sqlite:${join(folder.path, 'warder.db')}`)
      const rows = await db.selectFrom('refresh_token').select('token_hash').execute()
      const kept = new Set(rows.map(({ token_hash }) => token_hash))
      assert.deepEqual(
        answered.filter((token) => !kept.has(digest(token))),
        [],
      )
      await checkInvariants(db)
      const stopped = db.selectFrom('audit_event').select('seq').where('type', '=', 'server.stopped')
      if (signals === 1) assert.equal((await stopped.execute()).length, 1)
      await closeStore(db)
      checkLog(running.stdout() + running.stderr(), [goodPassword, ...answered.slice(-5)])
    } finally {
      client.close()
      running.process.kill('SIGKILL')
      folder.drop()
    }
  })
}

/** Signs in, and refreshes what it gets until the server is gone. */
async function refreshing(client: Client, answered: string[], statuses: Set<number>): Promise<void> {
  let answer = await client.signIn('ada@example.com')
  for (;;) {
    statuses.add(answer.status)
    if (answer.status !== 200) return
    const { refresh_token } = JSON.parse(answer.body) as { refresh_token: string }
    answered.push(refresh_token)
    answer = await client.post('/auth/refresh', { refresh_token })
  }
}
