import type { Db } from '../store/open.ts'

const steps = new WeakMap<Db, (() => void)[]>()

/** Does something once this transaction is on the disk, and nothing where it is undone. */
export function afterCommit(tx: Db, step: () => void): void {
  const waiting = steps.get(tx)
  if (waiting) waiting.push(step)
  else steps.set(tx, [step])
}

/** Has the transactions of a database do what waits for their end. One that is run again begins with nothing. */
export function withSteps(db: Db): void {
  const begin = db.transaction.bind(db)
  db.transaction = () => {
    const builder = begin()
    const execute = builder.execute.bind(builder)
    builder.execute = async (work) => {
      let last: Db | undefined
      const result = await execute((tx) => {
        last = tx
        return work(tx)
      })
      for (const step of (last && steps.get(last)) ?? []) step()
      return result
    }
    return builder
  }
}
