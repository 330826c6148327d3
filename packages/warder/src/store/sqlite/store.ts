import type { QueryResult } from 'kysely'
import { asStorageError } from '../errors.ts'
import { checkpointsOf, noCheckpoints } from './checkpoints.ts'
import { durableLog, noDisk } from './durable.ts'
import { openConnections, patiently } from './file.ts'
import type { OpenTransaction, Until } from './job.ts'
import { statementsOf, type Row } from './statements.ts'
import { createWriter } from './writer.ts'

type Result = QueryResult<Row>

export type SqliteStore = {
  /** What is committed. At once, unless the database is locked for a moment. */
  read: (sql: string, parameters: readonly unknown[]) => Result | Promise<Result>
  write: (sql: string, parameters: readonly unknown[], until?: Until) => Promise<Result>
  begin: () => Promise<OpenTransaction>
  close: () => Promise<void>
}

export async function openDatabase(path: string): Promise<SqliteStore> {
  const { writer: db, reader, log } = await openConnections(path)
  const execute = statementsOf(db)
  const look = reader === db ? execute : statementsOf(reader)
  const durable = log ? durableLog(log) : noDisk
  const checkpoints = log ? checkpointsOf(db, path) : noCheckpoints
  const writer = createWriter(db, execute, durable, checkpoints.committed)

  return {
    read(sql, parameters) {
      // In memory there is one connection: reading beside an open transaction would see what is not committed.
      if (reader === db && !writer.idle()) return writer.run(sql, parameters)
      try {
        return look(sql, parameters)
      } catch (error) {
        const failure = asStorageError(error)
        if (failure?.kind !== 'busy') throw failure ?? error
        return patiently(() => look(sql, parameters))
      }
    },
    write: writer.run,
    begin: writer.begin,
    async close() {
      await writer.close()
      try {
        await checkpoints.close()
        await durable.close()
      } finally {
        if (reader !== db) reader.close()
        if (db.isOpen) db.close()
      }
    },
  }
}
