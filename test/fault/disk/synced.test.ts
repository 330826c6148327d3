import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { server } from '../../cli/child.ts'
import { cheap, clientOf, type Client } from '../../support/faults/client.ts'
import { watch, type Watch } from '../../support/faults/system-calls.ts'
import { tempDir } from '../../support/services.ts'
import { goodPassword } from '../../support/warder.ts'

describe('F-03 what is answered is on the disk', () => {
  const folder = tempDir()
  let running: Awaited<ReturnType<typeof server>>
  let client: Client
  let watched: Watch
  before(async () => {
    running = await server(folder.path, [], cheap)
    client = clientOf(running.url)
    await client.person('ada@example.com')
    watched = await watch(running.process.pid ?? 0, 'fdatasync,fsync')
  })
  after(async () => {
    await watched.stop()
    client.close()
    running.process.kill('SIGTERM')
    await running.ended
    folder.drop()
  })

  const syncs = () => watched.calls().filter((line) => /f(data)?sync\(.*warder\.db/.test(line)).length
  const tokens = async () =>
    JSON.parse((await client.signIn('ada@example.com')).body) as Record<
      'access_token' | 'refresh_token',
      string
    >

  const writes: [what: string, prepare: () => Promise<() => Promise<{ status: number }>>][] = [
    ['a sign-in', async () => () => client.signIn('ada@example.com')],
    [
      'a refresh',
      async () => {
        const { refresh_token } = await tokens()
        return () => client.post('/auth/refresh', { refresh_token })
      },
    ],
    [
      'a sign-out',
      async () => {
        const { access_token } = await tokens()
        return () => client.post('/auth/logout', {}, access_token)
      },
    ],
    [
      'a changed password',
      async () => {
        const { access_token } = await tokens()
        const change = { current_password: goodPassword, password: 'another good pass phrase' }
        return () => client.post('/auth/change-password', change, access_token)
      },
    ],
  ]
  for (const [what, prepare] of writes) {
    test(`F-03 ${what} is answered after a sync of its own group`, async () => {
      const act = await prepare()
      const before_it = syncs()
      const { status } = await act()
      assert.ok(status >= 200 && status < 300, String(status))
      assert.ok(syncs() > before_it, 'no sync before the answer')
    })
  }

  test('F-03 a hundred at once share their syncs, and none is answered without one', async (t) => {
    const before_it = syncs()
    const asked = await Promise.all(
      Array.from({ length: 100 }, (_, i) =>
        client.post('/auth/forgot-password', { email: `u${i}@example.com` }),
      ),
    )
    assert.deepEqual([...new Set(asked.map(({ status }) => status))], [202])
    const made = syncs() - before_it
    t.diagnostic(`${made} syncs`)
    assert.ok(made >= 1 && made < 100, `${made} syncs`)
  })
})
