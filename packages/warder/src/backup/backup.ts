import { existsSync, linkSync, rmSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { record } from '../audit/audit.ts'
import type { Operator } from '../audit/operator.ts'
import type { Config } from '../config/config.ts'
import { fingerprint } from '../store/operations/data-keys.ts'
import { checkDatabase, copyDatabase, syncFile } from '../store/sqlite/copy.ts'
import { isoTime } from '../time.ts'
import { BackupError } from './error.ts'

export type Backup = {
  file: string
  bytes: number
  made_at: string
  /** Fingerprint of the WARDER_SECRET without which nobody can use it. */
  secret: string
}

/** The file of a SQLite database; undefined for any other. */
export function sqliteFile({ database_url }: Pick<Config, 'database_url'>): string | undefined {
  const [, file] = /^sqlite:(.+)$/.exec(database_url) ?? []
  return file === ':memory:' ? undefined : file
}

/** @throws BackupError that says how another database is copied */
export function requireSqlite(config: Pick<Config, 'database_url'>, file: string): string {
  const source = sqliteFile(config)
  if (source === undefined) throw new BackupError('not_here', postgresWay(config.database_url, file))
  return source
}

/**
 * Writes a copy of the database beside a server that runs: of one moment, checked, and whole or not there at all.
 * @throws BackupError with a sentence for whoever runs this
 */
export async function backUp(by: Operator, file: string): Promise<Backup> {
  const { app } = by
  const source = requireSqlite(app.config, file)
  if (existsSync(file)) throw new BackupError('file', `${file} is there already, and stays as it is.`)
  const now = app.now()
  const draft = join(dirname(file), `.${basename(file)}.${process.pid}.part`)
  try {
    copyDatabase(source, draft)
    const { bytes } = checkDatabase(draft)
    // A second name for it fails where somebody else was faster, and is there at once or not at all.
    linkSync(draft, file)
    syncFile(file)
    const [first] = app.config.secrets
    const made = { file, bytes, made_at: isoTime(now), secret: first ? fingerprint(first) : '' }
    await record(app.db, by, { type: 'backup.made', outcome: 'succeeded', detail: { bytes } })
    return made
  } catch (error) {
    throw failureOf(error, file)
  } finally {
    rmSync(draft, { force: true })
  }
}

function failureOf(error: unknown, file: string): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (typeof code !== 'string' || !/^E[A-Z]+$/.test(code)) return error
  const reason = code === 'EEXIST' ? 'something is there already' : code
  return new BackupError('file', `${file} cannot be made: ${reason}.`, error)
}

/** PostgreSQL copies itself, better than a program beside it could. */
function postgresWay(url: string, file: string): string {
  if (!/^postgres(ql)?:/.test(url)) return 'A database in memory cannot be copied.'
  const place = new URL(url)
  place.password = ''
  return `PostgreSQL makes its own copies: pg_dump --format=custom --file=${file} '${place.href}'`
}
