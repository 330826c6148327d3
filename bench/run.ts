/**
 * `npm run bench -- ROW`: one row of the performance table, measured on this machine, written to bench/results/.
 */
import { installPeers } from './harness/install.ts'
import { claimMachine } from './harness/machine.ts'
import { report } from './report/report.ts'
import { haveServices, runWithServices } from './harness/services.ts'
import { readArguments, usage } from './harness/settings.ts'
import { rows } from './rows/rows.ts'

const list = () => rows.map(({ name, title }) => `${name.padEnd(26)}${title}`).join('\n')

/** @returns the exit code: 0 measured, 1 failed, 2 usage */
async function main(args: readonly string[]): Promise<number> {
  const given = understood(args)
  if (given === undefined) return 2
  const { row: name, settings } = given
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
  if (row.services && !haveServices()) return runWithServices()

  report(row, await row.measure(settings), settings)
  return 0
}

function understood(args: readonly string[]): ReturnType<typeof readArguments> | undefined {
  try {
    return readArguments(args)
  } catch (error) {
    console.error(`${messageOf(error)}\n${usage}`)
    return undefined
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

process.exitCode = await main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(messageOf(error))
  return 1
})
