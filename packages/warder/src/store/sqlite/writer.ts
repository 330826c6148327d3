import type { DatabaseSync } from 'node:sqlite'
import { setImmediate as nextTurn, setTimeout as delay } from 'node:timers/promises'
import type { QueryResult } from 'kysely'
import { asStorageError, StorageError } from '../errors.ts'
import type { Durable } from './durable.ts'
import { statementJob, transactionJob, type Job, type OpenTransaction, type Until } from './job.ts'
import type { Execute, Row } from './statements.ts'

/** How long a job waits for a lock that another process holds, in milliseconds. */
const patience = 5_000
/** How long a group gathers jobs, and how long it runs them before it commits, in milliseconds, and how many. */
const groupTime = 5
const groupSize = 256
/** Jobs that may wait; the next one is refused, so that memory stays bounded. */
const queueLimit = 10_000

export type Writer = {
  /** One statement; the promise settles after its commit is on the disk, or with `commit` after the commit. */
  run: (sql: string, parameters: readonly unknown[], until?: Until) => Promise<QueryResult<Row>>
  /** Resolves when it is this transaction's turn. */
  begin: () => Promise<OpenTransaction>
  /** True when nothing runs, waits or is uncommitted. */
  idle: () => boolean
  /** Lets everything that waits finish, then refuses. */
  close: () => Promise<void>
}

/**
 * Group commit. Jobs queue up and run one after the other inside one outer transaction, each undone
 * alone when it fails; one COMMIT and one sync of the disk make the group durable. No job is reported,
 * as done or as failed, before that: what it has seen may be the work of its group.
 */
export function createWriter(
  db: DatabaseSync,
  execute: Execute,
  durable: Durable,
  committed: () => void = () => {},
): Writer {
  const unsettled = new Set<Promise<void>>()
  let queue: Job[] = []
  let draining: Promise<void> | undefined
  let closed = false

  function enqueue(job: Job): void {
    if (closed) return job.settle(new StorageError('unavailable', 'the database is closed'))
    if (queue.length >= queueLimit) return job.settle(new StorageError('busy', 'too many writes are waiting'))
    queue.push(job)
    draining ??= drain()
  }

  async function drain(): Promise<void> {
    while (queue.length > 0) {
      await gather()
      if (!(await openGroup())) continue
      const jobs: Job[] = []
      const failure = (await runJobs(jobs)) ?? (await commit())
      if (failure) settle(jobs, failure)
      else {
        settle(
          jobs.filter(({ until }) => until === 'commit'),
          undefined,
        )
        settleWhenDurable(jobs.filter(({ until }) => until === 'disk'))
        committed()
      }
    }
    draining = undefined // at once: whoever was just told may come back before anything else runs
  }

  /** Waits for the requests that are ready to join, turn by turn while they do: a commit costs the same for one and for many. */
  async function gather(): Promise<void> {
    const until = performance.now() + groupTime
    let size: number
    do {
      size = queue.length
      await nextTurn()
    } while (queue.length > size && queue.length < groupSize && performance.now() < until)
  }

  function settle(jobs: readonly Job[], failure: StorageError | undefined): void {
    for (const job of jobs) job.settle(failure)
  }

  /** Requests are answered and queue up meanwhile. Nobody of this group is told anything before the disk has it. */
  function settleWhenDurable(jobs: readonly Job[]): void {
    if (jobs.length === 0) return
    const settled = durable
      .sync()
      .then(
        () => settle(jobs, undefined),
        (error: unknown) => settle(jobs, storageError(error)),
      )
      .finally(() => unsettled.delete(settled))
    unsettled.add(settled)
  }

  /** False when no job is left that wants to wait for the lock. */
  async function openGroup(): Promise<boolean> {
    for (let wait = 1; queue.length > 0; wait = Math.min(wait * 2, 10)) {
      try {
        // While the disk works on the group before, this one grows: that is what makes one sync enough for many.
        // Behind a sync that failed nothing is written any more.
        await durable.quiet()
        if (db.isTransaction) db.exec('rollback')
        execute('begin immediate', [])
        return true
      } catch (error) {
        const failure = storageError(error)
        refuse(failure.kind === 'busy' ? performance.now() - patience : Infinity, failure)
        await delay(wait)
      }
    }
    return false
  }

  /** Settles the jobs that have waited since before `queuedBefore`. */
  function refuse(queuedBefore: number, failure: StorageError): void {
    const refused = queue.filter((job) => job.queuedAt < queuedBefore)
    queue = queue.slice(refused.length)
    for (const job of refused) job.settle(failure)
  }

  /** Runs what waits and puts it into `jobs`. The failure is one that undid the whole group. */
  async function runJobs(jobs: Job[]): Promise<StorageError | undefined> {
    const until = performance.now() + groupTime
    do {
      const job = queue.shift()
      if (!job) return undefined
      jobs.push(job)
      try {
        const working = job.run()
        if (working) await working
      } catch (error) {
        return undo(storageError(error))
      }
      // A full disk or an I/O error makes SQLite roll back everything, not only this job.
      if (!db.isTransaction) return storageError(job.error())
    } while (jobs.length < groupSize && performance.now() < until)
    return undefined
  }

  async function commit(): Promise<StorageError | undefined> {
    const until = performance.now() + patience
    for (let wait = 1; ; wait = Math.min(wait * 2, 10)) {
      try {
        execute('commit', [])
        return undefined
      } catch (error) {
        const failure = storageError(error)
        if (db.isTransaction && failure.kind === 'busy' && performance.now() < until) await delay(wait)
        else return undo(failure)
      }
    }
  }

  function undo(failure: StorageError): StorageError {
    try {
      if (db.isTransaction) db.exec('rollback')
    } catch {
      // The next group tries again before it begins, and refuses its jobs if that fails too.
    }
    return failure
  }

  return {
    run: (sql, parameters, until = 'disk') =>
      new Promise((resolve, reject) =>
        enqueue(statementJob(() => execute(sql, parameters), resolve, reject, until)),
      ),
    begin: () => new Promise((resolve, reject) => enqueue(transactionJob(db, execute, resolve, reject))),
    idle: () => draining === undefined,
    async close() {
      await nextTurn() // calls that were made before are still on their way through Kysely
      closed = true
      await draining
      await Promise.all(unsettled)
    },
  }
}

function storageError(error: unknown): StorageError {
  return asStorageError(error) ?? new StorageError('unavailable', 'the database cannot be written', error)
}
