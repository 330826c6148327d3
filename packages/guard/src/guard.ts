import type { Caller, CallerWithMetadata } from './caller.ts'
import type { Check, Presented, Result } from './check.ts'
import { readOptions, type GuardOptions } from './options.ts'

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
  // Loaded beside the start of the program, which must not wait for code that the first request needs.
  const loading = import('./checks.ts').then(({ checks }) => checks(settings))
  const later =
    <C>(check: (loaded: Awaited<typeof loading>) => Check<C>): Check<C> =>
    async (request) =>
      check(await loading)(request)

  function holdsAll(held: 'scopes' | 'roles' | 'permissions', needed: readonly string[]): Check<Caller> {
    if (needed.length === 0)
      throw new Error('Name at least one: a check that asks for nothing lets everybody in.')
    return later((loaded) => (request) => loaded.holdsAll(request, held, needed))
  }

  const authenticate = later((loaded) => loaded.authenticate)
  return {
    authenticate,
    required: () => authenticate,
    optional: () => later((loaded) => loaded.optional),
    withMetadata: () => later((loaded) => loaded.withMetadata),
    requireScope: (...scopes) => holdsAll('scopes', scopes),
    requirePermission: (...permissions) => holdsAll('permissions', permissions),
    requireRole: (...roles) => holdsAll('roles', roles),
  }
}
