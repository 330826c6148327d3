import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import { redis } from '../../../scripts/parts/redis.ts'
import { tempDir } from '../services.ts'

/** A Valkey or Redis of a test's own, which may come to harm. It keeps its port through every start. */
export type OwnValkey = {
  url: string
  port: number
  pid: () => number
  start: () => Promise<void>
  /** Ends it without a chance to say goodbye. */
  kill: () => Promise<void>
  /** Freezes it: connections stay open, nothing answers. `SIGCONT` goes on. */
  signal: (signal: 'SIGSTOP' | 'SIGCONT') => void
  /** Ends it for good, and removes what it left. */
  drop: () => Promise<void>
}

export const password = 'hunter2-of-the-cache'

/** @param args further options of the server, such as `--maxmemory 1mb` */
export async function startValkey(args: readonly string[] = []): Promise<OwnValkey> {
  const program = redis.find()
  if (program === undefined)
    throw new Error('neither valkey-server nor redis-server is installed: run npm test')
  const folder = tempDir()
  const port = await freePort()
  let child: ChildProcess | undefined

  const start = async () => {
    const own = ['--port', String(port), '--bind', '127.0.0.1', '--requirepass', password]
    const kept = ['--dir', folder.path, '--save', '', '--appendonly', 'no']
    const started = spawn(program, [...own, ...kept, ...args], { stdio: ['ignore', 'pipe', 'ignore'] })
    child = started
    await new Promise<void>((resolve, reject) => {
      let printed = ''
      started.stdout.on('data', (chunk: Buffer) => {
        printed += chunk.toString()
        if (printed.includes('Ready to accept connections')) resolve()
      })
      started.once('exit', () => reject(new Error(printed)))
    })
  }
  const kill = async () => {
    const running = child
    child = undefined
    if (!running || running.exitCode !== null || running.signalCode !== null) return
    const ended = once(running, 'exit')
    running.kill('SIGKILL')
    await ended
  }
  await start()
  return {
    url: `redis://default:${password}@127.0.0.1:${port}`,
    port,
    pid: () => child?.pid ?? 0,
    start,
    kill,
    signal: (signal) => void child?.kill(signal),
    drop: async () => {
      await kill()
      folder.drop()
    },
  }
}

async function freePort(): Promise<number> {
  const probe = createServer()
  probe.listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as AddressInfo
  probe.close()
  return port
}
