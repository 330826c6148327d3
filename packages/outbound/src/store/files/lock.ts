import { setTimeout as sleep } from 'node:timers/promises'
import { OutboundError } from '../../errors.ts'

/** Milliseconds between two looks at a lock that somebody else has, and how long anybody waits for one. */
const look = 15
const patience = 30_000

/** SQLite's word for a lock that is taken. */
const busy = 5

/**
 * A lock between processes: the write lock of an empty SQLite database. The system frees it when its holder ends, in whatever
 * way, so there is no stale lock to be recognised, and none to be stolen by mistake.
 *
 * @param path of a file that nobody else uses, on a disk of this machine
 * @throws OutboundError LOCK_TIMEOUT, or STORE_UNAVAILABLE when the file cannot be made or the disk is full
 */
export async function withFileLock<T>(path: string, work: () => Promise<T>): Promise<T> {
  const { DatabaseSync } = await import('node:sqlite')
  const db = openWith(() => new DatabaseSync(path, { timeout: 0 }))
  try {
    const until = performance.now() + patience
    while (!tryLock(db)) {
      if (performance.now() > until)
        throw new OutboundError('LOCK_TIMEOUT', 'another process holds the lock of this credential', {
          hint: 'Wait for it, or end it.',
          retryable: true,
        })
      await sleep(look)
    }
    return await work()
  } finally {
    db.close()
  }
}

type Database = InstanceType<typeof import('node:sqlite').DatabaseSync>

function openWith(open: () => Database): Database {
  try {
    return open()
  } catch (error) {
    throw unusable(error)
  }
}

const unusable = (cause: unknown) =>
  new OutboundError('STORE_UNAVAILABLE', 'the lock file of a credential cannot be used', {
    hint: 'See whether the folder of the store can be written, and has room.',
    cause,
  })

function tryLock(db: Database): boolean {
  try {
    db.exec('begin immediate')
    return true
  } catch (error) {
    if (error instanceof Error && 'errcode' in error && (Number(error.errcode) & 0xff) === busy) return false
    throw unusable(error)
  }
}
