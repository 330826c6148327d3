/**
 * `npm run bench -- ROW`: one row of the performance table, measured on this machine, written to bench/results/.
 */
import { installPeers } from './harness/install.ts'
import { claimMachine } from './harness/machine.ts'
import { report } from './harness/report.ts'
import { havePostgres, runWithServices } from './harness/services.ts'
import { readArguments, usage } from './harness/settings.ts'
import { rows } from './rows/rows.ts'

const list = () => rows.map(({ name, says }) => `${name.padEnd(26)}${says}`).join('\n')

/** @returns the exit code: 0 measured, 1 failed, 2 usage */
async function main(args: readonly string[]): Promise<number> {
  const { row: name, settings } = readArguments(args)
  if (name === undefined || name === 'list') {
    console.log(`${usage}\n\n${list()}`)
    return name === undefined ? 2 : 0
  }
  const row = rows.find((one) => one.name === name)
  if (!row) {
    console.error(`there is no row ${name}; these there are:\n${list()}`)
    return 2
  }
  installPeers(settings.say)
  claimMachine(settings.say)
  if (row.postgres && !havePostgres()) return runWithServices()

  report(row, await row.measure(settings), settings)
  return 0
}

process.exitCode = await main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error)
  return 1
})
