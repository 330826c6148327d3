import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { loadCore } from './machine.ts'
import { root } from './paths.ts'

/** Whether a PostgreSQL server is there for the row. */
export const havePostgres = (): boolean => process.env['POSTGRES_URL'] !== undefined

/**
 * Runs this same command again with PostgreSQL beside it, which `scripts/services` brings and takes away. It shares the
 * load generator's core, so that the server under test has its own.
 *
 * @returns the exit code of that run
 */
export function runWithServices(): number {
  const again = [process.execPath, ...process.execArgv, ...process.argv.slice(1)]
  const args = ['-c', String(loadCore), join(root, 'scripts', 'services'), '--', ...again]
  return spawnSync('taskset', args, { stdio: 'inherit' }).status ?? 1
}
