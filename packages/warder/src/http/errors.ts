import {
  bearerChallenge,
  BoundTokenError,
  dpopChallenge,
  OAuthError,
  Problem,
  problemDocument,
  ScimError,
  scimErrorDocument,
  type ProblemCode,
  type ScimType,
} from '@warder/protocol'
import { asStorageError, isNoText } from '../store/errors.ts'
import type { Frame } from '../pages/layout.ts'
import { errorPage } from '../pages/message/error.ts'
import { problemWords } from '../pages/message/problem-words.ts'
import { html, json, redirect, type Answer } from './answer.ts'
import { pageOfForm } from './browser/return-path.ts'
import type { Trace } from './trace.ts'

/** How an endpoint speaks when it fails. A route names one, so no handler formats an error itself. */
export type Dialect = 'problem' | 'oauth' | 'bearer' | 'authorize' | 'page' | 'scim'

type PageDialect = 'page' | 'authorize'

/** What a person's browser opens. */
export const isPage = (dialect: Dialect): dialect is PageDialect =>
  dialect === 'page' || dialect === 'authorize'

/** What programs are told. */
export function errorAnswer(error: unknown, dialect: Exclude<Dialect, PageDialect>, trace: Trace): Answer {
  if (dialect === 'oauth') return oauthAnswer(error)
  if (dialect === 'bearer') return bearerAnswer(error)
  if (dialect === 'scim') return scimAnswer(error)
  return problemAnswer(asProblem(error), trace)
}

/** What is not raised on purpose becomes a 500 without a word of its own; the log has the cause. */
export function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error
  if (error instanceof OAuthError) return problemOfToken(error)
  if (error instanceof ScimError)
    return new Problem(error.status === 409 ? 'conflict' : 'invalid_input', {
      detail: error.message,
      cause: error,
    })
  if (asStorageError(error)) {
    return new Problem('storage_unavailable', {
      detail: 'The data store does not answer. Try again shortly.',
      headers: { 'retry-after': '2' },
      cause: error,
    })
  }
  // Where it was only looked for, SQLite finds nothing by it.
  if (isNoText(error))
    return new Problem('malformed_request', {
      detail: 'The request has a character that is in no text.',
      cause: error,
    })
  return new Problem('internal_error', { cause: error })
}

/** What is wrong with an access token, said where problems are spoken. */
function problemOfToken(error: OAuthError): Problem {
  if (isOfProof(error)) {
    const challenge = dpopChallenge({ error: error.code, description: error.message })
    const headers = { 'www-authenticate': challenge }
    return new Problem('not_authenticated', { detail: error.message, headers, cause: error })
  }
  if (error.status !== 401 && error.status !== 403) {
    return new Problem('malformed_request', { detail: error.message, cause: error })
  }
  const challenge = bearerChallenge({
    realm: 'Warder',
    error: bearerCode(error),
    error_description: error.message,
  })
  const options = { detail: error.message, headers: { 'www-authenticate': challenge }, cause: error }
  return new Problem(error.status === 401 ? 'not_authenticated' : 'forbidden', options)
}

/** RFC 9457 §3. */
function problemAnswer(problem: Problem, trace: Trace): Answer {
  const headers: Record<string, string> = { ...problem.headers, 'content-type': 'application/problem+json' }
  // RFC 9110 §15.5.2: a 401 names the way to authenticate.
  if (problem.status === 401) headers['www-authenticate'] ??= bearerChallenge({ realm: 'Warder' })
  return json(problemDocument(problem, `urn:warder:request:${trace.request_id}`), {
    status: problem.status,
    headers,
  })
}

/** RFC 6749 §5.2. An error we did not raise on purpose says server_error and nothing more. */
function oauthAnswer(error: unknown): Answer {
  if (!(error instanceof OAuthError)) {
    const problem = asProblem(error)
    const code = oauthCodeFor(problem.status)
    const body = { error: code, ...(problem.status !== 500 && { error_description: problem.message }) }
    return json(body, { status: problem.status, headers: problem.headers })
  }
  const headers = error.code === 'invalid_client' ? { 'www-authenticate': 'Basic realm="Warder"' } : {}
  return json({ error: error.code, error_description: error.message }, { status: error.status, headers })
}

function oauthCodeFor(status: number) {
  if (status === 503) return 'temporarily_unavailable'
  return status < 500 ? 'invalid_request' : 'server_error'
}

