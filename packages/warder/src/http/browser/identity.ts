import { digest, newToken } from '../../crypto/tokens.ts'
import { day } from '../../time.ts'
import { readCookie, setCookie } from './cookies.ts'
import type { Call } from '../router.ts'
import type { Request } from '../wire/request.ts'

const lifetime = 400 * day

/** What was made for a request, so that whoever asks later in the same request is told the same. */
const given = new WeakMap<Request, string>()

/** The browser's own identity: only its digest is ever stored. Sets the cookie when the browser has none. */
export function browserOf({ app, request }: Pick<Call, 'app' | 'request'>): {
  hash: string
  cookies: string[]
} {
  const known = readCookie(app.config, request, 'browser')
  if (known) return { hash: digest(known), cookies: [] }
  const made = given.get(request) ?? newToken('wdb')
  given.set(request, made)
  return { hash: digest(made), cookies: [setCookie(app.config, 'browser', made, lifetime)] }
}

/** The digest of the browser cookie that came with the request, if any. */
export function knownBrowser({ app, request }: Pick<Call, 'app' | 'request'>): string | undefined {
  const known = readCookie(app.config, request, 'browser')
  return known && digest(known)
}

/** Whether a browser sent this, page or script. Programs send none of these headers. */
export function sentByBrowser(request: Request): boolean {
  return ['sec-fetch-site', 'origin', 'cookie'].some((name) => request.headers.get(name) !== null)
}
