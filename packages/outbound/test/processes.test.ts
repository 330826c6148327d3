import assert from 'node:assert/strict'
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { keepGrant } from '../src/oauth/grant.ts'
import { fileStore } from '../src/store/file-store.ts'

const key = Buffer.alloc(32, 7)
/** `WARDER_TEST_ROUNDS` makes the races longer: 10 for the half a minute that the issue asks for. */
const rounds = Number(process.env['WARDER_TEST_ROUNDS'] ?? 1)

/** An authorization server that rotates refresh tokens, and ends the family when one is used twice. */
async function rotatingServer(life_ms: number) {
  const state = { calls: 0, reused: 0, refresh: 'r-0', access: '', until: 0 }
  const server = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk: Buffer) => (body += chunk.toString()))
    request.on('end', () => {
      if (request.url === '/api') {
        const good = request.headers.authorization === `Bearer ${state.access}`
        response.writeHead(good ? 200 : 401).end()
        return
      }
      state.calls++
      const given = new URLSearchParams(body).get('refresh_token')
      response.setHeader('content-type', 'application/json')
      if (given !== state.refresh) {
        state.reused++
        response.writeHead(400).end('{"error":"invalid_grant"}')
        return
      }
      state.refresh = `r-${state.calls}`
      state.access = `a-${state.calls}`
      const answer = {
        access_token: state.access,
        refresh_token: state.refresh,
        token_type: 'Bearer',
        expires_in: life_ms / 1000,
      }
      response.end(JSON.stringify(answer))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return { state, origin, close: () => server.close() }
}

describe('a store that several processes use', () => {
  let folder: string
  const children: ChildProcess[] = []
  before(() => void (folder = mkdtempSync(join(tmpdir(), 'outbound-'))))
  after(() => {
    for (const child of children) child.kill('SIGKILL')
    rmSync(folder, { recursive: true, force: true })
  })

  const start = (file: string, ...args: string[]) => {
    const path = join(import.meta.dirname, 'children', file)
    const child = spawn(process.execPath, ['--conditions=warder-src', path, ...args], {
      stdio: ['pipe', 'pipe', 'inherit'],
    })
    children.push(child)
    return child
  }
  const output = async (child: ChildProcess) => {
    let text = ''
    child.stdout?.on('data', (chunk: Buffer) => (text += chunk.toString()))
    await once(child, 'close')
    return text
  }

  test('OC-07 six processes with a rotating refresh token never send one that was used', async () => {
    const server = await rotatingServer(500)
    const store = fileStore({ folder, key })
    await keepGrant(store, 'ada', {
      access_token: 'none',
      refresh_token: 'r-0',
      requested_at: 0,
      expires_at: 1,
    })
    try {
      const processes = Array.from({ length: 6 }, () =>
        start('refresher.ts', folder, server.origin, String(3000 * rounds)),
      )
      const outcomes = (await Promise.all(processes.map(output))).map(
        (text) => JSON.parse(text) as Record<string, number>,
      )
      assert.equal(server.state.reused, 0)
      assert.ok(server.state.calls > 3, `${server.state.calls} refreshes`)
      for (const outcome of outcomes) {
        assert.deepEqual(
          Object.keys(outcome).filter((word) => word !== '200' && word !== '401'),
          [],
        )
        assert.ok((outcome['200'] ?? 0) > 0, JSON.stringify(outcome))
      }
    } finally {
      server.close()
    }
  })

  test('kill -9 of whoever holds the lock leaves it free for the next, within five seconds', async () => {
    const holder = start('holder.ts', folder)
    if (holder.stdout) await once(holder.stdout, 'data')
    const began = performance.now()
    const waiting = fileStore({ folder, key }).withLock('ada', () => Promise.resolve(performance.now()))
    holder.kill('SIGKILL')
    assert.ok((await waiting) - began < 5000)
  })

  test('OC-13 kill -9 in the middle of writing leaves the old record or the new one, never half of it', async () => {
    const store = fileStore({ folder, key })
    for (let round = 0; round < 20 * rounds; round++) {
      const writer = start('writer.ts', folder)
      if (writer.stdout) await once(writer.stdout, 'data')
      // As long as it takes to look at the folder: another moment in each round.
      for (let i = 0; i < (round * 7) % 23; i++) await store.list()
      writer.kill('SIGKILL')
      await once(writer, 'close')
      const record = await store.get('ada')
      assert.ok(
        record === undefined || record.kind === 'oauth-grant' || /^x*$/.test(String(record.data['text'])),
      )
    }
    for (const name of readdirSync(folder)) {
      if (name.endsWith('.json')) assert.equal(statSync(join(folder, name)).mode & 0o777, 0o600)
    }
    assert.equal(statSync(folder).mode & 0o077, 0)
  })
})
