import { bearerChallenge, dpopChallenge, type BearerChallenge } from '@warder/protocol'
import type { Refusal, RefusalReason } from './refusal.ts'

/** How the answers to a refused request look, by what the client can do about it. */
// oxfmt-ignore
const answers = {
  not_authenticated:  { status: 401, error: undefined,            title: 'Authentication is required' },
  malformed_request:  { status: 400, error: 'invalid_request',    title: 'The request could not be read' },
  invalid_token:      { status: 401, error: 'invalid_token',      title: 'The access token was not accepted' },
  invalid_dpop_proof: { status: 401, error: 'invalid_token',      title: 'The proof of the key was not accepted' },
  use_dpop_nonce:     { status: 401, error: 'invalid_token',      title: 'The proof of the key needs a nonce of this API' },
  invalid_api_key:    { status: 401, error: 'invalid_token',      title: 'The API key was not accepted' },
  invalid_signature:  { status: 401, error: 'invalid_token',      title: 'The signature was not accepted' },
  no_session:         { status: 401, error: undefined,            title: 'The session is over' },
  cross_site:         { status: 403, error: undefined,            title: 'The request did not prove that it came from a page that may send it' },
  insufficient_user_authentication: { status: 401, error: 'insufficient_user_authentication', title: 'A surer or fresher sign-in is required' },
  forbidden:          { status: 403, error: 'insufficient_scope', title: 'This is not allowed' },
  issuer_unavailable: { status: 503, error: undefined,            title: 'The sign-in server cannot be reached at the moment' },
} as const

type Answer = keyof typeof answers

/**
 * A refusal with its challenge.
 *
 * @param needed what would do: the scopes the resource needs, separated by spaces, and the sign-in (RFC 9470 §3)
 */
export type Refuse = (code: Answer, reason: RefusalReason, detail: string, needed?: Needed) => Refusal

type Needed = Pick<BearerChallenge, 'scope' | 'acr_values' | 'max_age'>

/**
 * Makes refusals for one API.
 *
 * @see RFC 6750 §3 and §3.1, RFC 9728 §5.1 for `resource_metadata`
 */
export function refuser({ realm, resource_metadata }: { realm: string; resource_metadata: string }): Refuse {
  const where = resource_metadata === '' ? {} : { resource_metadata }
  return (code, reason, detail, needed = {}) => {
    const { status, error, title } = answers[code]
    // RFC 6750 §3.1: a request without a credential is told the scheme and no error; what it will need, it may be told.
    const told: BearerChallenge = error
      ? { realm, error, error_description: detail, ...needed, ...where }
      : { realm, ...needed, ...where }
    return {
      ok: false,
      status,
      challenge: challengeOf(code, told),
      body: { type: `urn:warder:problem:${code}`, title, status, detail, code },
      reason,
    }
  }
}

/** RFC 9449 §7.1: whoever failed to prove a key is told by the scheme that asks for one. */
function challengeOf(code: Answer, told: BearerChallenge): string | undefined {
  if (answers[code].status === 503 || code === 'cross_site') return undefined
  if (code !== 'invalid_dpop_proof' && code !== 'use_dpop_nonce') return bearerChallenge(told)
  return dpopChallenge({ error: code, description: told.error_description ?? '' })
}
