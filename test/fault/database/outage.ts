import assert from 'node:assert/strict'
import { setTimeout as delay } from 'node:timers/promises'
import { openStore, closeStore } from '../../../packages/warder/src/store/open.ts'
import { digest } from '../../../packages/warder/src/crypto/tokens.ts'
import { server } from '../../cli/child.ts'
import { eventually } from '../../support/eventually.ts'
import { cheap, clientOf, percentile, type Client, type Timed } from '../../support/faults/client.ts'
import { checkInvariants, checkLog } from '../../support/faults/invariants.ts'
import { ownPostgres, type OwnPostgres } from '../../support/faults/postgres.ts'
import { tempDir } from '../../support/services.ts'
import { goodPassword } from '../../support/warder.ts'

export type Outage = {
  /** Answers to what writes, by their status. */
  writes: Record<number, number>
  /** The longest answer to what writes, in milliseconds. */
  slowest: number
  /** p99 of what needs no database, in milliseconds. */
  p99: number
  /** From the start of the database to the first of a second without an error, in milliseconds. */
  healed: number
}

type Going = { writes: Timed[]; reads: Timed[]; refreshed: string[]; failedAt: number }

/**
 * A server process on a PostgreSQL of its own, under load of sign-ins and refreshes while `harm` does its work and
 * until the database is back. What was answered must be there, and what needs no database must not notice.
 */
export async function throughOutage(harm: (database: OwnPostgres) => Promise<void>): Promise<Outage> {
  const folder = tempDir()
  const database = await ownPostgres()
  await database.start()
  const running = await server(folder.path, [], { ...cheap, DATABASE_URL: database.url })
  const client = clientOf(running.url)
  const going: Going = { writes: [], reads: [], refreshed: [], failedAt: 0 }
  try {
    const ada = await client.person('ada@example.com')
    // What is read once is remembered from here on.
    for (const path of cached) assert.equal((await client.get(path)).status, 200)
    let on = true
    const load = [
      writing(client, going, () => on),
      writing(client, going, () => on),
      reading(client, going, () => on),
    ]
    await eventually('it is under load', () => going.writes.length > 20)
    await harm(database)
    const back = performance.now()
    await eventually('it is ready', async () => (await client.get('/health/ready')).status === 200)
    await eventually(
      'a second without an error',
      () => performance.now() - Math.max(back, going.failedAt) > 1000,
    )
    on = false
    await Promise.all(load)

    assert.deepEqual([...new Set(going.reads.map(({ status }) => status))], [200])
    assert.equal((await client.get('/auth/me', ada.access_token)).status, 200)
    await check(database.url, going.refreshed)
    checkLog(running.stdout() + running.stderr(), [goodPassword, ada.access_token, ada.refresh_token])
    const writes: Record<number, number> = {}
    for (const { status } of going.writes) writes[status] = (writes[status] ?? 0) + 1
    return {
      writes,
      slowest: Math.max(...going.writes.map(({ ms }) => ms)),
      p99: percentile(
        going.reads.map(({ ms }) => ms),
        0.99,
      ),
      healed: Math.max(0, going.failedAt - back),
    }
  } finally {
    client.close()
    running.process.kill('SIGTERM')
    assert.equal((await running.ended).code, 0)
    await database.drop()
    folder.drop()
  }
}

const cached = ['/.well-known/jwks.json', '/.well-known/openid-configuration', '/health']

async function reading(client: Client, { reads }: Going, on: () => boolean): Promise<void> {
  while (on()) {
    for (const path of cached) reads.push(await client.get(path))
    await delay(5)
  }
}

/** Signs in and goes on refreshing; a family whose refresh was not answered is left, since it may have happened. */
async function writing(client: Client, going: Going, on: () => boolean): Promise<void> {
  let refresh_token: string | undefined
  while (on()) {
    const answer = refresh_token
      ? await client.post('/auth/refresh', { refresh_token })
      : await client.signIn('ada@example.com')
    going.writes.push(answer)
    refresh_token = undefined
    if (answer.status === 200) {
      refresh_token = (JSON.parse(answer.body) as { refresh_token: string }).refresh_token
      going.refreshed.push(refresh_token)
    } else {
      going.failedAt = performance.now()
      assert.equal(answer.status, 503, answer.body)
      assert.ok(Number(answer.retryAfter) > 0, 'no word when to come back')
      await delay(20)
    }
  }
}

/** I1: whatever was answered is there. */
async function check(url: string, refreshed: readonly string[]): Promise<void> {
  const db = openStore(url)
  const rows = await db.selectFrom('refresh_token').select('token_hash').execute()
  const kept = new Set(rows.map(({ token_hash }) => token_hash))
  assert.deepEqual(
    refreshed.filter((token) => !kept.has(digest(token))),
    [],
    'an acknowledged token is lost',
  )
  await checkInvariants(db)
  await closeStore(db)
}
