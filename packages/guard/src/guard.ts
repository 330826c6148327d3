import { parseBearer } from '@warder/protocol'
import type { Caller, CallerWithMetadata } from './caller.ts'
import type { Check, Presented, Result } from './check.ts'
import { readOptions, type GuardOptions } from './options.ts'
import { refuse, type RefusalReason } from './refusal.ts'
import { tokenVerifier } from './verify-token.ts'

export type Guard = {
  /** Who calls. A web-standard Request is what it reads; only `headers` matter. */
  authenticate: (request: Presented) => Promise<Result<Caller>>
  /** Needs a valid access token. */
  required: () => Check<Caller>
  /** Lets a request without a credential pass, with no caller. A credential that is wrong is refused all the same. */
  optional: () => Check<Caller | undefined>
  /** Like `required`, and tells about the request too. */
  withMetadata: () => Check<CallerWithMetadata>
  /** Needs every one of these scopes. */
  requireScope: (...scopes: [string, ...string[]]) => Check<Caller>
  /** Needs every one of these permissions. */
  requirePermission: (...permissions: [string, ...string[]]) => Check<Caller>
  /** Needs every one of these roles. */
  requireRole: (...roles: [string, ...string[]]) => Check<Caller>
}

/**
 * Makes a guard for one API and one issuer. Nothing is fetched before the first request needs it.
 *
 * @throws Error that lists every option and environment variable that is missing or wrong
 * @see RFC 6750 §2.1 and §3, RFC 9068 §4
 */
export function guard(options: GuardOptions = {}): Guard {
  const settings = readOptions(options)
  const { realm, clock } = settings
  const verify = tokenVerifier(settings)

  async function authenticate(request: Presented): Promise<Result<Caller>> {
    const credentials = parseBearer(request.headers.get('authorization'))
    if (credentials.kind === 'token') return verify(credentials.token)
    if (credentials.kind === 'none')
      return refuse('not_authenticated', 'no_credential', realm, 'Send an access token.')
    return refuse(
      'malformed_request',
      'malformed_credential',
      realm,
      'The Authorization header is not well formed.',
    )
  }

  function requireAll(
    held: 'scopes' | 'roles' | 'permissions',
    needed: string[],
    reason: RefusalReason,
  ): Check<Caller> {
    if (needed.length === 0)
      throw new Error('Name at least one: a check that asks for nothing lets everybody in.')
    const detail = `This needs the ${held} ${needed.join(' ')}.`
    const scope = held === 'scopes' ? needed.join(' ') : undefined
    return async (request) => {
      const result = await authenticate(request)
      if (!result.ok || needed.every((name) => result.caller[held].includes(name))) return result
      return refuse('forbidden', reason, realm, detail, scope)
    }
  }

  return {
    authenticate,
    required: () => authenticate,
    optional: () => async (request) => {
      const result = await authenticate(request)
      return !result.ok && result.reason === 'no_credential' ? { ok: true, caller: undefined } : result
    },
    withMetadata: () => async (request) => {
      const result = await authenticate(request)
      if (!result.ok) return result
      const user_agent = request.headers.get('user-agent')
      const metadata = {
        authenticated_by: 'access_token' as const,
        received_at: clock.now(),
        method: request.method,
        path: pathOf(request.url),
        ...(user_agent !== null && { user_agent }),
      }
      return { ok: true, caller: { ...result.caller, metadata } }
    },
    requireScope: (...scopes) => requireAll('scopes', scopes, 'missing_scope'),
    requirePermission: (...permissions) => requireAll('permissions', permissions, 'missing_permission'),
    requireRole: (...roles) => requireAll('roles', roles, 'missing_role'),
  }
}

/** The path alone: a query may hold what no log should. Servers of node:http give no origin. */
function pathOf(url: string): string {
  const path = /^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i.test(url) ? new URL(url).pathname : url
  return path.replace(/[?#].*$/s, '')
}
