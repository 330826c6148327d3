import { Kysely } from 'kysely'
import { postgresDialect } from './postgres/dialect.ts'
import { retryLosers } from './postgres/retry.ts'
import type { Database } from './schema.ts'
import { sqliteDialect } from './sqlite/dialect.ts'
import { reachTransactions } from './sqlite/transactions.ts'

/** The database, or a transaction in it: every function of the store takes one first. */
export type Db = Kysely<Database>

export type StoreOptions = {
  /** Connections to PostgreSQL, at most. */
  connections?: number
  /** Hears of connections that broke while nobody used them; the pool replaces them. */
  report?: (error: Error) => void
}

/**
 * Opens `sqlite:PATH`, `sqlite::memory:` or `postgres://…`. Nothing is touched before the first query. On
 * PostgreSQL a transaction that lost to another is run again, so it must do nothing outside the database.
 *
 * @throws Error when the URL names another kind of database
 */
export function openStore(url: string, options: StoreOptions = {}): Db {
  if (url.startsWith('sqlite:'))
    return reachTransactions(new Kysely({ dialect: sqliteDialect(url.slice('sqlite:'.length)) }))
  if (/^postgres(ql)?:/.test(url)) return retryLosers(new Kysely({ dialect: postgresDialect(url, options) }))
  throw new Error('a database is sqlite:PATH or postgres://…')
}

/** Finishes the writes that wait and closes every connection. */
export async function closeStore(db: Db): Promise<void> {
  await db.destroy()
}

export function kindOf(db: Db): 'sqlite' | 'postgres' {
  return 'run' in db.getExecutor().adapter ? 'sqlite' : 'postgres'
}
