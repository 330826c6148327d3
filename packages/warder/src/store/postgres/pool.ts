import type { PostgresPool, PostgresPoolClient, PostgresQueryResult } from 'kysely'
import pg from 'pg'
import { asStorageError, StorageError } from '../errors.ts'
import type { StoreOptions } from '../open.ts'
import { statementNames, type StatementNames } from './names.ts'

/** Milliseconds. A frozen server is given up by the client, a slow statement by the server. */
const limits = { connect: 2_000, statement: 5_000, answer: 8_000, idleInTransaction: 10_000, idle: 30_000 }

/** Callers that may wait for a connection; the next one is refused at once. */
const queueLimit = 1_000

/**
 * A pool for one PostgreSQL. Any `sslmode` but `disable` and `no-verify` means TLS with name and chain
 * verified: a server that does not offer it is refused, never spoken to in clear instead.
 */
export function createPool(url: string, options: StoreOptions): PostgresPool {
  const types = new pg.TypeOverrides()
  types.setTypeParser(pg.types.builtins.INT8, Number) // arrives as text; times and counts fit a double exactly
  const pool = new pg.Pool({
    connectionString: url.replace(/([?&]sslmode=)(?!disable\b|no-verify\b)[^&]*/, '$1verify-full'),
    max: options.connections ?? 10,
    connectionTimeoutMillis: limits.connect,
    idleTimeoutMillis: limits.idle,
    statement_timeout: limits.statement,
    query_timeout: limits.answer,
    idle_in_transaction_session_timeout: limits.idleInTransaction,
    keepAlive: true,
    application_name: 'warder',
    types,
  })
  // Without listeners a connection that breaks between two queries, idle or lent, ends the process.
  pool.on('error', (error) => options.report?.(error))
  pool.on('connect', (client) => client.on('error', () => undefined)) // its next query fails and says why
  const names = statementNames()

  return {
    options: pool.options,
    async connect() {
      if (pool.waitingCount >= queueLimit) throw new StorageError('busy', 'too many queries are waiting')
      return wrapped(await pool.connect().catch((error: unknown) => unreachable(pool, error)), names)
    },
    end: () => pool.end(),
  }
}

/** A client whose statements keep their names, and which is thrown away after a failure of the connection. */
function wrapped(client: pg.PoolClient, names: StatementNames): PostgresPoolClient {
  let broken = false

  async function query<R>(sql: string, values: readonly unknown[] = []): Promise<PostgresQueryResult<R>> {
    try {
      return (await client.query(request(sql, values, names))) as PostgresQueryResult<R> & pg.QueryResult
    } catch (error) {
      if (names.isStale(error)) return again<R>(error, sql, values)
      broken ||= !(error instanceof pg.DatabaseError)
      throw broken ? lost(error) : (asStorageError(error) ?? error)
    }
  }

  /** The server no longer knows a name, or a migration changed what it stands for. */
  async function again<R>(error: unknown, sql: string, values: readonly unknown[]) {
    names.renew()
    // Inside a transaction the error has ended it, so only its owner can repeat it.
    if (client.getTransactionStatus() !== 'I') throw new StorageError('busy', 'a statement is stale', error)
    return query<R>(sql, values)
  }

  return {
    query: query as PostgresPoolClient['query'],
    release: (destroy) => client.release(destroy || broken),
  }
}

/** Without parameters it is `begin`, `commit` or a migration: not worth a name, and perhaps slow by nature. */
function request(sql: string, values: readonly unknown[], names: StatementNames): pg.QueryConfig {
  const name = values.length > 0 ? names.of(sql) : undefined
  return { text: sql, values: [...values], ...(name && { name }) }
}

/** With every connection lent it was a wait for one of them that took too long, not the way to the server. */
function unreachable(pool: pg.Pool, error: unknown): never {
  const lent = pool.totalCount >= pool.options.max && pool.idleCount === 0
  throw lent ? new StorageError('busy', 'no connection became free', error) : lost(error)
}

function lost(error: unknown): StorageError {
  return asStorageError(error) ?? new StorageError('unavailable', 'the database cannot be reached', error)
}
