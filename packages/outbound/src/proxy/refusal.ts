import type { ServerResponse } from 'node:http'
import { OutboundError, type OutboundCode } from '../errors.ts'

/** Why the proxy answers by itself. */
// oxfmt-ignore
export const refusals = {
  wrong_host:        { status: 421, says: 'This proxy answers to its own address on this machine alone.' },
  from_a_page:       { status: 403, says: 'This proxy is for programs, and not for pages in a browser.' },
  bad_target:        { status: 400, says: 'Ask for /NAME/path or /NAME@host/path, without dots, doubled or hidden slashes and what is encoded twice.' },
  override:          { status: 400, says: 'A request says its method and its path once.' },
  body_not_expected: { status: 400, says: 'A GET or HEAD has no body.' },
  not_authenticated: { status: 401, says: 'Send the token of a client of this proxy, as Authorization: Bearer.' },
  not_allowed:       { status: 403, says: 'No rule of this client allows that.' },
  body_too_large:    { status: 413, says: 'The body is larger than this proxy takes.' },
  too_many:          { status: 429, says: 'This client asks too often, or for too much at once.' },
  sign_in_needed:    { status: 502, says: 'A person has to sign in again for this credential.' },
  credential_failed: { status: 502, says: 'The credential cannot be used now.' },
  unreachable:       { status: 502, says: 'The API does not answer.' },
  too_late:          { status: 504, says: 'The API took too long.' },
} as const

export type RefusalCode = keyof typeof refusals

/** Thrown where a request ends, and answered in one place. */
export class Refusal extends Error {
  override readonly name = 'Refusal'
  readonly code: RefusalCode
  /** What only the operator is told. */
  readonly reason: string | undefined

  constructor(code: RefusalCode, reason?: string, cause?: unknown) {
    super(refusals[code].says, { cause })
    this.code = code
    this.reason = reason
  }
}

const denied: readonly OutboundCode[] = ['ORIGIN_NOT_ALLOWED', 'INSECURE_URL', 'REDIRECT_BLOCKED']
const signIn: readonly OutboundCode[] = ['REAUTH_REQUIRED', 'INVALID_GRANT']

/** Whatever went wrong, as a refusal. What a client is told names no secret and no place where one is kept. */
export function refusalOf(error: unknown): Refusal {
  if (error instanceof Refusal) return error
  if (error instanceof OutboundError) {
    if (denied.includes(error.code)) return new Refusal('not_allowed', error.code, error)
    if (signIn.includes(error.code)) return new Refusal('sign_in_needed', error.code, error)
    return new Refusal('credential_failed', error.code, error)
  }
  if (error instanceof DOMException && error.name === 'TimeoutError')
    return new Refusal('too_late', undefined, error)
  return new Refusal('unreachable', undefined, error)
}

/** Answers in the proxy's own name. The header tells that it was not the API. */
export function answerRefusal(response: ServerResponse, { code, message }: Refusal): void {
  const body = JSON.stringify({ error: { code, message } })
  response.writeHead(refusals[code].status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
    'cache-control': 'no-store',
    'warder-proxy-error': code,
    // What is left of a refused body is not waited for.
    connection: 'close',
    ...(code === 'not_authenticated' && { 'www-authenticate': 'Bearer realm="warder outbound proxy"' }),
    ...(code === 'too_many' && { 'retry-after': '60' }),
  })
  response.end(body)
}
