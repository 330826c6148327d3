import { spawnSync } from 'node:child_process'
import { eventually } from '../eventually.ts'
import { tempDir } from '../services.ts'
import { makeCluster, postgres, postgresReady } from '../../../scripts/parts/postgres.ts'
import { freePort, startServer, type ServerProcess } from '../../../scripts/parts/server-process.ts'

/** A PostgreSQL of a test's own, which may come to harm. It keeps its port and its data through every start. */
export type OwnPostgres = {
  url: string
  start: () => Promise<void>
  /** `fast` cuts every connection and ends well; `immediate` ends at once, as after a failure of power. */
  stop: (how?: 'fast' | 'immediate') => Promise<void>
  /** Kills one of the processes that serve a connection, with -9. */
  killBackend: () => void
  /** Ends it for good, and removes what it left. */
  drop: () => Promise<void>
}

/** Makes it, and does not start it. */
export async function ownPostgres(): Promise<OwnPostgres> {
  const initdb = postgres.find()
  if (initdb === undefined) throw new Error('PostgreSQL is not installed: run npm test')
  const folder = tempDir()
  const cluster = makeCluster(initdb, folder.path)
  const port = await freePort()
  let server: ServerProcess | undefined

  const stop: OwnPostgres['stop'] = async (how = 'fast') => {
    const running = server
    server = undefined
    if (!running) return
    // PostgreSQL's own meanings of the signals.
    process.kill(running.pid, how === 'fast' ? 'SIGINT' : 'SIGQUIT')
    await eventually('PostgreSQL has ended', () => !isAlive(running.pid))
  }
  return {
    url: cluster.url(port),
    start: async () => {
      server = await startServer(() => cluster.command(port), postgresReady, {
        ...cluster.options,
        stopWith: 'SIGINT',
      })
    },
    stop,
    killBackend: () => {
      const { stdout } = spawnSync('ps', ['-o', 'pid=,args=', '--ppid', String(server?.pid)], {
        encoding: 'utf8',
      })
      const backend = stdout.split('\n').find((line) => line.includes('127.0.0.1('))
      if (backend === undefined) throw new Error(`nobody is connected:\n${stdout}`)
      process.kill(Number(backend.trim().split(' ')[0]), 'SIGKILL')
    },
    drop: async () => {
      await stop()
      folder.drop()
    },
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
