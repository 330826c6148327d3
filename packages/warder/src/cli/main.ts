import { CommanderError } from 'commander'
import { failureOf, withoutValues } from './failure.ts'
import { oldNode } from './start/node-version.ts'
import { printFailure } from './output.ts'
import { ownWords, refuseSecretsIn } from './password.ts'
import { programOf, withoutVainHelp } from './program.ts'

/** Runs one command line and tells its exit code: 0 done, 1 failed, 2 asked wrongly. */
async function main(argv: readonly string[]): Promise<number> {
  const json = ownWords(argv).includes('--json')
  const old = oldNode(process.version)
  if (old !== undefined) {
    printFailure({ code: 'old_node', message: old, exit: 1 }, json)
    return 1
  }
  try {
    refuseSecretsIn(argv)
    const program = await programOf(json, argv)
    await program.parseAsync(withoutVainHelp(program, argv), { from: 'user' })
    return Number(process.exitCode ?? 0)
  } catch (error) {
    if (error instanceof CommanderError) {
      // Help and version end this way too, and are what was asked for.
      if (error.exitCode === 0) return 0
      const message = withoutValues(error.message).replace(/^error: /, '')
      if (json) printFailure({ code: 'usage', message, exit: 2 }, json)
      return 2
    }
    const failure = await failureOf(error)
    printFailure(failure, json)
    return failure.exit
  }
}

// A reader that has seen enough, like `head`, is no failure of ours.
process.stdout.on('error', (error: Error & { code?: string }) => process.exit(error.code === 'EPIPE' ? 0 : 1))

const exit = await main(process.argv.slice(2))
// What was printed must arrive before the process ends, also through a pipe.
process.stdout.write('', () => process.exit(exit))
