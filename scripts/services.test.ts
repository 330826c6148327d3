import assert from 'node:assert/strict'
import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { createInterface } from 'node:readline'
import { describe, test } from 'node:test'

const services = 'scripts/services'
/** Prints where its services are, and stays until it is ended. */
const waits = [
  '-e',
  'console.log(process.env.POSTGRES_URL, process.env.REDIS_URL); setInterval(() => {}, 1000)',
]

/** A command that runs with services, and an open connection to each of them. */
async function running(): Promise<{ runner: ChildProcess; connections: Socket[] }> {
  const runner = spawn(services, ['--', process.execPath, ...waits], { stdio: ['ignore', 'pipe', 'ignore'] })
  const [line] = (await once(createInterface({ input: runner.stdout }), 'line')) as [string]
  const connections = await Promise.all(line.split(' ').map((url) => connection(new URL(url))))
  return { runner, connections }
}

async function connection(url: URL): Promise<Socket> {
  const socket = connect(Number(url.port), url.hostname)
  await once(socket, 'connect')
  // A server that is stopped may reset the connection; that it ends is all that is asked.
  return socket.on('error', () => {}).resume()
}

describe('scripts/services', () => {
  test('passes on how the command ended', () => {
    const ended = spawnSync(services, ['--', 'sh', '-c', 'exit 7'])
    assert.equal(ended.status, 7)
  })

  test('without a command says how it is used', () => {
    const ended = spawnSync(services, [], { encoding: 'utf8' })
    assert.equal(ended.status, 2)
    assert.match(ended.stderr, /scripts\/services -- command/)
  })

  test('names what cannot be had', () => {
    const env = { ...process.env, CHROMIUM_PATH: '/nowhere/chromium' }
    const ended = spawnSync(services, ['--', 'true'], { env, encoding: 'utf8' })
    assert.equal(ended.status, 1)
    assert.match(ended.stderr, /CHROMIUM_PATH names \/nowhere\/chromium, which is no program/)
  })

  for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
    test(`${signal} leaves neither the command nor a server behind`, async () => {
      const { runner, connections } = await running()
      const closed = connections.map((socket) => once(socket, 'close'))
      // The command writes to the same pipe, so it closes when both have ended.
      const ended = once(runner, 'close')
      runner.kill(signal)
      await Promise.all([...closed, ended])
    })
  }
})
