/**
 * Every problem Warder answers with outside the OAuth endpoints. The code is stable and public: it is the
 * `code` of the document and the last part of its `type`.
 */
// oxfmt-ignore
export const problems = {
  invalid_input:                    { status: 400, title: 'Some of the input is not valid' },
  malformed_request:                { status: 400, title: 'The request could not be read' },
  application_refused:              { status: 400, title: 'The application asked in a way that is not allowed' },
  password_required:                { status: 400, title: 'A password is required' },
  password_refused:                 { status: 400, title: 'This password cannot be used' },
  token_invalid:                    { status: 400, title: 'The link has been used or has expired' },
  sign_in_over:                     { status: 400, title: 'This sign-in is over' },
  invalid_credentials:              { status: 401, title: 'The credentials were not accepted' },
  not_authenticated:                { status: 401, title: 'Authentication is required' },
  insufficient_user_authentication: { status: 401, title: 'A fresh or stronger sign-in is required' },
  csrf_failed:                      { status: 403, title: 'The request did not prove that it came from our own pages' },
  password_change_required:         { status: 403, title: 'Choose a new password before you sign in' },
  forbidden:                        { status: 403, title: 'This is not allowed' },
  challenge_required:               { status: 403, title: 'A little work has to be done first' },
  not_found:                        { status: 404, title: 'Nothing is here' },
  method_not_allowed:               { status: 405, title: 'The method is not allowed here' },
  request_timeout:                  { status: 408, title: 'The request did not arrive in time' },
  conflict:                         { status: 409, title: 'The request conflicts with the present state' },
  too_many_sessions:                { status: 409, title: 'The most sessions of one person are open already' },
  reconnect_required:               { status: 409, title: 'The connection to this service has to be made again' },
  cursor_too_old:                   { status: 410, title: 'This cursor is not of this feed' },
  precondition_failed:              { status: 412, title: 'It was changed in the meantime' },
  payload_too_large:                { status: 413, title: 'The request body is too large' },
  unsupported_media_type:           { status: 415, title: 'The content type is not supported' },
  misdirected_request:              { status: 421, title: 'This host is not served here' },
  idempotency_key_reused:           { status: 422, title: 'This Idempotency-Key was used for another request' },
  precondition_required:            { status: 428, title: 'Say which state is to be changed' },
  too_many_requests:                { status: 429, title: 'Too many requests' },
  header_too_large:                 { status: 431, title: 'The request headers are too large' },
  internal_error:                   { status: 500, title: 'Something went wrong on our side' },
  not_implemented:                  { status: 501, title: 'This is not offered here' },
  provider_failed:                  { status: 502, title: 'The other service did not answer as it should' },
  storage_unavailable:              { status: 503, title: 'The storage cannot be reached at the moment' },
  password_check_unavailable:       { status: 503, title: 'New passwords cannot be checked at the moment' },
  overloaded:                       { status: 503, title: 'The server is busy' },
} as const

export type ProblemCode = keyof typeof problems

/** Which sentence a `detail` is, and what it says of this one: whoever shows it to people may say it in their language. */
export type Reason = { name: string; values: readonly (string | number)[] }

/** One invalid member of the input: `pointer` is a JSON Pointer to it (RFC 6901 §5), `detail` says what to change. */
export type ProblemField = { pointer: string; detail: string; reason?: Reason | undefined }

export type ProblemOptions = {
  detail?: string | undefined
  /** Of the `detail`. It stands in no document. */
  reason?: Reason | undefined
  errors?: readonly ProblemField[] | undefined
  headers?: Record<string, string> | undefined
  /** Extension members of the document (RFC 9457 §3.2). They cannot replace a standard one. */
  extra?: Record<string, unknown> | undefined
  cause?: unknown
}

/** `detail` goes to the caller. `cause` goes to our log and nowhere else. */
export class Problem extends Error {
  override readonly name = 'Problem'
  readonly code: ProblemCode
  readonly reason: Reason | undefined
  readonly errors: readonly ProblemField[] | undefined
  readonly headers: Record<string, string>
  readonly extra: Record<string, unknown>

  constructor(code: ProblemCode, options: ProblemOptions = {}) {
    super(options.detail ?? problems[code].title, { cause: options.cause })
    this.code = code
    this.reason = options.reason
    this.errors = options.errors
    this.headers = options.headers ?? {}
    this.extra = options.extra ?? {}
  }

  get status(): number {
    return problems[this.code].status
  }
}

export type ProblemDocument = {
  type: string
  title: string
  status: number
  detail: string
  code: ProblemCode
  instance?: string
  errors?: readonly ProblemField[]
  [extension: string]: unknown
}

/**
 * The `application/problem+json` document of a problem.
 *
 * @param instance a URI reference of this occurrence, such as `urn:uuid:…` or the request's path
 * @see RFC 9457 §3.1 and §3.2
 */
export function problemDocument(problem: Problem, instance?: string): ProblemDocument {
  const { code, errors } = problem
  const standard = {
    type: `urn:warder:problem:${code}`,
    title: problems[code].title,
    status: problem.status,
    detail: problem.message,
    ...(instance !== undefined && { instance }),
    code,
    ...(errors && { errors: errors.map(({ pointer, detail }) => ({ pointer, detail })) }),
  }
  // RFC 9457 §3.2: an extension is a further member. Named like a standard one, it would change what clients read.
  return { ...standard, ...problem.extra, ...standard }
}