/** RFC 6750 §3.1: the challenge carries the code; the body repeats it for people. */
function bearerAnswer(error: unknown): Answer {
  if (error instanceof OAuthError) {
    if (isOfProof(error)) return proofAnswer(error)
    const challenge = bearerChallenge({
      realm: 'Warder',
      error: bearerCode(error),
      error_description: error.message,
    })
    const body = { error: error.code, error_description: error.message }
    return json(body, { status: error.status, headers: { 'www-authenticate': challenge } })
  }
  const problem = asProblem(error)
  if (problem.status === 401) {
    return json(
      {},
      {
        status: 401,
        headers: { 'www-authenticate': bearerChallenge({ realm: 'Warder' }), ...problem.headers },
      },
    )
  }
  return oauthAnswer(problem)
}

const isOfProof = (error: OAuthError) =>
  error instanceof BoundTokenError || error.code === 'invalid_dpop_proof' || error.code === 'use_dpop_nonce'

/** RFC 9449 §7.1 and §9: at a resource a proof that does not hold is a token that does not. */
function proofAnswer(error: OAuthError): Answer {
  const challenge = dpopChallenge({ error: error.code, description: error.message })
  const body = { error: error.code, error_description: error.message }
  return json(body, { status: 401, headers: { 'www-authenticate': challenge } })
}

/** RFC 6750 §3.1 knows three codes, RFC 9470 §3 a fourth; whatever else is wrong is wrong with the request. */
function bearerCode({ code }: OAuthError) {
  if (
    code === 'invalid_token' ||
    code === 'insufficient_scope' ||
    code === 'insufficient_user_authentication'
  )
    return code
  return 'invalid_request'
}

/** RFC 7644 §3.12: a problem as SCIM has it. What no word is for has its status alone. */
export function scimRefusal(error: unknown) {
  const problem = asProblem(error)
  const type = error instanceof ScimError ? error.scim_type : scimTypes[problem.code]
  return { problem, document: scimErrorDocument(problem.status, problem.message, type) }
}

function scimAnswer(error: unknown): Answer {
  const { problem, document } = scimRefusal(error)
  const headers: Record<string, string> = { ...problem.headers, 'content-type': 'application/scim+json' }
  if (problem.status === 401) headers['www-authenticate'] ??= bearerChallenge({ realm: 'Warder' })
  return json(document, { status: problem.status, headers })
}

/** RFC 7644 §3.12: of the conflicts, those alone are of uniqueness that say so themselves. */
const scimTypes: Partial<Record<ProblemCode, ScimType>> = {
  invalid_input: 'invalidValue',
  malformed_request: 'invalidSyntax',
}

/** The form that a person needs in place of an error, where there is one. */
function pathToMend(problem: Problem, path: string): string | undefined {
  // `sign-in/pages.ts` decides whether to lead back here.
  if (problem.code === 'not_authenticated') return `/login?return_to=${path}`
  if (problem.code === 'insufficient_user_authentication') {
    const level = problem.extra['acr_values'] === 'urn:warder:aal2' ? '&level=2' : ''
    return `/reauthenticate?return_to=${pageOfForm(path)}${level}`
  }
  const { reset_token } = problem.extra
  if (problem.code === 'password_change_required' && typeof reset_token === 'string')
    return `/reset-password?token=${encodeURIComponent(reset_token)}`
  return undefined
}

/** Where going back leads to the same again. */
const nowhere: ReadonlySet<ProblemCode> = new Set<ProblemCode>(['not_found', 'method_not_allowed'])

/** What people are told, or where they are led. */
export function errorPageAnswer(error: unknown, trace: Trace, path: string, frame: Frame): Answer {
  const problem = asProblem(error)
  const elsewhere = pathToMend(problem, path)
  if (elsewhere !== undefined) return redirect(elsewhere)
  const said = problemWords(problem, frame.words)
  const { goToAccount: label } = frame.words.everyPage
  const action = nowhere.has(problem.code) ? { href: '/account', label } : undefined
  const { redirect_uri } = problem.extra
  const refused_uri = typeof redirect_uri === 'string' ? redirect_uri : undefined
  const { request_id } = trace
  const body = errorPage({ ...frame, ...said, action, refused_uri, code: problem.code, request_id })
  return html(body, { status: problem.status, headers: problem.headers })
}
