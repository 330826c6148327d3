import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { loadCore } from './machine.ts'
import { root } from './paths.ts'

/** Whether PostgreSQL and Redis are there for the row. */
export const haveServices = (): boolean => process.env['POSTGRES_URL'] !== undefined

/**
 * Runs this same command again with the services beside it, which `scripts/services` brings and takes away. They share the
 * load generator's core, so that the server under test has its own.
 *
 * @returns the exit code of that run
 */
export function runWithServices(): number {
  const again = [process.execPath, ...process.execArgv, ...process.argv.slice(1)]
  const args = ['-c', String(loadCore), join(root, 'scripts', 'services'), '--', ...again]
  return spawnSync('taskset', args, { stdio: 'inherit' }).status ?? 1
}
