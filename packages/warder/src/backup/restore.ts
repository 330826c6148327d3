import { existsSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import type { Seconds } from '@warder/protocol'
import { operator, record } from '../audit/audit.ts'
import type { Config } from '../config/config.ts'
import { secretFile } from '../config/secrets-file.ts'
import { makeFolder } from '../folder.ts'
import { revokeTenantTokens } from '../oauth-server/revoke.ts'
import { asStorageError } from '../store/errors.ts'
import { migrate } from '../store/migrate.ts'
import { closeStore, openStore, type Db } from '../store/open.ts'
import { checkSecrets } from '../store/operations/data-keys.ts'
import * as restored from '../store/operations/restored.ts'
import { checkDatabase, copyFile, syncFile } from '../store/sqlite/copy.ts'
import * as tenants from '../store/tenants.ts'
import { defaultTenant } from '../tenants/default.ts'
import { tenantOf } from '../tenants/tenant.ts'
import { isoTime } from '../time.ts'
import { sqliteFile } from './backup.ts'
import { BackupError } from './error.ts'

export type Restored = {
  /** When the newest thing in it happened. */
  as_of: string | null
  ended: restored.Ended
}

/**
 * Puts a copy of a database where the settings say that the database is, and ends what it would bring back. Nothing is there
 * before all of it is.
 *
 * @throws BackupError, WrongSecret, NewerSchema, StorageError
 */
export async function restoreFile(config: Config, file: string, now: Seconds): Promise<Restored> {
  const target = sqliteFile(config)
  if (target === undefined) throw new BackupError('not_here', postgresWay(file))
  requireNothingAt(config, target)
  if (!existsSync(file)) throw new BackupError('file', `There is no ${file}.`)
  makeFolder(dirname(target))
  const draft = `${target}.${process.pid}.part`
  try {
    copyFile(file, draft)
    requireBackup(file, draft)
    const done = await settle({ ...config, database_url: `sqlite:${draft}` }, now)
    // Closing it has written everything into the one file.
    syncFile(draft)
    renameSync(draft, target)
    syncFile(target)
    return done
  } finally {
    for (const rest of [draft, `${draft}-wal`, `${draft}-shm`]) rmSync(rest, { force: true })
  }
}

/**
 * Ends what a database from the past brings back, where something else has put it.
 * @throws WrongSecret, NewerSchema, StorageError
 */
export function settleInPlace(config: Config, now: Seconds): Promise<Restored> {
  return settle(config, now)
}

async function settle(config: Config, now: Seconds): Promise<Restored> {
  const db = openStore(config.database_url)
  try {
    await checkSecrets(db, config.secrets)
    await migrate(db, { now })
    const newest = await restored.newestEvent(db)
    const tenant = await defaultTenant(db, config)
    const ended = await db.transaction().execute(async (tx) => {
      await restored.moveFeedAhead(tx)
      const counts = await restored.endAllThatWaits(tx, now)
      await endTokens(tx, config, now)
      const by = { app: { now: () => now }, tenant, trace: operator }
      await record(tx, by, { type: 'backup.restored', outcome: 'succeeded', detail: counts })
      return counts
    })
    return { as_of: newest === undefined ? null : isoTime(newest), ended }
  } finally {
    await closeStore(db)
  }
}

/** Of every tenant, also where somebody else checks them: what was signed before this moment is dead. */
async function endTokens(tx: Db, config: Config, now: Seconds): Promise<void> {
  for (let after: string | undefined; ;) {
    const page: tenants.TenantRow[] = await tenants.list(tx, { limit: 500, after })
    for (const row of page) await revokeTenantTokens(tx, tenantOf(row, config), now)
    after = page.at(-1)?.slug
    if (page.length < 500) return
  }
}

/** @throws BackupError for a file that is damaged, or was never one of Warder */
function requireBackup(file: string, draft: string): void {
  try {
    checkDatabase(draft)
  } catch (error) {
    const storage = asStorageError(error)
    if (storage?.kind === 'full') throw storage
    throw new BackupError('file', `${file} is damaged, or no backup of Warder.`, error)
  }
}

/** A database that is there may be in use, and is somebody's. The key of a development server is what a copy needs. */
function requireNothingAt(config: Config, target: string): void {
  const folder = dirname(target)
  if (!existsSync(folder)) return
  const allowed = basename(secretFile(config.data_dir))
  const there = readdirSync(folder).filter((name) => name !== allowed)
  if (there.length === 0) return
  throw new BackupError(
    'not_empty',
    `${folder} is not empty (${there[0]}). Restore into a new directory, with no server on it, and start from there.`,
  )
}

const postgresWay = (file: string) =>
  `PostgreSQL restores its own copies: pg_restore --clean --if-exists --dbname=… ${file}; then warder restore --in-place.`
