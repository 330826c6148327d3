/**
 * `npm test` runs every test with PostgreSQL, Redis and Chromium at hand. `npm test -- test/flow` runs those of a folder,
 * a file or a glob, `npm test -- 'refuses a spent'` those with these words in their name, and
 * `--test-name-pattern` is Node's. The last line is the count.
 */
import { chooseTests, NoSuchTest } from './runner/choose-tests.ts'
import { PartMissing } from './parts/install.ts'
import { runTests } from './runner/run-tests.ts'
import { startServices, type Services } from './parts/start.ts'

async function main(args: readonly string[]): Promise<number> {
  let choice
  try {
    choice = chooseTests(args)
  } catch (error) {
    if (!(error instanceof NoSuchTest)) throw error
    console.error(error.message)
    return 2
  }
  const services = await start()
  if (!services) return 1
  let tally
  try {
    tally = await runTests(choice, services.environment)
  } finally {
    await services.stop()
  }

  if (tally.passed + tally.failed === 0) tally.complaints.push('no test has this name')
  for (const complaint of tally.complaints) console.log(complaint)
  console.log(`${tally.passed} passed, ${tally.failed} failed, ${tally.skipped} skipped`)
  return tally.failed > 0 || tally.complaints.length > 0 ? 1 : 0
}

async function start(): Promise<Services | undefined> {
  try {
    return await startServices((line) => console.log(line))
  } catch (error) {
    if (!(error instanceof PartMissing)) throw error
    console.error(error.message)
    return undefined
  }
}

process.exitCode = await main(process.argv.slice(2))
