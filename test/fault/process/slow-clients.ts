import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import type { TestContext } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import { server } from '../../cli/child.ts'
import { eventually } from '../../support/eventually.ts'
import { cheap, clientOf, percentile } from '../../support/faults/client.ts'
import { tempDir } from '../../support/services.ts'

/** What a slow client says, and what it adds now and then to look busy. */
const kinds: [begin: string, more: string][] = [
  ['GET /login HTTP/1.1\r\nHost: localhost\r\n', 'X-More: and more\r\n'],
  [
    'POST /auth/login HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 900\r\n\r\n{',
    ' ',
  ],
  // Asks, and reads no answer.
  ['GET /login HTTP/1.1\r\nHost: localhost\r\n\r\n'.repeat(2), ''],
  // Says nothing at all, and never will.
  ['', ''],
]

/**
 * F-39: `count` slow connections while people go on with their work, for `seconds`.
 *
 * @param closed whether all of them must have been closed by then
 */
export async function slowClients(
  t: TestContext,
  count: number,
  seconds: number,
  closed: boolean,
): Promise<void> {
  const folder = tempDir()
  const running = await server(folder.path, [], cheap)
  const pid = running.process.pid ?? 0
  const client = clientOf(running.url)
  const { hostname, port } = new URL(running.url)
  const slow = new Map<Socket, string>()
  let drip: NodeJS.Timeout | undefined
  try {
    const { access_token } = await client.person('ada@example.com')
    for (let i = 0; i < count; i++) {
      const [begin, more] = kinds[i % kinds.length] ?? ['', '']
      const socket = connect({ host: hostname, port: Number(port) })
      slow.set(socket, more)
      socket.pause()
      socket.on('error', () => undefined)
      socket.write(begin)
    }
    drip = setInterval(() => {
      for (const [socket, more] of slow) if (socket.writable) socket.write(more)
    }, 500)
    const times: number[] = []
    // Only the server can tell: a client that does not read does not learn that it was cut off.
    const open = () => readdirSync(`/proc/${pid}/fd`).length
    await eventually('all are there', () => open() > count)
    const began = performance.now()
    let freed: number | undefined
    for (const until = performance.now() + seconds * 1000; performance.now() < until; await delay(10)) {
      for (const path of ['/health', '/login', '/auth/me']) {
        const { status, ms } = await client.get(path, access_token)
        assert.equal(status, 200, path)
        times.push(ms)
      }
      const signedIn = await client.signIn('ada@example.com')
      assert.equal(signedIn.status, 200)
      times.push(signedIn.ms)
      if (open() < 60) freed ??= performance.now() - began
    }
    const p99 = percentile(times, 0.99)
    t.diagnostic(`p99 ${p99.toFixed(0)} ms of ${times.length}, freed after ${freed?.toFixed(0)} ms`)
    assert.ok(p99 < 500, `p99 ${p99} ms`)
    if (closed) assert.ok(freed !== undefined && freed < 33_000, `freed after ${freed} ms`)
    for (const socket of slow.keys()) socket.destroy()
    await eventually('their descriptors are free', () => open() < 60)
  } finally {
    clearInterval(drip)
    for (const socket of slow.keys()) socket.destroy()
    client.close()
    running.process.kill('SIGTERM')
    await running.ended
    folder.drop()
  }
}
