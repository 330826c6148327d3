import { chmodSync, closeSync, constants, lstatSync, openSync } from 'node:fs'
import { open, type FileHandle } from 'node:fs/promises'
import { dirname } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as delay } from 'node:timers/promises'
import { makeFolder } from '../../folder.ts'
import { asStorageError, StorageError } from '../errors.ts'

/** How long opening waits for a lock of another process, in milliseconds. */
const patience = 5_000

export type Connections = {
  writer: DatabaseSync
  reader: DatabaseSync
  /** The write-ahead log, to be synced; absent in memory. */
  log?: FileHandle
}

/**
 * Opens a database for one writer and one reader. SQLite is synchronous, so nothing here may wait
 * inside it: a locked database answers at once, and we try again later.
 */
export async function openConnections(path: string): Promise<Connections> {
  if (path === ':memory:') {
    const memory = connect(path)
    return { writer: memory, reader: memory }
  }
  protectFile(path)
  const writer = connect(path)
  let reader: DatabaseSync | undefined
  try {
    await patiently(() => writer.exec('pragma journal_mode = wal'))
    // NORMAL keeps the database whole. That a commit survives a power cut is seen to in `durable.ts`, before it is acknowledged.
    // Checkpoints are made in `checkpoints.ts`. Where they are not, the event loop stops for one every 128 MiB.
    writer.exec(
      'pragma synchronous = normal; pragma wal_autocheckpoint = 32768; pragma journal_size_limit = 67108864',
    )
    reader = connect(path)
    reader.exec('pragma query_only = on; pragma cache_size = -16384')
    return { writer, reader, log: await openLog(`${path}-wal`) }
  } catch (error) {
    reader?.close()
    writer.close()
    throw asStorageError(error) ?? error
  }
}

/** Opened before anything is written: where it cannot be, as on a file system without shared memory, no write would ever be safe. */
async function openLog(path: string): Promise<FileHandle> {
  try {
    return await open(path, 'r+')
  } catch (cause) {
    throw new StorageError('unavailable', `${path} cannot be opened`, cause)
  }
}

function connect(path: string): DatabaseSync {
  try {
    const db = new DatabaseSync(path, {
      enableForeignKeyConstraints: true,
      enableDoubleQuotedStringLiterals: false,
      defensive: true,
      timeout: 0,
    })
    db.exec('pragma trusted_schema = off; pragma temp_store = memory')
    return db
  } catch (error) {
    throw asStorageError(error) ?? error
  }
}

/** Only the owner reads the database. A symbolic link in its place may be somebody's trap, so it is refused. */
function protectFile(path: string): void {
  try {
    makeFolder(dirname(path))
    for (const file of [path, `${path}-wal`, `${path}-shm`]) {
      if (lstatSync(file, { throwIfNoEntry: false })?.isSymbolicLink()) {
        throw new StorageError('unavailable', `${file} is a symbolic link`)
      }
    }
    // SQLite gives its side files the mode of the database.
    const found = lstatSync(path, { throwIfNoEntry: false })
    if (!found) create(path)
    else if ((found.mode & 0o077) !== 0) chmodSync(path, 0o600)
  } catch (error) {
    if (error instanceof StorageError) throw error
    throw new StorageError(
      codeOf(error) === 'EROFS' ? 'readonly' : 'unavailable',
      `${path} cannot be opened`,
      error,
    )
  }
}

/**
 * Only where there is none: closing a file that SQLite has open in this process would drop SQLite's locks on it
 * (POSIX fcntl). Of two processes at once one makes it.
 */
function create(path: string): void {
  const flags = constants.O_RDWR | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW
  try {
    closeSync(openSync(path, flags, 0o600))
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined
}

/** Tries `work` until the database is not locked any more. */
export async function patiently<T>(work: () => T): Promise<T> {
  const until = performance.now() + patience
  for (let wait = 1; ; wait = Math.min(wait * 2, 10)) {
    try {
      return work()
    } catch (error) {
      const busy = asStorageError(error)?.kind === 'busy'
      if (!busy || performance.now() > until) throw error
      await delay(wait)
    }
  }
}
