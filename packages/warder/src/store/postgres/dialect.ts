import { PostgresDialect, type Dialect } from 'kysely'
import type { StoreOptions } from '../open.ts'
import { createPool } from './pool.ts'

/** Kysely on a pool of PostgreSQL connections with named statements. */
export function postgresDialect(url: string, options: StoreOptions): Dialect {
  return new PostgresDialect({ pool: createPool(url, options) })
}
