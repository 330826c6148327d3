import { setTimeout as delay } from 'node:timers/promises'
import type { Config } from '../../config/config.ts'
import type { Log } from '../../log.ts'
import { asStorageError } from '../../store/errors.ts'
import { CliError } from '../failure.ts'
import { isAway, sentenceOf } from '../storage-failure.ts'

/** Between two tries, in milliseconds: at first, doubled until the most. */
const pauses = { first: 100, most: 1_000 }

/**
 * Opens a database that may not be there yet, as when a whole machine starts: tries again for as long as
 * `database_wait` says, and tells the log once what it waits for.
 *
 * @param stopping ends the wait
 * @throws what `open` threw last; AbortError when told to stop
 */
export async function untilDatabase<T>(
  { database_url, database_wait }: Config,
  log: Log,
  stopping: AbortSignal,
  open: () => Promise<T>,
): Promise<T> {
  const until = performance.now() + database_wait * 1000
  for (let pause = pauses.first; ; pause = Math.min(pause * 2, pauses.most)) {
    try {
      return await open()
    } catch (error) {
      const storage = asStorageError(error instanceof CliError ? error.cause : error)
      const left = until - performance.now()
      // A file does not come by itself.
      if (!storage || !isAway(storage) || database_url.startsWith('sqlite:') || left <= 0) throw error
      if (pause === pauses.first) log.warn({}, `waiting: ${sentenceOf(storage, database_url)}`)
      await delay(Math.min(pause, left), undefined, { signal: stopping })
    }
  }
}
