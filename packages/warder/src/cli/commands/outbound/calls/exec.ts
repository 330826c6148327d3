import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import { CliError } from '../../../failure.ts'
import type { Options } from '../../../verb.ts'
import { openProviders } from '../providers.ts'
import { tokenOf } from './token.ts'

/** What opens the store is not for the program. */
const ours = [
  'WARDER_OUTBOUND_KEY',
  'WARDER_OUTBOUND_KEY_FILE',
  'WARDER_OUTBOUND_PASSPHRASE',
  'WARDER_OUTBOUND_PASSPHRASE_FILE',
]

/** Runs a program with credentials in its environment, and ends as it ends. */
export async function exec(options: Options, words: readonly string[]): Promise<undefined> {
  const { names, command } = parted(words)
  const [program, ...args] = command
  if (program === undefined || names.length === 0)
    throw new CliError('usage', 'Write: warder outbound exec NAME -- PROGRAM ARGUMENTS', 2)
  const opened = await openProviders(options)
  const env: NodeJS.ProcessEnv = { ...process.env }
  for (const name of ours) delete env[name]
  for (const word of names) {
    const [name = '', variable = `${name.toUpperCase().replaceAll('-', '_')}_TOKEN`] = word.split(':', 2)
    if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(variable))
      throw new CliError('usage', `${variable} is no name of a variable.`, 2)
    env[variable] = (await tokenOf(opened, name)).token
  }
  process.exitCode = await ran(program, args, env)
}

/** What stands after `--` is the program: commander leaves the mark out, so it is looked for where it was written. */
function parted(words: readonly string[]): { names: readonly string[]; command: readonly string[] } {
  const at = process.argv.indexOf('--')
  if (at < 0) return { names: words, command: [] }
  const after = process.argv.length - at - 1
  const cut = words.length - after
  return { names: words.slice(0, cut), command: words.slice(cut) }
}

async function ran(program: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
  const child = spawn(program, args, { env, stdio: 'inherit', shell: false })
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
  const pass = (signal: NodeJS.Signals) => void child.kill(signal)
  for (const signal of signals) process.on(signal, pass)
  try {
    return await new Promise<number>((resolve, reject) => {
      child.once('error', (cause) =>
        reject(new CliError('not_started', `${program} cannot be started.`, 1, cause)),
      )
      child.once('close', (code, signal) =>
        resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal])),
      )
    })
  } finally {
    for (const signal of signals) process.removeListener(signal, pass)
  }
}
