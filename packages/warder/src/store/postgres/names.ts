import { createHash } from 'node:crypto'
import pg from 'pg'

export type StatementNames = {
  /** The name of a text; undefined for texts beyond the limit. */
  of: (sql: string) => string | undefined
  /** Gives every text a new name, so that all connections prepare it again. */
  renew: () => void
  /** True when the error says that a name means nothing, or not what it meant. */
  isStale: (error: unknown) => boolean
}

/** Names for prepared statements. The server keeps each one per connection, so their number is limited. */
export function statementNames(limit = 400): StatementNames {
  let generation = 0
  let named = new Map<string, string>()

  return {
    of(sql) {
      const known = named.get(sql)
      if (known ?? named.size >= limit) return known
      const digest = createHash('sha256').update(sql).digest('base64url').slice(0, 24)
      const name = `w${generation}_${digest}`
      named.set(sql, name)
      return name
    },
    renew() {
      generation++
      named = new Map()
    },
    // 26000: a pooler in between gave us another connection. 0A000: "cached plan must not change result type".
    isStale: (error) =>
      error instanceof pg.DatabaseError &&
      (error.code === '26000' || (error.code === '0A000' && error.routine === 'RevalidateCachedQuery')),
  }
}
