import { open, type FileHandle } from 'node:fs/promises'
import { StorageError } from '../errors.ts'

/** Makes what was committed so far survive a power cut. */
export type Durable = {
  /** Resolves when everything that was committed before the call is on the disk. @throws StorageError unavailable */
  sync: () => Promise<void>
  /** Resolves when no sync is under way. */
  quiet: () => Promise<void>
  close: () => Promise<void>
}

/**
 * The disk of a write-ahead log. SQLite would sync inside COMMIT and stop the event loop until the disk has
 * answered; the same sync on a thread of its own leaves the loop to other requests. One runs at a time, and what
 * is committed meanwhile shares the next one.
 */
export function durableLog(path: string): Durable {
  let log: Promise<FileHandle> | undefined
  let running: Promise<void> | undefined
  let next: Promise<void> | undefined
  let broken: StorageError | undefined

  async function flush(): Promise<void> {
    if (broken) throw broken
    try {
      log ??= open(path, 'r+')
      await (await log).datasync()
    } catch (cause) {
      // After a failed sync nobody knows what is on the disk, and a later one would not tell either.
      broken = new StorageError(
        'unavailable',
        'the disk did not take what was written: restart Warder',
        cause,
      )
      throw broken
    }
  }

  function begin(): Promise<void> {
    const begun = flush().finally(() => (running = undefined))
    running = begun
    return begun
  }

  function after(): Promise<void> {
    next = undefined
    return begin()
  }

  return {
    sync: () => (running ? (next ??= running.then(after, after)) : begin()),
    quiet: async () => {
      while (running) await running.catch(() => undefined)
    },
    close: async () => {
      if (log) await (await log).close()
    },
  }
}

/** A database in memory has no disk to wait for. */
export const noDisk: Durable = { sync: async () => {}, quiet: async () => {}, close: async () => {} }
