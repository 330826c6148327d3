import assert from 'node:assert/strict'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { closeStore, openStore } from '../../../packages/warder/src/store/open.ts'
import { server, warder } from '../../cli/child.ts'
import { eventually } from '../../support/eventually.ts'
import { cheap, clientOf, type Client } from '../../support/faults/client.ts'
import { checkInvariants, checkLog } from '../../support/faults/invariants.ts'
import { smallDisk } from '../../support/faults/small-disk.ts'
import { watch } from '../../support/faults/system-calls.ts'
import { tempDir } from '../../support/services.ts'
import { goodPassword } from '../../support/warder.ts'

type Tokens = { access_token: string; refresh_token: string }

/** What a server does whose disk takes nothing: it lives, reads and checks, and claims nothing it did not do. */
async function refusesWrites(client: Client, { access_token, refresh_token }: Tokens): Promise<void> {
  const writes = [
    client.signIn('ada@example.com'),
    client.post('/auth/refresh', { refresh_token }),
    client.post('/auth/logout', {}, access_token),
  ]
  for (const { status, body } of await Promise.all(writes)) assert.equal(status, 503, body)
  assert.equal((await client.get('/health')).status, 200)
  assert.equal((await client.get('/health/ready')).status, 503)
  for (const path of ['/.well-known/jwks.json', '/login']) assert.equal((await client.get(path)).status, 200)
}

describe('F-05 the disk answers with errors', () => {
  for (const error of ['EIO', 'EROFS']) {
    test(`F-05 every write fails with ${error}: no sign-out is claimed, reads go on, and it heals by itself`, async () => {
      const folder = tempDir()
      const running = await server(folder.path, [], cheap)
      const client = clientOf(running.url)
      try {
        const ada = await client.person('ada@example.com')
        const broken = await watch(running.process.pid ?? 0, 'pwrite64', error)
        await refusesWrites(client, ada)
        assert.equal((await client.get('/auth/me', ada.access_token)).status, 200)
        await broken.stop()
        await eventually('it is ready', async () => (await client.get('/health/ready')).status === 200, 5000)
        assert.equal((await client.post('/auth/logout', {}, ada.access_token)).status, 204)
        assert.equal((await client.get('/auth/me', ada.access_token)).status, 401)
        await whole(folder.path)
        checkLog(running.stdout() + running.stderr(), [goodPassword, ada.access_token, ada.refresh_token])
      } finally {
        client.close()
        running.process.kill('SIGKILL')
        await running.ended
        folder.drop()
      }
    })
  }

  test('F-05 a sync fails once: nothing is written any more until a restart, after which all is well', async () => {
    const folder = tempDir()
    const first = await server(folder.path, [], cheap)
    const client = clientOf(first.url)
    const ada = await client.person('ada@example.com')
    const broken = await watch(first.process.pid ?? 0, 'fdatasync', 'EIO')
    assert.equal((await client.signIn('ada@example.com')).status, 503)
    await broken.stop()
    // A later sync would succeed and say nothing about what the failed one lost.
    await refusesWrites(client, ada)
    client.close()
    first.process.kill('SIGTERM')
    assert.equal((await first.ended).code, 0)

    const second = await server(folder.path, [], cheap)
    const again = clientOf(second.url)
    assert.equal((await again.signIn('ada@example.com')).status, 200)
    again.close()
    second.process.kill('SIGTERM')
    await second.ended
    await whole(folder.path)
    folder.drop()
  })
})

test('F-05 started where nothing may be written, it says so in one line and changes nothing', async () => {
  const disk = smallDisk()
  try {
    const data = join(disk.path, 'data')
    const running = await server(data, [], cheap)
    running.process.kill('SIGTERM')
    await running.ended
    disk.mount('ro')
    const { code, stdout, stderr } = await warder(['serve', '--dev', '--port', '0', '--data', data])
    assert.deepEqual([code, stdout], [1, ''])
    assert.match(stderr, /^error: [^\n]*(cannot be written|read-only)[^\n]*\n$/)
    disk.mount('rw')
    const again = await server(data, [], cheap)
    again.process.kill('SIGTERM')
    assert.equal((await again.ended).code, 0)
    await whole(data)
  } finally {
    disk.drop()
  }
})

async function whole(folder: string): Promise<void> {
  const db = openStore(`sqlite:${join(folder, 'warder.db')}`)
  await checkInvariants(db)
  await closeStore(db)
}
