import { setTimeout as delay } from 'node:timers/promises'
import type { Seconds } from '@warder/protocol'
import { sql } from 'kysely'
import { StorageError } from './errors.ts'
import { firstTables } from './migrations/first/tables.ts'
import { describedClients } from './migrations/0002-described-clients.ts'
import { metadataReadAgain } from './migrations/0003-metadata-read-again.ts'
import { tenantBrands } from './migrations/0004-tenant-brands.ts'
import { hintsOfRetiredKeys } from './migrations/0005-hints-of-retired-keys.ts'
import { openSessions } from './migrations/0006-open-sessions.ts'
import { statementsFor, type Migration } from './migrations/migration.ts'
import { kindOf, type Db } from './open.ts'

/** Every migration, oldest first. A published one is never edited. */
const migrations: readonly Migration[] = [
  firstTables,
  describedClients,
  metadataReadAgain,
  tenantBrands,
  hintsOfRetiredKeys,
  openSessions,
]

/** How long to wait for another process that migrates, in milliseconds. */
const patience = 120_000

/** The database belongs to a newer program. Nothing was changed. */
export class NewerSchema extends Error {
  override readonly name = 'NewerSchema'
  readonly found: number
  readonly known: number

  constructor(found: number, known: number) {
    super(`the database has schema ${found}, this program knows ${known}: start the newer program`)
    this.found = found
    this.known = known
  }
}

export type MigrateOptions = {
  now: Seconds
  /** Hears the name of each migration before it runs. */
  report?: (name: string) => void
  /** For tests of the way itself. */
  migrations?: readonly Migration[]
}

/**
 * Brings the database up to date. Of any number of processes one runs each migration, in one
 * transaction, and the others wait for it.
 *
 * @throws NewerSchema when the database is ahead of this program
 * @throws StorageError busy when another process migrates for longer than two minutes
 */
export async function migrate(db: Db, options: MigrateOptions): Promise<{ applied: string[] }> {
  const known = options.migrations ?? migrations
  const applied: string[] = []
  while ((await pendingMigrations(db, known)).length > 0) {
    const name = await patiently(() => db.transaction().execute((tx) => applyNext(tx, known, options)))
    if (name !== undefined) applied.push(name)
  }
  return { applied }
}

/** The names of the migrations that are still to run. @throws NewerSchema */
export async function pendingMigrations(db: Db, known = migrations): Promise<string[]> {
  return (await pending(db, known)).map(nameOf)
}

/** What `warder migrate --plan` prints: the names and the SQL that would run. @throws NewerSchema */
export async function planMigrations(db: Db, known = migrations): Promise<{ name: string; sql: string }[]> {
  return (await pending(db, known)).map((migration) => ({
    name: nameOf(migration),
    sql: statementsFor(kindOf(db), migration)
      .map((statement) => `${statement};`)
      .join('\n'),
  }))
}

function nameOf({ version, name }: Migration): string {
  return `${String(version).padStart(4, '0')}-${name}`
}

async function pending(db: Db, known: readonly Migration[]): Promise<Migration[]> {
  const done = (await versions(db)) ?? []
  const newest = Math.max(0, ...done)
  const newestKnown = Math.max(0, ...known.map(({ version }) => version))
  if (newest > newestKnown) throw new NewerSchema(newest, newestKnown)
  return known.filter(({ version }) => !done.includes(version))
}

/** Undefined while there is no table of migrations. */
async function versions(db: Db): Promise<number[] | undefined> {
  const table =
    kindOf(db) === 'sqlite'
      ? sql<{ name: string | null }>`select name from sqlite_master where name = 'schema_migration'`
      : sql<{ name: string | null }>`select to_regclass('schema_migration')::text as name`
  const found = await table.execute(db)
  if (!found.rows[0]?.name) return undefined
  const { rows } = await sql<{ version: number }>`select version from schema_migration`.execute(db)
  return rows.map((row) => row.version)
}

/** Runs one migration under the lock; undefined when another process has run the last. */
async function applyNext(tx: Db, known: readonly Migration[], options: MigrateOptions) {
  const kind = kindOf(tx)
  if (kind === 'postgres') await lockPostgres(tx) // on SQLite the transaction is the lock
  if (!(await versions(tx))) await createVersionTable(tx)
  const [next] = await pending(tx, known)
  if (!next) return undefined

  options.report?.(nameOf(next))
  const { version, name } = next
  await sql`insert into schema_migration (version, name, applied_at) values (${version}, ${name}, ${options.now})`.execute(
    tx,
  )
  // SQLite would keep what it wrote of each table in memory, where it stays after a first start.
  if (kind === 'sqlite') await sql`pragma cache_size = -256`.execute(tx)
  for (const statement of statementsFor(kind, next)) await sql.raw(statement).execute(tx)
  if (kind === 'sqlite') await sql`pragma cache_size = -2000`.execute(tx)
  return nameOf(next)
}

async function createVersionTable(tx: Db): Promise<void> {
  await tx.schema
    .createTable('schema_migration')
    .addColumn('version', 'integer', (column) => column.primaryKey())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('applied_at', kindOf(tx) === 'sqlite' ? 'integer' : 'bigint', (column) => column.notNull())
    .execute()
}

/** The lock ends with the transaction, also when the process is killed, and works through a pooler. */
async function lockPostgres(tx: Db): Promise<void> {
  const lock = sql<{ held: boolean }>`select pg_try_advisory_xact_lock(7723120) as held`
  const { rows } = await lock.execute(tx)
  if (!rows[0]?.held) throw new StorageError('busy', 'another process is migrating the database')
  // An index on a large table takes its time; a lock that running requests hold must not make them queue.
  await sql`set local statement_timeout = 0`.execute(tx)
  await sql`set local lock_timeout = '5s'`.execute(tx)
}

async function patiently<T>(work: () => Promise<T>): Promise<T> {
  const until = performance.now() + patience
  for (;;) {
    try {
      return await work()
    } catch (error) {
      const busy = error instanceof StorageError && error.kind === 'busy'
      if (!busy || performance.now() > until) throw error
      await delay(100)
    }
  }
}
