import type { Seconds } from '@warder/protocol'
import { digest } from '../crypto/tokens.ts'
import * as counters from '../store/operations/counters.ts'
import type { Db } from '../store/open.ts'

/** Marks what may be used one time only, such as the id of a signed statement or a solved challenge. */
export type Replay = {
  /**
   * Spends `key`. Of any number of calls before `until`, on any number of instances, exactly one is true.
   * From `until` on the key may be forgotten, so whoever asks refuses by then for being expired.
   * @throws StorageError when nobody can tell: what cannot be marked has not been spent and must be refused
   */
  once: (key: string, until: Seconds, now: Seconds) => Promise<boolean>
}

/** Markers in the database: they are as durable as what they guard. */
export function databaseReplay(db: Db): Replay {
  return {
    once: async (key, until, now) => {
      // A digest, because a key that came from outside may be of any length.
      if (until <= now) return false
      const { ok } = await counters.tryIncrement(db, `replay:${digest(key)}`, 1, until, now)
      return ok
    },
  }
}
