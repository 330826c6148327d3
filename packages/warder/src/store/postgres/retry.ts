import { StorageError } from '../errors.ts'
import type { Db } from '../open.ts'

/** How often a transaction is run again before its caller hears of it. */
const retries = 3

/**
 * Runs a transaction again, from its beginning, when PostgreSQL ended it in favour of another: nothing of it
 * has happened then. So what a transaction does must lie in the database alone, or be harmless twice.
 */
export function retryLosers(db: Db): Db {
  const begin = db.transaction.bind(db)
  db.transaction = () => {
    const builder = begin()
    builder.execute = async (work) => {
      for (let left = retries; ; left--) {
        try {
          return await begin().execute(work)
        } catch (error) {
          if (left === 0 || !lost(error)) throw error
        }
      }
    }
    return builder
  }
  return db
}

/** 40P01: deadlock_detected, 40001: serialization_failure. */
function lost(error: unknown): boolean {
  const cause = error instanceof StorageError ? error.cause : error
  return cause instanceof Error && 'code' in cause && (cause.code === '40P01' || cause.code === '40001')
}
