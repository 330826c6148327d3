import assert from 'node:assert/strict'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { closeStore, openStore, type Db } from '../../../packages/warder/src/store/open.ts'
import * as sessions from '../../../packages/warder/src/store/people/sessions.ts'
import { digest, newToken } from '../../../packages/warder/src/crypto/tokens.ts'
import { server } from '../../cli/child.ts'
import { cheap, clientOf, percentile } from '../../support/faults/client.ts'
import { residentMiB } from '../../support/many-addresses.ts'
import { tempDir } from '../../support/services.ts'

const small = { NODE_OPTIONS: '--max-old-space-size=128 --max-semi-space-size=4', LOG_LEVEL: 'error' }

/** F-07: `count` sessions, each looked at once from an address of its own, with every memory of the process turned on. */
export async function memoryPressure(t: TestContext, count: number): Promise<void> {
  const folder = tempDir()
  const env = {
    ...cheap,
    ...small,
    WARDER_SESSION_HIJACK: 'off',
    WARDER_SESSION_CACHE: '5s',
    TRUSTED_PROXIES: '127.0.0.1/32 ::1/128',
  }
  const running = await server(folder.path, [], env)
  const client = clientOf(running.url)
  try {
    await client.person('ada@example.com')
    const db = openStore(`sqlite:${join(folder.path, 'warder.db')}`)
    const tokens = await addSessions(db, count)
    await closeStore(db)

    const times: number[] = []
    let warm = 0
    let at = 0
    const look = async () => {
      while (at < count) {
        const index = at++
        const headers = {
          cookie: `warder_session=${tokens[index]}`,
          'x-forwarded-for': `20.${(index >> 16) & 255}.${(index >> 8) & 255}.${index & 255}`,
        }
        const me = await client.send('GET', '/auth/me', headers)
        assert.equal(me.status, 200, me.body)
        const limited = await client.send('POST', '/auth/forgot-password', headers, {
          email: `u${index % 50}@example.com`,
        })
        assert.equal(limited.status, 202, limited.body)
        times.push(me.ms, limited.ms)
        if (index === Math.floor(count / 5)) warm = residentMiB(running.process.pid ?? 0)
      }
    }
    await Promise.all(Array.from({ length: 30 }, look))
    const end = residentMiB(running.process.pid ?? 0)
    const p99 = percentile(times, 0.99)
    t.diagnostic(
      `p99 ${p99.toFixed(0)} ms, ${warm.toFixed(0)} MiB after a fifth, ${end.toFixed(0)} MiB at the end`,
    )
    assert.ok(p99 < 2000, `p99 ${p99} ms`)
    assert.ok(end < 300 && end < warm + 80, `${warm.toFixed(0)} MiB became ${end.toFixed(0)}`)
    assert.equal(running.process.exitCode, null)
  } finally {
    client.close()
    running.process.kill('SIGTERM')
    await running.ended
    folder.drop()
  }
}

async function addSessions(db: Db, count: number): Promise<string[]> {
  const { id: user_id } = await db.selectFrom('user').select('id').executeTakeFirstOrThrow()
  const now = Math.floor(Date.now() / 1000)
  const tokens = Array.from({ length: count }, () => newToken('wds'))
  for (let from = 0; from < count; from += 1000) {
    await db.transaction().execute(async (tx) => {
      for (const [i, token] of tokens.slice(from, from + 1000).entries())
        await sessions.insert(tx, {
          id: `ses_many_${from + i}`,
          token_hash: digest(token),
          user_id,
          directory_id: 'dir_common',
          tenant_id: 'ten_default',
          browser_hash: null,
          amr: 'pwd',
          auth_time: now,
          user_agent: '',
          address: '',
          created_at: now,
          last_seen_at: now,
          idle_expires_at: now + 3600,
          expires_at: now + 3600,
          remembered_at: null,
          suspect_at: null,
          noted_change: null,
          opened_from: null,
          revoked_at: null,
        })
    })
  }
  return tokens
}
