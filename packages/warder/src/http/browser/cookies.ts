import type { Seconds } from '@warder/protocol'
import type { Config } from '../../config/config.ts'
import type { Tenant } from '../../tenants/tenant.ts'
import type { Request } from '../wire/request.ts'

export type CookieName = 'session' | `session_${string}` | 'pre' | 'browser' | 'pending'

/** Each tenant has a session cookie of its own, so that somebody may be signed in to several. */
export function sessionCookieName({ prefix, slug }: Pick<Tenant, 'prefix' | 'slug'>): CookieName {
  return prefix === '' ? 'session' : `session_${slug}`
}

/**
 * RFC 6265bis §4.1.3.2: the __Host- prefix makes the browser refuse the cookie from a subdomain or over HTTP.
 * Plain http://localhost cannot have it, and only development runs there.
 */
function wireName(config: Config, name: CookieName): string {
  return config.secure_cookies ? `__Host-warder_${name}` : `warder_${name}`
}

export function setCookie(config: Config, name: CookieName, value: string, maxAge?: Seconds): string {
  const age = maxAge === undefined ? '' : `; Max-Age=${maxAge}`
  return `${wireName(config, name)}=${value}; Path=/${age}; HttpOnly; SameSite=Lax${config.secure_cookies ? '; Secure' : ''}`
}

export function clearCookie(config: Config, name: CookieName): string {
  return setCookie(config, name, '', 0)
}

/** Undefined when the cookie is absent, or sent twice: then one of the two was planted. */
export function readCookie(config: Config, request: Request, name: CookieName): string | undefined {
  const header = request.headers.get('cookie')
  if (!header) return undefined
  const wanted = wireName(config, name)
  let found: string | undefined
  for (const pair of header.split(';')) {
    const at = pair.indexOf('=')
    if (at === -1 || pair.slice(0, at).trim() !== wanted) continue
    if (found !== undefined) return undefined
    found = pair.slice(at + 1).trim()
  }
  return found || undefined
}
