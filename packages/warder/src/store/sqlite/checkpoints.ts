import type { DatabaseSync } from 'node:sqlite'
import { Worker } from 'node:worker_threads'

/** Copies the write-ahead log into the database from time to time. */
export type Checkpoints = {
  /** Call it after each commit. Never throws. */
  committed: () => void
  close: () => Promise<void>
}

/** Commits after which the log is looked at, and the pages of it that are worth copying: 16 MiB. */
const look = 32
const enough = 4_096

/** Copying waits for nobody. Only to let the log begin anew, and for a moment, are writers kept away: ours tries again. */
const copy = `
  const { parentPort, workerData } = require('node:worker_threads')
  const db = new (require('node:sqlite').DatabaseSync)(workerData, { timeout: 100, defensive: true })
  parentPort.on('message', () => {
    db.exec('pragma wal_checkpoint(passive); pragma wal_checkpoint(restart)')
    parentPort.postMessage('copied')
  })
`

/**
 * A checkpoint waits for the disk, and inside SQLite the event loop would wait with it: a tenth of a second on a slow one. So
 * a thread does it, which begins when there is a first log to copy. Without it SQLite does the same, later.
 *
 * @param db the connection that writes
 * @param path of its file
 */
export function checkpointsOf(db: DatabaseSync, path: string): Checkpoints {
  const inLog = db.prepare('pragma wal_checkpoint(noop)')
  let commits = 0
  let copying = false
  let thread: Worker | undefined

  function committed(): void {
    if (++commits % look !== 0 || copying) return
    try {
      const { log, checkpointed } = inLog.get() ?? {}
      if (Number(log) - Number(checkpointed) < enough) return
      copying = true
      thread ??= begin()
      thread.postMessage('copy')
    } catch {
      copying = true // as below
    }
  }

  function begin(): Worker {
    const worker = new Worker(copy, { eval: true, workerData: path, execArgv: [] })
    worker.unref()
    worker.on('message', () => (copying = false))
    // It stays `copying`. What one checkpoint failed at the next will, and SQLite says it to whoever writes.
    worker.on('error', () => (thread = undefined))
    return worker
  }

  return {
    committed,
    async close() {
      copying = true
      await thread?.terminate()
    },
  }
}

/** A database in memory has no log. */
export const noCheckpoints: Checkpoints = { committed: () => {}, close: async () => {} }
