import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { join } from 'node:path'
import { closeStore, openStore } from '../../../packages/warder/src/store/open.ts'
import { server } from '../../cli/child.ts'
import { eventually } from '../../support/eventually.ts'
import { cheap, clientOf, type Client } from '../../support/faults/client.ts'
import { checkInvariants, checkLog } from '../../support/faults/invariants.ts'
import { smallDisk, type SmallDisk } from '../../support/faults/small-disk.ts'
import { goodPassword } from '../../support/warder.ts'

describe('F-04 the disk is full', () => {
  let disk: SmallDisk
  let running: Awaited<ReturnType<typeof server>>
  let client: Client
  let ada: { access_token: string; refresh_token: string }
  let other: { access_token: string; refresh_token: string }
  before(async () => {
    disk = smallDisk()
    running = await server(join(disk.path, 'data'), [], cheap)
    client = clientOf(running.url)
    ada = await client.person('ada@example.com')
    other = JSON.parse((await client.signIn('ada@example.com')).body) as typeof other
    disk.fill()
    // What the log of the database had room for already is used up first.
    await eventually(
      'a write finds no room',
      async () => (await client.signIn('ada@example.com')).status === 503,
    )
  })
  after(async () => {
    client.close()
    running.process.kill('SIGKILL')
    await running.ended
    disk.drop()
  })

  const alive = async (token: string) => (await client.get('/auth/me', token)).status

  test('what must be written is refused with 503 and the time to come back', async () => {
    const writes = [
      client.signIn('ada@example.com'),
      client.post('/auth/register', { email: 'bob@example.com', password: goodPassword, full_name: 'Bob' }),
      client.post('/auth/refresh', { refresh_token: ada.refresh_token }),
    ]
    for (const { status, retryAfter, body } of await Promise.all(writes)) {
      assert.equal(status, 503, body)
      assert.equal((JSON.parse(body) as { code: string }).code, 'storage_unavailable')
      assert.ok(Number(retryAfter) > 0)
    }
  })

  test('F-04 signing out and revoking do not claim to have happened', async () => {
    assert.equal((await client.post('/auth/logout', {}, ada.access_token)).status, 503)
    const change = { current_password: goodPassword, password: 'another good pass phrase' }
    assert.equal((await client.post('/auth/change-password', change, ada.access_token)).status, 503)
    // Nothing of it happened: who was told that it failed must be able to believe it.
    assert.equal(await alive(ada.access_token), 200)
    assert.equal(await alive(other.access_token), 200)
  })

  test('F-04 reads, the keys and the check of tokens go on, and only readiness says no', async () => {
    for (const path of ['/health', '/.well-known/jwks.json', '/.well-known/openid-configuration', '/login'])
      assert.equal((await client.get(path)).status, 200, path)
    assert.equal((await client.get('/oauth/userinfo', ada.access_token)).status, 200)
    assert.equal((await client.get('/auth/sessions', ada.access_token)).status, 200)
    assert.equal((await client.get('/health/ready')).status, 503)
  })

  test('F-04 when there is room again everything works, and the file is whole', async () => {
    disk.free()
    await eventually('it is ready', async () => (await client.get('/health/ready')).status === 200, 5000)
    assert.equal((await client.post('/auth/refresh', { refresh_token: other.refresh_token })).status, 200)
    assert.equal((await client.post('/auth/logout', {}, ada.access_token)).status, 204)
    assert.equal(await alive(ada.access_token), 401)

    running.process.kill('SIGKILL')
    await running.ended
    const db = openStore(`sqlite:${join(disk.path, 'data', 'warder.db')}`)
    await checkInvariants(db)
    await closeStore(db)
    checkLog(running.stdout() + running.stderr(), [goodPassword, ada.access_token, ada.refresh_token])
  })
})
