import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { child, sourceBin, type Child } from '../../cli/child.ts'
import { cheap, clientOf, type Client } from '../../support/faults/client.ts'
import { straceProgram } from '../../support/faults/programs.ts'
import { tempDir } from '../../support/services.ts'
import { freeOrigin } from '../../support/programs/run.ts'

describe('LP-14 a fresh installation', () => {
  const folder = tempDir()
  const file = join(folder.path, 'calls')
  let running: Child
  let client: Client
  before(async () => {
    const url = await freeOrigin()
    const serve = ['serve', '--dev', '--port', new URL(url).port, '--data', join(folder.path, 'data')]
    // Watched from its first moment on: whatever a process says to another goes by one of these.
    const watch = ['-f', '-e', 'trace=connect,sendto,sendmsg,sendmmsg', '-o', file]
    running = child(straceProgram(), [...watch, process.execPath, sourceBin, ...serve], cheap)
    await running.printed('Warder is ready at')
    client = clientOf(url)
  })
  after(async () => {
    client.close()
    // strace passes no signal on; it ends with what it watches.
    const tracer = running.process.pid ?? 0
    const [watched] = readFileSync(`/proc/${tracer}/task/${tracer}/children`, 'utf8').split(' ')
    process.kill(Number(watched), 'SIGTERM')
    await running.ended
    folder.drop()
  })

  /** Calls that lead to an address of the network: of the answers to whoever connected to it none names one. */
  const calls = () =>
    readFileSync(file, 'utf8')
      .split('\n')
      .filter((line) => /sa_family=AF_INET6?\b/.test(line))

  test('calls nobody, whatever people and applications do with it', async () => {
    await client.person('ada@example.com')
    const { access_token } = JSON.parse((await client.signIn('ada@example.com')).body) as {
      access_token: string
    }
    assert.equal((await client.get('/auth/me', access_token)).status, 200)
    for (const path of [
      '/.well-known/openid-configuration',
      '/.well-known/jwks.json',
      '/login',
      '/health/ready',
      '/auth/status',
    ])
      assert.equal((await client.get(path)).status, 200, path)
    const password = 'a new and long enough pass phrase'
    const change = { current_password: 'correct horse battery staple', password }
    assert.equal((await client.post('/auth/change-password', change, access_token)).status, 200)
    // Until the work in the background has had its turns.
    await pause(2500)
    assert.deepEqual(calls(), [])
  })

  test('would be seen to call somebody', async () => {
    const other = await freeOrigin()
    const tracing = join(folder.path, 'other')
    const talk = `fetch('${other}').catch(() => {})`
    const caller = child(straceProgram(), [
      '-f',
      '-e',
      'trace=connect',
      '-o',
      tracing,
      process.execPath,
      '-e',
      talk,
    ])
    await caller.ended
    assert.match(readFileSync(tracing, 'utf8'), /sa_family=AF_INET/)
  })
})
