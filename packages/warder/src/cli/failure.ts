import { ConfigError } from '../config/problem.ts'

/**
 * What a command tells when it does not do what it was asked: 1 failed, 2 was asked wrongly; of outbound calls 3 somebody has
 * to sign in, 4 denied, 5 the store cannot be used.
 */
export type Failure = { code: string; message: string; exit: 1 | 2 | 3 | 4 | 5 }

/** A failure that a command finds itself. `exit` is 2 when the command line is wrong. */
export class CliError extends Error {
  override readonly name = 'CliError'
  readonly code: string
  readonly exit: Failure['exit']

  constructor(code: string, message: string, exit: Failure['exit'] = 1, cause?: unknown) {
    super(message, { cause })
    this.code = code
    this.exit = exit
  }
}

/** Errors of the store whose message is written for the operator, told by name so that no command loads the store to fail. */
const sentences: Record<string, string> = { NewerSchema: 'newer_schema', WrongSecret: 'wrong_secret' }

/** Whatever was thrown, as a person at a terminal needs it. What knows the errors is loaded when there is one. `onDatabase` tells those of the store. */
export async function failureOf(error: unknown): Promise<Failure> {
  if (error instanceof CliError) return { code: error.code, message: error.message, exit: error.exit }
  if (error instanceof ConfigError) return { code: 'invalid_configuration', message: error.message, exit: 1 }
  const sentence = error instanceof Error ? sentences[error.name] : undefined
  if (sentence !== undefined && error instanceof Error)
    return { code: sentence, message: error.message, exit: 1 }
  if (error instanceof Error && error.name === 'OutboundError') {
    const { outboundFailure } = await import('./commands/outbound/failure.ts')
    return outboundFailure(error)
  }
  const { OAuthError, Problem, problems } = await import('@warder/protocol')
  if (error instanceof Problem) {
    // A detail says what the fields say; the title alone does not, nor one that points at them.
    const silent = error.message === problems[error.code].title || error.message.endsWith('; see errors.')
    const fields = silent ? (error.errors ?? []) : []
    const lines = fields.map(({ pointer, detail }) => `${pointer.slice(1)}: ${detail}`)
    return {
      code: error.code,
      message: [error.message.replace('; see errors.', ':'), ...lines].join('\n'),
      exit: 1,
    }
  }
  // What a client may be is told in the words of RFC 7591 §3.2.2.
  if (error instanceof OAuthError) return { code: error.code, message: error.message, exit: 1 }
  const message = error instanceof Error ? error.message : String(error)
  return { code: 'internal_error', message, exit: 1 }
}

/** What commander says of a word that it does not know, without what may be a secret in the wrong place (OC-18). */
export function withoutValues(message: string): string {
  return message
    .replace(/^(error: unknown option '(?:--[\w-]+|-\w))[\s\S]*'/, "$1'")
    .replace(/^(error: too many arguments .* but got \d+): [\s\S]*\.(\n?)$/, '$1.$2')
}
