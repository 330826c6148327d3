import {
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type QueryResult,
} from 'kysely'
import type { Db } from '../open.ts'
import type { OpenTransaction, Until } from './job.ts'
import { openDatabase, type SqliteStore } from './store.ts'
import type { Row } from './statements.ts'
import { transactionOf } from './transactions.ts'

/** Kysely's view of a connection: outside a transaction it belongs to nobody. */
export type Connection = DatabaseConnection & { transaction?: OpenTransaction | undefined }

/** The adapter is how a prepared query finds the database without the steps in between. */
export type DirectAdapter = InstanceType<typeof SqliteAdapter> & {
  run: (
    db: Db,
    sql: string,
    parameters: readonly unknown[],
    how: 'read' | Until,
  ) => Promise<Row[]> | Row[] | undefined
}

/** Kysely on node:sqlite: reads at once on a connection of their own, writes in group commits. */
export function sqliteDialect(path: string): Dialect {
  let store: SqliteStore | undefined
  const adapter = Object.assign(new SqliteAdapter(), {
    run(db: Db, sql: string, parameters: readonly unknown[], how: 'read' | Until) {
      if (db.isTransaction) return transactionOf(db)?.execute(sql, parameters).rows
      if (!store) return undefined
      if (how !== 'read') return store.write(sql, parameters, how).then(rowsOf)
      const found = store.read(sql, parameters)
      return found instanceof Promise ? found.then(rowsOf) : found.rows
    },
  })
  // Kysely would let one caller in at a time; the writer has its own queue.
  Object.defineProperty(adapter, 'supportsMultipleConnections', { value: true })

  const driver: Driver = {
    async init() {
      store = await openDatabase(path)
    },
    async acquireConnection() {
      if (!store) throw new Error('the database is not open')
      return connectionTo(store)
    },
    async beginTransaction(connection: Connection) {
      connection.transaction = await store?.begin()
    },
    async commitTransaction(connection: Connection) {
      await connection.transaction?.commit()
    },
    async rollbackTransaction(connection: Connection) {
      await connection.transaction?.rollback()
    },
    async releaseConnection(connection: Connection) {
      // Without effect after commit or rollback. A forgotten transaction must not hold the writer.
      await connection.transaction?.rollback()
    },
    async destroy() {
      await store?.close()
    },
  }

  return {
    createAdapter: () => adapter,
    createDriver: () => driver,
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  }
}

function rowsOf(result: QueryResult<Row>): Row[] {
  return result.rows
}

function connectionTo(store: SqliteStore): Connection {
  const connection: Connection = {
    async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
      const { sql, parameters } = query
      const run = connection.transaction?.execute ?? (isRead(query) ? store.read : store.write)
      return (await run(sql, parameters)) as QueryResult<R> // rows have the type their query was built with
    },
    streamQuery() {
      throw new Error('long results are paged, not streamed')
    },
  }
  return connection
}

/** Raw SQL is a write unless its first word says that it only looks. */
export function isRead({ query, sql }: CompiledQuery): boolean {
  return (
    query.kind === 'SelectQueryNode' ||
    (query.kind === 'RawNode' && /^\s*(select|pragma|explain)\b/i.test(sql))
  )
}
