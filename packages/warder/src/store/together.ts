import type { Seconds } from '@warder/protocol'
import type { Maybe } from '../after.ts'
import type { Db } from './open.ts'

type Batch<Row> = {
  keys: Set<string>
  /** The latest of those who ask, so that nobody gets what has ended for them. */
  now: Seconds
  rows: Promise<Map<string, Omit<Row, 'key'>>>
}

/** A question with more keys would hold up those who asked first. */
const most = 200

/**
 * Look-ups of one moment as one question, for a database that is another process: the way there and back costs more
 * than what is looked up. Whoever asks waits until everything that arrived at the same time has asked.
 *
 * @param load reads the rows of these keys; each row says in `key` for which it is
 */
export function together<Row extends { key: string | null }>(
  load: (db: Db, keys: readonly string[], now: Seconds) => Maybe<Row[]>,
): (db: Db, key: string, now: Seconds) => Promise<Omit<Row, 'key'> | undefined> {
  /** Still taking keys, by database. */
  const open = new Map<Db, Batch<Row>>()

  function begin(db: Db, now: Seconds): Batch<Row> {
    const keys = new Set<string>()
    const asked = async () => {
      await new Promise((resolve) => setImmediate(resolve))
      if (open.get(db) === batch) open.delete(db)
      const rows = await load(db, [...keys], batch.now)
      return new Map(rows.map(({ key, ...row }) => [key ?? '', row]))
    }
    const batch: Batch<Row> = { keys, now, rows: asked() }
    open.set(db, batch)
    return batch
  }

  return async (db, key, now) => {
    const taking = open.get(db)
    const batch = taking && taking.keys.size < most ? taking : begin(db, now)
    batch.keys.add(key)
    batch.now = Math.max(batch.now, now)
    return (await batch.rows).get(key)
  }
}
