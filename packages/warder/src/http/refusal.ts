import { OAuthError, Problem } from '@warder/protocol'
import type { Log } from '../log.ts'
import type { Answer } from './answer.ts'
import type { Match } from './matcher.ts'

export type Refused = {
  method: string
  path: string
  found: Match
  answer: Answer
  /** What was thrown, where something was. */
  error?: unknown
}

/**
 * Tells whoever develops with Warder why a request was refused: one line, with the public words alone. A failure of ours has
 * a line of its own, with its stack.
 */
export function tellRefusal(log: Log, { method, path, found, answer, error }: Refused): void {
  const { status, headers } = answer
  const back = sentBack(headers['location'])
  if (status >= 500 || (status < 400 && !back)) return
  const reason = reasonOf(error) ?? back ?? {}
  const where = found.kind === 'row' ? { route: found.route.path } : { path: shortened(path) }
  log.info({ method, ...where, status, ...reason }, 'refused')
}

type Reason = { code?: string; reason?: string }

function reasonOf(error: unknown): Reason | undefined {
  if (!(error instanceof Problem || error instanceof OAuthError)) return undefined
  const fields = error instanceof Problem ? (error.errors ?? []) : []
  const details = fields.map(({ pointer, detail }) => `${pointer} ${detail}`)
  const text = error.message.replace(/; see errors\.$/, ':')
  return { code: error.code, reason: [text, ...details].join(' ') }
}

/** What an application is told by a redirect (RFC 6749 §4.1.2.1). */
function sentBack(location: string | undefined): Reason | undefined {
  const found = /[?#](.*&)?error=.*/.exec(location ?? '')
  if (!found) return undefined
  const answer = new URLSearchParams(found[0].slice(1))
  return { code: answer.get('error') ?? '', reason: answer.get('error_description') ?? '' }
}

/** What is long in a path, or has digits, may be a secret in the wrong place: a token, a recovery code, a code of a mail. */
const shortened = (path: string): string => path.replace(/[^/]{16,}|(?=[^/]*\d)[^/]{6,}/g, '…')
