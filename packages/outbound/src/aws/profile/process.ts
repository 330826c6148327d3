import { execFile } from 'node:child_process'
import { OutboundError } from '../../errors.ts'
import { objectIn } from '../../metadata/ask.ts'
import type { AwsCredentials } from '../../sigv4/signature.ts'
import { keysOf } from '../source.ts'

/** Milliseconds and bytes that a program may take. */
const patience = 60_000
const longest = 1024 * 1024

/**
 * Runs the program of a profile and reads what it prints. Without a shell: quotes hold words together, and nothing else has
 * a meaning.
 *
 * @throws OutboundError CREDENTIAL_UNAVAILABLE, TOKEN_RESPONSE_INVALID; neither repeats what the program said
 */
export async function keysOfProgram(command: string, signal?: AbortSignal): Promise<AwsCredentials> {
  const [program, ...args] = wordsOf(command)
  if (program === undefined) throw new OutboundError('CONFIG_INVALID', 'credential_process is empty')
  const { promise, resolve, reject } = Promise.withResolvers<string>()
  const options = { timeout: patience, maxBuffer: longest, windowsHide: true, ...(signal && { signal }) }
  // Its own error repeats the whole command and all that it printed.
  execFile(program, args, options, (error, stdout) => (error ? reject(failed()) : resolve(stdout)))
  const said = objectIn(await promise, 'the program of credential_process')
  if (said['Version'] !== 1)
    throw new OutboundError(
      'TOKEN_RESPONSE_INVALID',
      'the program of credential_process speaks another version than 1',
    )
  return keysOf(said, 'the program of credential_process')
}

const failed = () =>
  new OutboundError('CREDENTIAL_UNAVAILABLE', 'the program of credential_process failed', {
    hint: 'Run it by hand and see what it says.',
  })

/** Words between spaces; `"two words"` and `'two words'` are one. */
function wordsOf(command: string): string[] {
  return [...command.matchAll(/(?:"[^"]*"|'[^']*'|[^\s"'])+/g)].map(([word]) =>
    word.replace(
      /"([^"]*)"|'([^']*)'/g,
      (_whole, double?: string, single?: string) => double ?? single ?? '',
    ),
  )
}
