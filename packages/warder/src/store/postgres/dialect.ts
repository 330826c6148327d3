import { PostgresDialect, type Dialect } from 'kysely'
import type { StoreOptions } from '../open.ts'

/** Kysely on a pool of PostgreSQL connections with named statements. Its driver is loaded by the first query. */
export function postgresDialect(url: string, options: StoreOptions): Dialect {
  return new PostgresDialect({
    pool: async () => {
      const { createPool } = await import('./pool.ts')
      return createPool(url, options)
    },
  })
}
