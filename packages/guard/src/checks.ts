import { allows, challengeInScheme } from '@warder/protocol'
import type { Caller, CallerWithMetadata } from './caller.ts'
import type { Presented, Result } from './check.ts'
import { readCredential, type Credential } from './credentials/credential.ts'
import { developmentCaller, testJudge } from './modes/without-keys.ts'
import { reporter } from './modes/report.ts'
import { pathOf } from './modes/path.ts'
import type { Refusal } from './refusal.ts'
import { refuser } from './refuse.ts'
import { metadataUrl } from './resource/metadata-url.ts'
import type { Settings } from './settings/resolve.ts'
import { meetsDemand, type SignInDemand } from './sign-in.ts'
import { looksOf, openSources } from './sources/open.ts'

type Held = 'scopes' | 'roles' | 'permissions'

const missing = { scopes: 'missing_scope', roles: 'missing_role', permissions: 'missing_permission' } as const

/** What each check does, for one API. */
export async function openChecks(settings: Settings) {
  const { realm, clock, resource, user_tracking, mode } = settings
  const refuse = refuser({ realm, resource_metadata: resource ? metadataUrl(resource.resource) : '' })
  const { sources, issuers } = await openSources(settings, refuse)
  const looks = looksOf(settings.sources)
  const report = reporter(settings)
  const wanted = wantedOf(settings)
  const onlyKeys = !settings.sources.some(({ kind }) => kind === 'access_tokens' || kind === 'introspection')

  async function judge(credential: Credential, request: Presented): Promise<Result<Caller>> {
    for (const source of sources) {
      const checked = source.check(credential, request)
      const known = checked instanceof Promise ? await checked : checked
      if (known) return known
    }
    return unknown(credential)
  }

  function unknown({ kind }: Credential): Refusal {
    if (kind === 'api_key' || (kind === 'token' && onlyKeys))
      return refuse('invalid_api_key', 'unknown_api_key', 'The API key is not valid.')
    return refuse('invalid_token', 'unknown_credential', 'The credential is not valid here.')
  }

  const testing = testJudge(() => refuse('invalid_api_key', 'unknown_api_key', 'The API key is not valid.'))

  async function decide(request: Presented, scope?: string): Promise<Result<Caller>> {
    if (mode === 'development') return { ok: true, caller: developmentCaller }
    const credential = readCredential(request, mode === 'test' ? { ...looks, api_key: true } : looks)
    if (credential.kind === 'malformed')
      return refuse('malformed_request', 'malformed_credential', credential.detail)
    if (mode === 'test') return testing(credential)
    if (credential.kind === 'none') return refuse('not_authenticated', 'no_credential', wanted, { scope })
    return judge(credential, request)
  }

  async function authenticate(request: Presented, scope?: string): Promise<Result<Caller>> {
    const result = await decide(request, scope)
    if (!result.ok) return refused(request, result)
    report(request, result)
    return result
  }

  /** Writes a refusal down, and tells it in the scheme that the request came by. */
  function refused(request: Presented, refusal: Refusal): Refusal {
    report(request, refusal)
    const { challenge } = refusal
    if (challenge === undefined) return refusal
    return { ...refusal, challenge: challengeInScheme(request.headers.get('authorization'), challenge) }
  }

  async function optional(request: Presented): Promise<Result<Caller | undefined>> {
    const open = mode === 'development' || mode === 'test'
    // Nobody is nobody, also where everybody is let in.
    if (open && readCredential(request, { ...looks, api_key: true }).kind === 'none')
      return { ok: true, caller: undefined }
    const result = await authenticate(request)
    if (result.ok) return result
    // A browser sends the cookie of a session that is over by itself, and means nothing by it.
    const anonymous = result.reason === 'no_credential' || result.reason === 'no_session'
    return anonymous ? { ok: true, caller: undefined } : result
  }

  async function withMetadata(request: Presented): Promise<Result<CallerWithMetadata>> {
    const result = await authenticate(request)
    if (!result.ok) return result
    const { caller } = result
    const user_agent = request.headers.get('user-agent')
    const metadata = {
      authenticated_by: caller.authenticated_by,
      received_at: clock.now(),
      method: request.method,
      path: pathOf(request.url),
      ...(user_agent !== null && { user_agent }),
      ...(user_tracking && { user: userOf(caller) }),
    }
    return { ok: true, caller: { ...caller, metadata } }
  }

  async function holdsAll(
    request: Presented,
    held: Held,
    needed: readonly string[],
  ): Promise<Result<Caller>> {
    const names = needed.join(' ')
    // RFC 6750 §3: `scope` is what the client would have to ask for. It cannot ask for a role.
    const scope = held === 'scopes' ? names : undefined
    const result = await authenticate(request, scope)
    if (!result.ok || mode === 'development' || mode === 'test') return result
    const has = result.caller[held]
    // A role may give `docs:*`; a scope is what it says and no more.
    const holds = (name: string) => (held === 'permissions' ? allows(has, name) : has.includes(name))
    if (needed.every(holds)) return result
    return refused(request, refuse('forbidden', missing[held], `This needs the ${held} ${names}.`, { scope }))
  }

  /** RFC 9470 §3: the token is good, and the client is told how its person has to sign in for this. */
  async function signedIn(request: Presented, demand: SignInDemand): Promise<Result<Caller>> {
    const result = await authenticate(request)
    if (!result.ok || mode === 'development' || mode === 'test') return result
    if (meetsDemand(result.caller, demand, clock.now(), settings.leeway)) return result
    const detail = 'This needs the person to sign in again, more surely or more lately.'
    const { acr_values, max_age } = demand
    const needs = { acr_values: acr_values?.join(' '), max_age }
    return refused(request, refuse('insufficient_user_authentication', 'weak_sign_in', detail, needs))
  }

  /** A key as text, as if it stood in X-API-Key. */
  async function verifyKey(text: string): Promise<Result<Caller>> {
    const headers = new Map([['x-api-key', text]])
    return decide({ method: 'GET', url: '/', headers: { get: (name) => headers.get(name) ?? null } })
  }

  return { authenticate, optional, withMetadata, holdsAll, signedIn, verifyKey, issuers }
}

export type Checks = Awaited<ReturnType<typeof openChecks>>

function userOf({ subject, tenant_id, key }: Caller): NonNullable<CallerWithMetadata['metadata']['user']> {
  return { id: subject, ...(tenant_id !== undefined && { tenant_id }), ...(key && { key: key.name }) }
}

/** What to send, said in the words of whoever has to. */
function wantedOf({ sources }: Settings): string {
  const has = (...kinds: string[]) => sources.some(({ kind }) => kinds.includes(kind))
  const names = [
    ...(has('access_tokens', 'introspection') ? ['an access token'] : []),
    ...(has('api_keys', 'warder_keys') ? ['an API key'] : []),
    ...(has('warder_session') ? ['the cookie of a session'] : []),
    ...(has('warder_hmac', 'http_signatures') ? ['a signature'] : []),
  ]
  return `Send ${names.join(' or ') || 'a credential'}.`
}
