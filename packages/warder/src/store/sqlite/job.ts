import type { DatabaseSync } from 'node:sqlite'
import type { QueryResult } from 'kysely'
import { asStorageError, StorageError } from '../errors.ts'
import type { Execute, Row } from './statements.ts'

/** How long a transaction may hold the writer and do nothing, in milliseconds: one that waits for itself must end. */
const idleLimit = 5_000

/** How far a write must have come before it is acknowledged. */
export type Until = 'disk' | 'commit'

/** One unit of a group: it succeeds or fails alone, and is reported when the group is durable. */
export type Job = {
  queuedAt: number
  /** When its owner is told: once the disk has it, or once it is committed and survives the end of this process. */
  until: Until
  /** Never throws. A promise while somebody works in it; it rejects when the job cannot be undone alone. */
  run: () => Promise<void> | undefined
  /** What went wrong in it. */
  error: () => unknown
  /** Tells the owner: the failure of the group, or its own outcome. */
  settle: (failure: StorageError | undefined) => void
}

export type OpenTransaction = {
  /** Runs a statement at once. Throws when the transaction is over or was undone. */
  execute: Execute
  /** Resolves when the group is durable. */
  commit: () => Promise<void>
  /** Undoes this transaction alone. Resolves when what it may have read is durable. */
  rollback: () => Promise<void>
}

/** A single statement needs no savepoint: SQLite undoes a statement that fails, and only that. */
export function statementJob(
  work: () => QueryResult<Row>,
  resolve: (result: QueryResult<Row>) => void,
  reject: (error: unknown) => void,
  until: Until,
): Job {
  let result: QueryResult<Row> | undefined
  let error: unknown
  return {
    queuedAt: performance.now(),
    until,
    run() {
      try {
        result = work()
      } catch (thrown) {
        error = thrown
      }
      return undefined
    },
    error: () => error,
    settle(failure) {
      if (failure) reject(failure)
      else if (result) resolve(result)
      else reject(asStorageError(error) ?? error)
    },
  }
}

/** A transaction is a savepoint in the outer transaction; its owner works in it between `run` and the end. */
export function transactionJob(
  db: DatabaseSync,
  execute: Execute,
  resolve: (transaction: OpenTransaction) => void,
  reject: (error: unknown) => void,
): Job {
  const over = Promise.withResolvers<void>()
  const settled = Promise.withResolvers<void>()
  settled.promise.catch(() => undefined) // an owner who has gone leaves nobody to tell
  let begun = false
  let open = false
  let error: unknown
  let timer: NodeJS.Timeout | undefined

  function end(how: 'release' | 'rollback' | 'gone', reason?: unknown): void {
    if (!open) return
    open = false
    error = reason
    clearTimeout(timer)
    try {
      if (how === 'rollback') execute('rollback to job', [])
      if (how !== 'gone') execute('release job', [])
      over.resolve()
    } catch (thrown) {
      error ??= thrown
      over.reject(thrown) // half a job must not be committed with its group
    }
  }

  function refuse(): never {
    throw asStorageError(error) ?? new StorageError('unavailable', 'the transaction is over', error)
  }

  const transaction: OpenTransaction = {
    execute(sql, parameters) {
      if (!open) refuse()
      timer?.refresh()
      try {
        return execute(sql, parameters)
      } catch (thrown) {
        // Without the outer transaction every further statement would commit by itself.
        if (!db.isTransaction) end('gone', thrown)
        throw asStorageError(thrown) ?? thrown
      }
    },
    async commit() {
      if (!open) refuse()
      end('release')
      return settled.promise
    },
    async rollback() {
      if (!open) return
      end('rollback')
      return settled.promise
    },
  }

  return {
    queuedAt: performance.now(),
    until: 'disk',
    run() {
      try {
        execute('savepoint job', [])
      } catch (thrown) {
        error = thrown
        return undefined
      }
      begun = open = true
      timer = setTimeout(() => end('rollback', tooIdle()), idleLimit)
      resolve(transaction)
      return over.promise
    },
    error: () => error,
    settle(failure) {
      if (!begun) reject(failure ?? asStorageError(error) ?? error)
      else if (failure) settled.reject(failure)
      else settled.resolve()
    },
  }
}

function tooIdle(): StorageError {
  return new StorageError('busy', `a transaction did nothing for ${idleLimit / 1000} seconds`)
}
