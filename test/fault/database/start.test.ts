import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { bin, child, type Child } from '../../cli/child.ts'
import { key } from '../../config/support.ts'
import { eventually } from '../../support/eventually.ts'
import { cheap, clientOf } from '../../support/faults/client.ts'
import { ownPostgres, type OwnPostgres } from '../../support/faults/postgres.ts'
import { tempDir } from '../../support/services.ts'
import { freePort } from '../../../scripts/parts/server-process.ts'

describe('F-08 PostgreSQL is not there at the start', () => {
  const folder = tempDir()
  let database: OwnPostgres
  before(async () => (database = await ownPostgres()))
  after(async () => {
    await database.drop()
    folder.drop()
  })

  /** A server that cannot say yet that it is ready. */
  async function start(
    wait: string,
    secret: object = { WARDER_SECRET: key },
  ): Promise<Child & { url: string }> {
    const port = await freePort()
    const args = [bin, 'serve', '--dev', '--port', String(port), '--data', folder.path]
    const env = { ...cheap, ...secret, DATABASE_URL: database.url, WARDER_DATABASE_WAIT: wait }
    return { ...child(process.execPath, args, env), url: `http://localhost:${port}` }
  }

  test('F-08 it lives, is not ready, says once what it waits for, and serves soon after the database does', async () => {
    // Its own secret is made only after a look at the database, so that waits too.
    const running = await start('60s', {})
    const client = clientOf(running.url)
    await running.printed('waiting: PostgreSQL at')
    assert.equal((await client.get('/health')).status, 200)
    for (const path of ['/health/ready', '/login', '/.well-known/jwks.json'])
      assert.equal((await client.get(path)).status, 503, path)

    await database.start()
    await eventually('it serves', async () => (await client.get('/health/ready')).status === 200, 5000)
    await client.person('ada@example.com')
    assert.equal(running.stdout().split('waiting: PostgreSQL at').length, 2)
    client.close()
    running.process.kill('SIGTERM')
    assert.equal((await running.ended).code, 0)
    await database.stop()
  })

  test('F-08 after the most it may wait it ends with 1 and says what to do', async () => {
    const running = await start('1s')
    const { code, stderr } = await running.ended
    assert.equal(code, 1)
    assert.match(
      stderr,
      /^error: PostgreSQL at \S+ refused the connection\. Start it, or correct DATABASE_URL\.\n$/,
    )
  })

  test('F-08 F-44 one SIGTERM ends the wait, well', async () => {
    const running = await start('60s')
    await running.printed('waiting: PostgreSQL at')
    running.process.kill('SIGTERM')
    const { code, stdout } = await running.ended
    assert.equal(code, 0)
    assert.match(stdout, /stopped before it had started/)
  })

  test('F-08 a refused password is not waited for', async () => {
    await database.start()
    const url = database.url.replace(/:[^:@/]+@/, ':not-the-password@')
    const args = [bin, 'serve', '--dev', '--port', '0', '--data', folder.path]
    const env = { DATABASE_URL: url, WARDER_SECRET: key, WARDER_DATABASE_WAIT: '600s' }
    const { code, stderr } = await child(process.execPath, args, env).ended
    assert.equal(code, 1)
    assert.match(stderr, /refused the user or the password/)
  })
})
