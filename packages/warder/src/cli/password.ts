import { CliError } from './failure.ts'

/** More than any password that is accepted; an endless input is not read to its end. */
const most_bytes = 16_384

/**
 * A secret in the arguments is readable by every user of the machine and stays in the shell's history
 * (OC-18), so it is refused even where it would be easy to take.
 */
export function refuseSecretsIn(argv: readonly string[]): void {
  const secret = ownWords(argv).find((word) =>
    /^--(password|passphrase|secret|client-secret|token|key|api-key)(=|$)/.test(word),
  )
  if (secret === undefined) return
  const flag = secret.split('=')[0] ?? secret
  throw new CliError(
    'secret_in_arguments',
    `${flag} would show the secret to every user of this machine. Give a password with --password-stdin; keys come from the environment or a file.`,
    2,
  )
}

/** The words before `--`: what follows it is for another program. */
export function ownWords(argv: readonly string[]): readonly string[] {
  const end = argv.indexOf('--')
  return end < 0 ? argv : argv.slice(0, end)
}

/** The password from standard input, without its last line feed; asked for without echo on a terminal. */
export async function passwordFromStdin(prompt = 'Password'): Promise<string> {
  const password = process.stdin.isTTY ? await readHidden(prompt) : await readAll()
  if (password === '') throw new CliError('password_required', 'Standard input holds no password.', 2)
  return password
}

async function readHidden(prompt: string): Promise<string> {
  const { typed } = await import('./terminal.ts')
  return typed(`${prompt}: `, true)
}

async function readAll(): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of process.stdin) {
    const bytes = Buffer.from(chunk as Uint8Array)
    size += bytes.length
    if (size > most_bytes)
      throw new CliError('password_refused', 'Standard input is too long for a password.', 2)
    chunks.push(bytes)
  }
  return Buffer.concat(chunks)
    .toString('utf8')
    .replace(/\r?\n$/, '')
}
