import { parseBearer } from '@warder/protocol'
import type { Caller, CallerWithMetadata } from './caller.ts'
import type { Presented, Result } from './check.ts'
import type { Settings } from './options.ts'
import { refuse } from './refuse.ts'
import { tokenVerifier } from './verify-token.ts'

type Held = 'scopes' | 'roles' | 'permissions'

const missing = { scopes: 'missing_scope', roles: 'missing_role', permissions: 'missing_permission' } as const

/** What each check does, for one API and one issuer. */
export function checks(settings: Settings) {
  const { realm, clock } = settings
  const verify = tokenVerifier(settings)

  async function authenticate(request: Presented): Promise<Result<Caller>> {
    const credentials = parseBearer(request.headers.get('authorization'))
    if (credentials.kind === 'token') return verify(credentials.token)
    if (credentials.kind === 'none') {
      return refuse('not_authenticated', 'no_credential', realm, 'Send an access token.')
    }
    const detail = 'The Authorization header is not well formed.'
    return refuse('malformed_request', 'malformed_credential', realm, detail)
  }

  async function optional(request: Presented): Promise<Result<Caller | undefined>> {
    const result = await authenticate(request)
    return !result.ok && result.reason === 'no_credential' ? { ok: true, caller: undefined } : result
  }

  async function withMetadata(request: Presented): Promise<Result<CallerWithMetadata>> {
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
  }

  async function holdsAll(
    request: Presented,
    held: Held,
    needed: readonly string[],
  ): Promise<Result<Caller>> {
    const result = await authenticate(request)
    if (!result.ok || needed.every((name) => result.caller[held].includes(name))) return result
    const names = needed.join(' ')
    // RFC 6750 §3: `scope` is what the client would have to ask for. It cannot ask for a role.
    const scope = held === 'scopes' ? names : undefined
    return refuse('forbidden', missing[held], realm, `This needs the ${held} ${names}.`, scope)
  }

  return { authenticate, optional, withMetadata, holdsAll }
}

/** The path alone: a query may hold what no log should. Servers of node:http give no origin. */
function pathOf(url: string): string {
  const path = /^[a-z][a-z0-9+.-]*:\/\//i.test(url) ? new URL(url).pathname : url
  return path.replace(/[?#].*$/s, '')
}
