import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'
import { CliError } from './failure.ts'
import { plain } from './output.ts'

/** What a person types at the terminal, shown to nobody where it is hidden; empty when they end the input instead. */
export async function typed(prompt: string, hidden: boolean): Promise<string> {
  // Readline echoes into its output; this one shows nothing.
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() })
  const output = hidden ? nowhere : process.stderr
  const lines = createInterface({ input: process.stdin, output, terminal: true })
  if (hidden) process.stderr.write(prompt)
  try {
    return await lines.question(hidden ? '' : prompt)
  } catch (error) {
    // Ctrl-C or Ctrl-D.
    if (!(error instanceof Error && error.name === 'AbortError')) throw error
    if (!hidden) process.stderr.write('\n')
    return ''
  } finally {
    lines.close()
    if (hidden) process.stderr.write('\n')
  }
}

/**
 * Asks before what cannot be undone. Nobody answers a script, so it has to say `--yes`.
 * @throws CliError where there is no terminal, or the answer is anything but yes
 */
export async function confirm(question: string): Promise<void> {
  if (!process.stdin.isTTY || !process.stderr.isTTY)
    throw new CliError('usage', `${question} Nobody can be asked here: say --yes.`, 2)
  const answer = await typed(`${plain(question)} Type yes to go on: `, false)
  if (answer.trim().toLowerCase() !== 'yes') throw new CliError('not_confirmed', 'Nothing was done.')
}
