import type { FileHandle } from 'node:fs/promises'
import { StorageError } from '../errors.ts'

/** Makes what was committed so far survive a power cut. */
export type Durable = {
  /** Resolves when everything that was committed before the call is on the disk. @throws StorageError unavailable */
  sync: () => Promise<void>
  /** Resolves when no sync is under way. @throws StorageError unavailable, from the first sync that failed on */
  quiet: () => Promise<void>
  close: () => Promise<void>
}

/**
 * The disk of a write-ahead log. SQLite would sync inside COMMIT and stop the event loop until the disk has
 * answered; the same sync on a thread of its own leaves the loop to other requests. One runs at a time.
 */
export function durableLog(log: Pick<FileHandle, 'datasync' | 'close'>): Durable {
  let synced: Promise<void> = Promise.resolve()

  async function flush(): Promise<void> {
    try {
      await log.datasync()
    } catch (cause) {
      throw new StorageError('unavailable', 'the disk did not take what was written: restart Warder', cause)
    }
  }

  return {
    // After a failed sync nobody knows what is on the disk, and a later one would not tell: the chain stays broken.
    sync: () => (synced = synced.then(flush)),
    quiet: () => synced,
    close: () => log.close(),
  }
}

/** A database in memory has no disk to wait for. */
export const noDisk: Durable = { sync: async () => {}, quiet: async () => {}, close: async () => {} }
