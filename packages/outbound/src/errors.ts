/** What went wrong, as a stable word that a program decides by. */
export type OutboundCode =
  | 'CONFIG_INVALID'
  | 'SECRET_MISSING'
  | 'ORIGIN_NOT_ALLOWED'
  | 'INSECURE_URL'
  | 'REDIRECT_BLOCKED'
  | 'BODY_NOT_REPLAYABLE'
  | 'CREDENTIAL_UNAVAILABLE'
  | 'TOKEN_ENDPOINT_UNAVAILABLE'
  | 'TOKEN_RESPONSE_INVALID'
  | 'INVALID_CLIENT'
  | 'INVALID_GRANT'
  | 'REAUTH_REQUIRED'
  | 'INTERACTION_UNAVAILABLE'
  | 'INTERACTION_DENIED'
  | 'INTERACTION_FAILED'
  | 'INTERACTION_TIMEOUT'
  | 'ISSUER_MISMATCH'
  | 'STORE_UNAVAILABLE'
  | 'STORE_LOCKED'
  | 'STORE_CORRUPT'
  | 'LOCK_TIMEOUT'

/** What is wrong in a configuration file, as a person corrects it. It never repeats a value that may be a secret. */
export type ConfigProblem = {
  /** Both counted from 1. */
  line: number
  column: number
  /** Like `credentials.github.scope`; the file itself where empty. */
  field: string
  problem: string
  remedy: string
}

export type OutboundErrorOptions = {
  /** What to do about it, in a sentence. */
  hint?: string
  /** Whether the same call may go well a moment later. */
  retryable?: boolean
  /** Milliseconds that the server asks to be left alone for (RFC 9110 §10.2.3). */
  retryAfterMs?: number
  /** Of the answer that was not good. */
  status?: number
  /** RFC 6749 §5.2, as the authorization server said it. */
  oauth?: { error: string; description?: string }
  /** CONFIG_INVALID of a file: everything that is wrong in it, each with its place. */
  problems?: readonly ConfigProblem[]
  cause?: unknown
}

/**
 * A call that was not made, or a credential that could not be had. What an API answers is never one: that is a `Response`,
 * whatever its status. `message` holds no secret and no query of a URL.
 */
export class OutboundError extends Error {
  override readonly name = 'OutboundError'
  readonly code: OutboundCode
  readonly hint: string | undefined
  readonly retryable: boolean
  readonly retryAfterMs: number | undefined
  readonly status: number | undefined
  readonly oauth: { error: string; description?: string } | undefined
  readonly problems: readonly ConfigProblem[] | undefined

  constructor(code: OutboundCode, message: string, options: OutboundErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.code = code
    this.hint = options.hint
    this.retryable = options.retryable ?? false
    this.retryAfterMs = options.retryAfterMs
    this.status = options.status
    this.oauth = options.oauth
    this.problems = options.problems
  }
}
