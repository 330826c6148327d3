import type { Seconds } from '@warder/protocol'
import type { Config } from '../../config/config.ts'
import type { Tenant } from '../../tenants/tenant.ts'
import type { Request } from '../wire/request.ts'

type OfTenant = 'session' | 'pre' | 'pending'
export type CookieName = OfTenant | `${OfTenant}_${string}` | 'browser'

/**
 * Each tenant has cookies of its own, so that somebody may be signed in to several, or be on the way, and none puts
 * another's out.
 */
export function cookieOf({ prefix, slug }: Pick<Tenant, 'prefix' | 'slug'>, name: OfTenant): CookieName {
  return prefix === '' ? name : `${name}_${slug}`
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

/**
 * Undefined when the cookie is absent, or sent twice: then one of the two was planted. Between two cookies stands the one space
 * that a browser sends, and nothing else is taken off: a name with another space before it, as of a byte A0, is another name,
 * for which the browser asked nothing of whoever set it (RFC 6265 §4.2.1, §5.4).
 */
export function readCookie(
  config: Config,
  request: Pick<Request, 'headers'>,
  name: CookieName,
): string | undefined {
  const header = request.headers.get('cookie')
  if (!header) return undefined
  const wanted = wireName(config, name)
  let found: string | undefined
  for (const pair of header.split(';')) {
    const at = pair.indexOf('=')
    if (at === -1 || pair.slice(pair.startsWith(' ') ? 1 : 0, at) !== wanted) continue
    if (found !== undefined) return undefined
    found = pair.slice(at + 1)
  }
  return found || undefined
}
