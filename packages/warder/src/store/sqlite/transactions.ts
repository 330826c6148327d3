import type { Db } from '../open.ts'
import type { Connection } from './dialect.ts'
import type { OpenTransaction } from './job.ts'

/** The transaction behind each one of Kysely's. */
const open = new WeakMap<Db, OpenTransaction>()

/**
 * Lets prepared queries reach the transaction that they are in without the steps in between: what is asked of a database in
 * this process is there at once, and Kysely goes through ten promises.
 */
export function reachTransactions(db: Db): Db {
  const begin = db.transaction.bind(db)
  db.transaction = () => {
    const builder = begin()
    const execute = builder.execute.bind(builder)
    builder.execute = (work) =>
      execute(async (tx) => {
        await tx.getExecutor().provideConnection(async ({ transaction }: Connection) => {
          if (transaction) open.set(tx, transaction)
        })
        return work(tx)
      })
    return builder
  }
  return db
}

/** The transaction that `tx` is; undefined for one that was changed since it began, which Kysely alone finds. */
export const transactionOf = (tx: Db): OpenTransaction | undefined => open.get(tx)
