import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'

/** A database of one's own, and how to be rid of it. `url` is what DATABASE_URL would be. */
export type FreshStore = { url: string; drop: () => Promise<void> }

function fromEnvironment(name: string): string {
  const value = process.env[name]
  if (!value) throw new Error(`${name} is not set: run npm test, or scripts/services -- <command>`)
  return value
}

/** The PostgreSQL server of this run, as its administrator. @throws when the services do not run @public */
export const postgresUrl = (): string => fromEnvironment('POSTGRES_URL')

/** The Redis or Valkey of this run. @throws when the services do not run @public */
export const redisUrl = (): string => fromEnvironment('REDIS_URL')

/** An empty folder that `drop` removes with all that is in it. */
export function tempDir(): { path: string; drop: () => void } {
  const path = mkdtempSync(join(tmpdir(), 'warder-test-'))
  return { path, drop: () => rmSync(path, { recursive: true, force: true }) }
}

/** An empty database on the PostgreSQL server. */
export async function freshPostgres(): Promise<FreshStore> {
  const url = new URL(postgresUrl())
  const name = `test_${randomBytes(8).toString('hex')}`
  await asAdministrator(`CREATE DATABASE ${name}`)
  url.pathname = `/${name}`
  // FORCE cuts the connections of a test that failed before it closed its own.
  return { url: url.href, drop: () => asAdministrator(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`) }
}

async function asAdministrator(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: postgresUrl() })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}

/** An empty SQLite database in a file of its own. */
export async function freshSqlite(): Promise<FreshStore> {
  const folder = tempDir()
  return { url: `sqlite:${join(folder.path, 'warder.db')}`, drop: async () => folder.drop() }
}

/** The databases Warder supports, for contract tests: `for (const [name, fresh] of stores()) describe(…)`. */
export const stores = (): [name: 'sqlite' | 'postgres', fresh: () => Promise<FreshStore>][] => [
  ['sqlite', freshSqlite],
  ['postgres', freshPostgres],
]
