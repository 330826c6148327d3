import { bearerChallenge, type BearerChallenge } from '@warder/protocol'
import type { Refusal, RefusalReason } from './refusal.ts'

/** How the answers to a refused request look, by what the client can do about it. */
// oxfmt-ignore
const answers = {
  not_authenticated:  { status: 401, error: undefined,            title: 'Authentication is required' },
  malformed_request:  { status: 400, error: 'invalid_request',    title: 'The request could not be read' },
  invalid_token:      { status: 401, error: 'invalid_token',      title: 'The access token was not accepted' },
  forbidden:          { status: 403, error: 'insufficient_scope', title: 'This is not allowed' },
  issuer_unavailable: { status: 503, error: undefined,            title: 'The sign-in server cannot be reached at the moment' },
} as const

type Answer = keyof typeof answers

/**
 * A refusal with its challenge.
 *
 * @param scope the scopes the resource needs, separated by spaces
 * @see RFC 6750 §3 and §3.1
 */
export function refuse(
  code: Answer,
  reason: RefusalReason,
  realm: string,
  detail: string,
  scope?: string,
): Refusal {
  const { status, error, title } = answers[code]
  // RFC 6750 §3.1: a request without a credential is told the scheme and no error.
  const told: BearerChallenge = error ? { realm, error, error_description: detail, scope } : { realm }
  return {
    ok: false,
    status,
    challenge: status === 503 ? undefined : bearerChallenge(told),
    body: { type: `urn:warder:problem:${code}`, title, status, detail, code },
    reason,
  }
}
