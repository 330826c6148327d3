/**
 * `scripts/services -- command…` runs a command with a PostgreSQL, a Redis or Valkey and a Chromium of its own, and a keyring at hand.
 *
 * The command finds them in POSTGRES_URL, REDIS_URL and CHROMIUM_PATH. What the machine lacks is installed. The
 * servers live in a temporary directory, listen on the loopback address only, and end with the command.
 */
import { PartMissing } from './parts/install.ts'
import { runCommand } from './parts/run-command.ts'
import { startServices, type Services } from './parts/start.ts'

const usage = `scripts/services -- command…

Runs a command with POSTGRES_URL, REDIS_URL and CHROMIUM_PATH set, and stops everything when it ends.
For example: scripts/services -- node --conditions=warder-src --test 'test/store/*.test.ts'`

async function main(args: readonly string[]): Promise<number> {
  const [separator, command, ...rest] = args
  if (separator !== '--' || command === undefined) {
    console.error(usage)
    return 2
  }
  let services: Services
  try {
    services = await startServices((line) => console.error(`services: ${line}`))
  } catch (error) {
    if (!(error instanceof PartMissing)) throw error
    console.error(`services: ${error.message}`)
    return 1
  }
  try {
    return await runCommand(command, rest, services)
  } finally {
    await services.stop()
  }
}

process.exitCode = await main(process.argv.slice(2))
