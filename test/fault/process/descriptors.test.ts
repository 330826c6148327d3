import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { test } from 'node:test'
import { closeStore, openStore } from '../../../packages/warder/src/store/open.ts'
import { bin, child } from '../../cli/child.ts'
import { eventually } from '../../support/eventually.ts'
import { cheap, clientOf, type Client } from '../../support/faults/client.ts'
import { checkInvariants, checkLog } from '../../support/faults/invariants.ts'
import { tempDir } from '../../support/services.ts'
import { goodPassword } from '../../support/warder.ts'

test('F-06 with sixty-four descriptors and five hundred connections it lives, says so once, and recovers', async () => {
  const folder = tempDir()
  const command = [process.execPath, bin, 'serve', '--dev', '--port', '0', '--data', folder.path]
  const running = child('prlimit', ['--nofile=64:64', ...command], cheap)
  const pid = running.process.pid ?? 0
  const clients: Client[] = []
  try {
    const [, url = ''] = /ready at (\S+)/.exec(await running.printed('/dev/inbox')) ?? []
    const first = clientOf(url)
    clients.push(first)
    const ada = await first.person('ada@example.com')
    const { port, hostname } = new URL(url)
    let closed = 0
    const open = Array.from({ length: 500 }, () =>
      connect({ host: hostname, port: Number(port) })
        .on('error', () => undefined)
        .on('close', () => closed++),
    )
    await eventually('most are closed again', () => closed > 400)
    // Who was connected before is served; what that loads and writes finds its descriptors.
    for (let i = 0; i < 20; i++) {
      for (const path of ['/health', '/login', '/auth/me', '/auth/sessions'])
        assert.equal((await first.get(path, ada.access_token)).status, 200, path)
      assert.equal((await first.post('/auth/forgot-password', { email: 'ada@example.com' })).status, 202)
    }
    assert.ok(readdirSync(`/proc/${pid}/fd`).length < 64)

    for (const socket of open) socket.destroy()
    const fresh = clientOf(url)
    clients.push(fresh)
    await eventually('a newcomer is served', async () => (await fresh.get('/health')).status === 200)
    assert.equal((await fresh.post('/auth/logout', {}, ada.access_token)).status, 204)
    assert.equal((await first.get('/auth/me', ada.access_token)).status, 401)

    running.process.kill('SIGTERM')
    const { code, stdout, stderr } = await running.ended
    assert.equal(code, 0)
    assert.equal(stdout.split('connections are refused').length - 1, 1, stdout)
    checkLog(stdout + stderr, [goodPassword, ada.access_token])
    const db = openStore(`sqlite:${join(folder.path, 'warder.db')}`)
    await checkInvariants(db)
    await closeStore(db)
  } finally {
    for (const client of clients) client.close()
    running.process.kill('SIGKILL')
    await running.ended
    folder.drop()
  }
})
