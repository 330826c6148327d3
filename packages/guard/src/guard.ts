import type { Caller, CallerWithMetadata } from './caller.ts'
import type { Check, Presented, Result } from './check.ts'
import type { Checks } from './checks.ts'
import { productionProblems, productionWarnings } from './modes/production.ts'
import { announce } from './modes/started.ts'
import { featuresOf, statusOf, type AuthStatus } from './modes/status.ts'
import { readOptions, type GuardOptions } from './options.ts'
import { checkDemand, type SignInDemand } from './sign-in.ts'
import { resourceMetadata, type ResourceMetadata } from './resource/resource-metadata.ts'

export type Guard = {
  /** Who calls. A web-standard Request is what it reads; only `headers` matter, but to signatures. */
  authenticate: (request: Presented) => Promise<Result<Caller>>
  /** Needs a valid credential. */
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
  /**
   * Needs a person who signed in as surely and as lately as it says; who did not is answered how to ask them (RFC 9470 §3). `acr` is of
   * the token alone: which of its values are enough, name every one.
   */
  requireSignIn: (demand: SignInDemand) => Check<Caller>
  /** Whose key this is, for keys that come by another way than a header. */
  verifyKey: (text: string) => Promise<Result<Caller>>
  /** How the guard runs and how fresh its knowledge is. It holds no secret. */
  getAuthStatus: () => AuthStatus
  /** Whether `user_tracking`, `request_logging`, `multi_key_support`, `internal_docs` or a kind of source is on. */
  supportsFeature: (name: string) => boolean
  /**
   * Call it when a program starts that must not start unsafe.
   *
   * @throws Error that lists everything that production would not allow
   * @returns what it would be better to change
   */
  validateProduction: () => string[]
  /**
   * Reads environment and files again, and the given options in place of the old ones. What is wrong with them is thrown
   * and the guard goes on as it was. Whatever was remembered is forgotten.
   */
  reload: (options?: GuardOptions) => Promise<void>
  /** The metadata of this API (RFC 9728); undefined without the option `resource`. */
  resourceMetadata: () => ResourceMetadata | undefined
  /** Stops following the issuers. Requests are answered as before, without news. */
  close: () => void
}

/**
 * Makes a guard for one API. Nothing is fetched before the first request needs it.
 *
 * @throws Error that lists every option and environment variable that is missing or wrong
 * @see RFC 6750 §2.1 and §3, RFC 9068 §4
 */
export function guard(options: GuardOptions = {}): Guard {
  let given = options
  let settings = readOptions(given)
  announce(settings)
  // Loaded beside the start of the program, which must not wait for code that the first request needs.
  let loading = load()
  let loaded: Checks | undefined

  function load(): Promise<Checks> {
    const current = settings
    return import('./checks.ts').then(async ({ openChecks }) => {
      const opened = await openChecks(current)
      if (current === settings) loaded = opened
      else opened.issuers.forEach((issuer) => issuer.close())
      return opened
    })
  }

  const later =
    <C>(check: (checks: Checks) => Check<C>): Check<C> =>
    async (request) =>
      check(loaded ?? (await loading))(request)

  function holdsAll(held: 'scopes' | 'roles' | 'permissions', needed: readonly string[]): Check<Caller> {
    if (needed.length === 0)
      throw new Error('Name at least one: a check that asks for nothing lets everybody in.')
    return later((checks) => (request) => checks.holdsAll(request, held, needed))
  }

  const close = () => loaded?.issuers.forEach((issuer) => issuer.close())
  const authenticate = later((checks) => checks.authenticate)
  return {
    authenticate,
    required: () => authenticate,
    optional: () => later((checks) => checks.optional),
    withMetadata: () => later((checks) => checks.withMetadata),
    requireScope: (...scopes) => holdsAll('scopes', scopes),
    requirePermission: (...permissions) => holdsAll('permissions', permissions),
    requireRole: (...roles) => holdsAll('roles', roles),
    requireSignIn: (demand) => {
      checkDemand(demand)
      return later((checks) => (request) => checks.signedIn(request, demand))
    },
    verifyKey: async (text) => (loaded ?? (await loading)).verifyKey(text),
    getAuthStatus: () => statusOf(settings, loaded?.issuers ?? []),
    supportsFeature: (name) => featuresOf(settings).has(name),
    validateProduction: () => {
      const wrong = productionProblems(settings)
      if (wrong.length > 0) throw new Error(['This is not safe for production:', ...wrong].join('\n  '))
      return productionWarnings(settings)
    },
    reload: async (changed = given) => {
      settings = readOptions(changed)
      given = changed
      const before = close
      announce(settings)
      before()
      loaded = undefined
      loading = load()
      await loading
    },
    resourceMetadata: () => resourceMetadata(settings),
    close,
  }
}
